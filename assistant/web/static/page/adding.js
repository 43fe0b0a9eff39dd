/* A document on its way: first it is sent, then read. */
import { $ } from './dom.js';
import { closePops } from './popups.js';
import { focusSoon, openTab } from './panel.js';

let isSending = false;

export const adding = {
  begin() { isSending = true; show(); },
  end() { isSending = false; show(); },
};

export function toAdding() { // where documents are added
  closePops(false);
  openTab('knowledge');
  $('#p-knowledge').scrollTop = 0;
  focusSoon($('#upload'));
}

function show() {
  const reading = $('#reading');
  if (reading) reading.hidden = !isSending && !$('#report .busy');
}

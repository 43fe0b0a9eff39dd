/* A document on its way: first it is sent, then read. What may not be sent stays here, and is said with its reason. */
import { $, $$ } from './dom.js';
import { closePops } from './popups.js';
import { focusSoon, openTab } from './panel.js';
import { say } from './words.js';

const MEGABYTE = 1e6; // bytes

let isSending = false;

export const adding = {
  begin() { isSending = true; show(); },
  end() { isSending = false; show(); },
  failed() { // on the way to the server; false if nothing was on its way
    if (!isSending) return false;
    adding.end();
    leaveOut([], say('The files could not be sent. Try again.'));
    return true;
  },
};

export function toAdding() { // where documents are added
  closePops(false);
  openTab('knowledge');
  $('#p-knowledge').scrollTop = 0;
  focusSoon($('#upload'));
}

export function sift(event) { // before Gradio sees what was chosen: it would send none where one is too large
  const { target } = event;
  if (!target.matches?.('#p-knowledge input[type=file]') || !target.files.length) return;
  for (const toast of $$('.toast-close')) toast.click(); // the same message would come with no new one
  const { largest, most } = $('#words').dataset;
  const sent = new DataTransfer();
  const left = [];
  for (const file of target.files) {
    if (file.size > largest * MEGABYTE) left.push([file.name, say('larger than {n} MB', { n: largest })]);
    else if (sent.items.length >= most) left.push([file.name, say('At most {n} files at once.', { n: most })]);
    else sent.items.add(file);
  }
  const isAnySent = sent.items.length > 0;
  leaveOut(left, isAnySent ? '' : `${say('Nothing was added')}.`);
  if (left.length) target.files = sent.files;
  if (isAnySent) adding.begin();
  else event.stopImmediatePropagation();
}

function leaveOut(files, words) { // below what the server reports of the others
  $('#left-out')?.remove();
  $('#report').hidden = Boolean(words);
  if (!files.length && !words) return;
  const box = part('div', '', { id: 'left-out', className: 'report' });
  box.setAttribute('role', 'status');
  if (words) box.append(part('p', words));
  const list = part('ul');
  for (const [name, reason] of files) {
    const row = part('li');
    row.append(part('b', name), `: ${reason}`);
    list.append(row);
  }
  if (files.length) box.append(list);
  $('#report').after(box);
}

const part = (tag, text = '', more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

function show() {
  const reading = $('#reading');
  if (reading) reading.hidden = !isSending && !$('#report .busy');
}

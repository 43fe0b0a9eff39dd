/* What the keys do. */
import { isBusy, isStopping, keepDraft } from './asking.js';
import { editedTurn, endEdit } from './composer.js';
import { $, $$ } from './dom.js';
import { isSheetOpen, openTab, sheet } from './panel.js';
import { closePops, holdFocus, menu } from './popups.js';

const ALONG = /^(Arrow(Left|Right)|Home|End)$/; // a row of tabs
const DOWN = /^(Arrow(Up|Down)|Home|End)$/; // a menu

export function keydown(event) {
  const { key, target } = event;
  if (key === 'Escape') escape();
  else if (target.id === 'q' && key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (!isBusy() || isStopping()) $('#form').requestSubmit();
  } else if (target.role === 'tab' && ALONG.test(key)) {
    event.preventDefault();
    openTab(neighbour(target, $$('[role=tab]'), key).dataset.tab, { show: false, focus: true });
  } else if (target.role === 'menuitem' && key === 'Tab') menu(false, false);
  else if (target.role === 'menuitem' && DOWN.test(key)) {
    event.preventDefault();
    neighbour(target, $$('[role=menuitem]:not(:disabled)'), key).focus();
  } else if (key === 'Tab') holdFocus(event);
}

function escape() { // closes what is on top
  const card = $('.cite:hover, .cite:focus-within');
  if (card && !card.classList.contains('closed')) card.classList.add('closed');
  else if (menu(false) || closePops()) return;
  else if (editedTurn()) { endEdit(); $('#q').value = ''; keepDraft(); }
  else if (isSheetOpen()) sheet(false);
}

function neighbour(one, all, key) {
  const at = all.indexOf(one);
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  return all[(at + (/Right|Down/.test(key) ? 1 : all.length - 1)) % all.length];
}

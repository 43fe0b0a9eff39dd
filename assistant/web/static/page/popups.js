/* What opens over the page: boxes, and the menu of exports. */
import { $, $$, shell } from './dom.js';
import { isSheetOpen } from './panel.js';

let opener = null;

export function pop(id, button, focusId) {
  closePops(false);
  const box = document.getElementById(id);
  box.dataset.part = focusId || 'all';
  opener = button || document.activeElement;
  box.hidden = false;
  if (button) { button.setAttribute('aria-expanded', 'true'); placeNear(box, button); }
  if (box.getAttribute('aria-modal')) shell().inert = true;
  const first = (focusId && document.getElementById(focusId)) || $$('input, select, button, a[href]', box).find((one) => one.offsetParent);
  first?.focus();
}

function placeNear(box, button) {
  const at = button.getBoundingClientRect();
  if (box.id === 'settings') box.style.setProperty('--right', `${Math.max(8, Math.min(innerWidth - at.right, innerWidth - box.offsetWidth - 8))}px`);
}

export function closePops(back = true) {
  let closed = false;
  for (const box of $$('.pop:not([hidden])')) {
    box.hidden = true;
    closed = true;
    if (box.getAttribute('aria-modal')) shell().inert = false;
  }
  for (const button of $$('[data-pop][aria-expanded=true]')) button.setAttribute('aria-expanded', 'false');
  if (closed && back && opener?.isConnected) opener.focus();
  return closed;
}

export function menu(on, back = true) {
  const box = $('#menu');
  if (!box || box.classList.contains('open') === on) return false;
  box.classList.toggle('open', on);
  $('#export').setAttribute('aria-expanded', String(on));
  if (on) $('[role=menuitem]:not(:disabled)', box)?.focus();
  else if (back) $('#export').focus();
  return true;
}

export function holdFocus(event) { // the Tab key stays in what covers the page
  const box = $('.pop[aria-modal=true]:not([hidden])') || (isSheetOpen() ? $('#panel') : null);
  if (!box) return;
  const stops = $$('button:not(:disabled):not([tabindex="-1"]), a[href], input, select, [tabindex="0"]', box).filter((one) => one.offsetParent);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement === edge || !box.contains(document.activeElement)) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }
}

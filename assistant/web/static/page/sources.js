/* From a citation to its words in the reader, and to its row among the sources. */
import { $, $$ } from './dom.js';
import { options } from './kept.js';
import { openTab } from './panel.js';
import { act } from './server.js';

let wanted = null; // {turn, number} to mark when the list of the turn's sources is there

export function openWords(button) {
  const payload = JSON.parse(button.dataset.open);
  for (const chip of $$('.chip[aria-current]')) chip.removeAttribute('aria-current');
  button.closest('.cite')?.classList.add('closed'); // its words are in the reader now
  if (button.classList.contains('chip')) button.setAttribute('aria-current', 'true');
  else if (payload.turn && payload.n) {
    $(`#turn-${CSS.escape(payload.turn)} .chip[data-n="${payload.n}"]`)?.setAttribute('aria-current', 'true');
  }
  act('read', { ...payload, as_of: options.as_of });
  if (payload.turn) showSources(payload.turn, payload.n);
  openTab('reader');
}

export function showSources(turn, number) {
  const list = $('#p-sources .pane-body');
  if (list && list.dataset.turn !== turn) { act('show', { turn }); wanted = { turn, number }; } else markSource(turn, number);
}

export function sourcesChanged() {
  if (wanted) markSource(wanted.turn, wanted.number);
  wanted = null;
}

export function markSource(turn, number) {
  const list = $('#p-sources .pane-body');
  if (!list || list.dataset.turn !== turn) return;
  for (const row of $$('.src', list)) row.dataset.on = String(Boolean(number) && row.dataset.n === String(number));
  if ($('#panel').dataset.tab === 'sources') $('.src[data-on=true]', list)?.scrollIntoView({ block: 'nearest' });
}

export function pointAt(cite) { // its card opens, above its line where there is no room below
  const thread = $('#thread').getBoundingClientRect();
  const chip = $('.chip', cite).getBoundingClientRect();
  const height = $('.card', cite).offsetHeight;
  cite.classList.toggle('above', chip.bottom + height > thread.bottom && chip.top - height > thread.top);
  const { turn, n } = JSON.parse($('.chip', cite).dataset.open);
  markSource(turn, n);
}

export function showMark() { // the cited words, a third down the reader
  const pane = $('#p-reader');
  const mark = $('mark.cited', pane);
  if (!pane) return;
  pane.scrollTop = mark ? Math.max(0, mark.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - pane.clientHeight / 3) : 0;
}

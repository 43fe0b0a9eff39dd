/* The timeline: its filters, and the day at which the event begins. */
import { $, $$ } from './dom.js';
import { openTab } from './panel.js';

export function showInTimeline(kind, tries = 100) { // what is asked for when the tab is opened comes a moment later
  if (tries === 100) openTab('timeline');
  if ($('#timeline')) filterTimeline(kind);
  else if (tries) setTimeout(() => showInTimeline(kind, tries - 1), 50);
}

export function filterTimeline(kind) {
  const pane = $('#timeline');
  if (!pane) return;
  if (kind) for (const pill of $$('.filters [data-filter]', pane)) pill.setAttribute('aria-pressed', String(pill.dataset.filter === kind));
  const shown = $('.filters [aria-pressed=true]', pane)?.dataset.filter || 'all';
  const topic = $('[data-topic]', pane)?.value || '';
  let any = false;
  for (const day of $$('.day', pane)) {
    let some = false;
    for (const entry of $$('.ev', day)) {
      const on = (shown === 'all' || entry.dataset.kind === shown) && (!topic || entry.dataset.topicOf === topic);
      entry.parentElement.hidden = !on;
      some ||= on;
    }
    day.hidden = !some;
    any ||= some;
  }
  $('.none', pane).hidden = any;
}

export function showMainEvent() {
  const pane = $('#p-timeline');
  const day = $('[data-begins]', pane);
  if (day) pane.scrollTop += day.getBoundingClientRect().top - pane.getBoundingClientRect().top - $('.filters', pane).offsetHeight - 24;
}

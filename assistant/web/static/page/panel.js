/* The panel: its tabs, and the sheet that it is on a narrow page. */
import { $, $$, isNarrow, shell } from './dom.js';
import { options } from './kept.js';
import { act } from './server.js';

const stale = new Set(['timeline', 'disagree', 'knowledge', 'evaluation']); // tabs that are asked for when they are opened
let opener = null;
let wanted = null;

export function focusSoon(part, tries = 10) { // a sheet takes no focus for some frames after it opens
  wanted = part;
  part.focus();
  if (document.activeElement !== part && tries) setTimeout(() => { if (wanted === part) focusSoon(part, tries - 1); }, 30);
}

export const isSheetOpen = () => Boolean(shell()?.classList.contains('sheet'));

export function sheet(on) {
  if (on === isSheetOpen()) return;
  if (on) opener = document.activeElement;
  shell().classList.toggle('sheet', on);
  if (on && !history.state?.sheet) history.pushState({ sheet: true }, ''); // Back closes it, and leaves the page only then
  if (!on && history.state?.sheet) history.back();
  for (const part of [$('.top'), $('#chat')]) if (part) part.inert = on;
  if (on) focusSoon($('#close-sheet'));
  else if (opener?.isConnected) opener.focus();
}

export function openTab(key, { show = true, focus = false } = {}) {
  const panel = $('#panel');
  if (!panel) return;
  panel.dataset.tab = key;
  for (const tab of $$('[role=tab]', panel)) {
    const on = tab.dataset.tab === key;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on) { scrollTabs(tab); if (focus) tab.focus(); }
    if (on) $('.sheetbar span', panel).textContent = tab.textContent.trim(); // its name, where the tab is a picture
  }
  if (stale.delete(key)) act('tab', { tab: key, as_of: options.as_of });
  if (show && isNarrow()) sheet(true);
}

export function outdate(...keys) { // what these tabs show is asked for anew, of an open one at once
  for (const key of keys) stale.add(key);
  const shown = $('#panel').dataset.tab;
  if (stale.has(shown)) openTab(shown, { show: false });
}

function scrollTabs(tab) { // not scrollIntoView, which also moves the place from which the Tab key goes on
  const row = tab.closest('[role=tablist]');
  const [one, all] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += Math.min(0, one.left - all.left) + Math.max(0, one.right - all.right);
}

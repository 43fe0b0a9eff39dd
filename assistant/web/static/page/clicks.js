/* What a click does: of the parts below, the first that holds what was clicked. */
import { toAdding } from './adding.js';
import { ask, askLost } from './asking.js';
import { endEdit } from './composer.js';
import { $ } from './dom.js';
import { copy, exportAs, exportBriefing } from './exports.js';
import { options } from './kept.js';
import { narrow, setAsOf } from './narrowing.js';
import { openTab, sheet } from './panel.js';
import { closePops, menu, pop } from './popups.js';
import { act } from './server.js';
import { openWords, showSources } from './sources.js';
import { startAnew, turnAction } from './talk.js';
import { changeTheme } from './theme_button.js';
import { filterTimeline, showInTimeline } from './timeline.js';

const PARTS = [
  ['#export', () => menu(!$('#menu').classList.contains('open'))],
  ['[data-pop]', toggle],
  ['[data-close]', () => closePops()],
  ['[role=tab]', (tab) => openTab(tab.dataset.tab)],
  ['[data-tab-open]', (button) => openTab($('#panel').dataset.tab || button.dataset.tabOpen)],
  ['[data-add]', toAdding],
  ['[data-open]:not(:disabled)', openWords],
  ['[data-show]', (button) => { showSources(button.dataset.show, 0); openTab('sources'); }],
  ['[data-ask]', (button) => { endEdit(); ask(button.dataset.ask, '', true); }], // such a question stands by itself
  ['[data-copy]', (button) => copy(button.dataset.copy, button)],
  ['[data-act]', turnAction],
  ['[data-export]', exportAs],
  ['[data-brief]', (button) => exportBriefing(button.dataset.brief)],
  ['[data-remove]', (button) => act('remove', JSON.parse(button.dataset.remove))],
  ['[data-filter]', (pill) => filterTimeline(pill.dataset.filter)],
  ['[data-timeline]', (button) => showInTimeline(button.dataset.timeline)],
  ['[data-foot]', toFootnote],
  ['.skip', (_, event) => { event.preventDefault(); $('#q').focus(); }],
  ['#theme', changeTheme],
  ['#new, [data-new]', startAnew],
  ['#close-sheet, #scrim', () => sheet(false)],
  ['#official', () => narrow({ official: !options.official })],
  ['#documents-all', () => narrow({ documents: [] })],
  ['#again', askLost],
  ['#as-of-clear', () => setAsOf('')],
];

export function click(event) {
  const { target } = event;
  if (!(target instanceof Element)) return;
  if (!target.closest('#menu, #export')) menu(false, false);
  if (!target.closest('.pop, [data-pop]')) closePops(false);
  for (const [selector, handle] of PARTS) {
    const part = target.closest(selector);
    if (part) { handle(part, event); return; }
  }
}

function toggle(button) {
  if (button.getAttribute('aria-expanded') === 'true') closePops();
  else pop(button.dataset.pop, button, button.dataset.focus);
}

function toFootnote(foot, event) {
  event.preventDefault();
  const row = document.getElementById(`foot-${foot.dataset.foot}`);
  row?.scrollIntoView({ block: 'center' });
  row?.focus({ preventScroll: true });
}

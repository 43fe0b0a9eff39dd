/* Behaviour of the page: markup comes from the server; here it is opened, closed, scrolled, copied and sent. */
import { adding, sift } from './adding.js';
import { ask, askLost, isBusy, keepDraft, serverSaid, stop, trouble } from './asking.js';
import { click } from './clicks.js';
import { editedTurn, endEdit, fill, fold, grow, isTooLong, press } from './composer.js';
import { $, $$, isNarrow, shell } from './dom.js';
import { saveFile } from './exports.js';
import { keydown } from './keys.js';
import { store } from './kept.js';
import { findDocument, narrow, setAsOf, showOptions } from './narrowing.js';
import { isSheetOpen, openTab, sheet } from './panel.js';
import { act } from './server.js';
import { pointAt, showMark, sourcesChanged } from './sources.js';
import { talkChanged } from './talk.js';
import { showTheme } from './theme_button.js';
import { foldQuestions, follow, showFollowed } from './thread.js';
import { filterTimeline, showMainEvent } from './timeline.js';
import { say } from './words.js';

const CHANGED = { // what the server changes, and what is to be done then
  talk: talkChanged,
  running: talkChanged,
  'p-reader': showMark,
  'p-sources': sourcesChanged,
  choices: showOptions,
  'p-timeline': showMainEvent,
  report: () => {
    if ($('#report [data-failed="0"]')) $('#url').value = ''; // a wrong address stays
    $('#report').hidden = false;
    adding.end();
  },
  outbox: saveFile,
};

function begin() { // the page's parts are there
  giveRoles();
  document.documentElement.lang = $('#words').dataset.lang;
  for (const [id, handle] of Object.entries(CHANGED)) {
    const part = document.getElementById(id);
    if (part) new MutationObserver(handle).observe(part, { childList: true, subtree: true });
  }
  for (const name of ['wheel', 'touchmove']) $('#thread').addEventListener(name, () => follow(''), { passive: true });
  showOptions();
  showTheme();
  shell().dataset.begun = 'true';
  ready();
}

function giveRoles() { // which Gradio's blocks do not have
  const panel = $('#panel');
  for (const main of $$('main')) main.setAttribute('role', 'presentation');
  $('#chat').setAttribute('role', 'main');
  panel.setAttribute('role', 'complementary');
  panel.setAttribute('aria-label', $('.sheetbar span', panel).textContent);
  const thread = $('#thread');
  thread.tabIndex = 0;
  thread.setAttribute('role', 'region');
  thread.setAttribute('aria-label', say('Conversation'));
  for (const pane of $$('.pane', panel)) {
    pane.setAttribute('role', 'tabpanel');
    pane.setAttribute('aria-labelledby', pane.id.replace('p-', 't-'));
    pane.tabIndex = 0;
  }
  const bridge = $('#bridge');
  if (bridge) { bridge.inert = true; bridge.setAttribute('aria-hidden', 'true'); }
}

function ready() { // the conversation that was kept is there
  if (!$('#talk [data-ready="true"]')) { setTimeout(ready, 30); return; }
  const address = new URL(location.href);
  const linked = address.searchParams;
  const question = linked.get('q');
  if (question) narrow({ official: linked.has('official'), documents: linked.getAll('document') });
  if (question || linked.has('as_of')) setAsOf(linked.get('as_of') || '');
  openTab($('#talk .turn') || question ? 'sources' : $('#words').dataset.first, { show: false });
  talkChanged();
  fill($('#q').value || store.get('draft', ''));
  const last = $$('#talk .turn').at(-1);
  if (last) { follow(last.dataset.turn); showFollowed(); }
  shell().dataset.ready = 'true';
  const lost = store.get('lost', null);
  if (lost) trouble(say('Your last question did not reach the server.'), lost);
  if (lost?.now) askLost();
  if (!question) return;
  for (const name of ['q', 'as_of', 'official', 'document']) linked.delete(name);
  history.replaceState(null, '', address);
  ask(question, '', true, true);
}

function submit(event) {
  if (event.target.id === 'form') {
    event.preventDefault();
    if (isBusy() && event.submitter) { stop(); return; } // the button still reads Stop
    if (!ask($('#q').value, editedTurn())) return;
    fill('');
    endEdit();
    if (isNarrow() && matchMedia('(pointer: coarse)').matches) $('#q').blur(); // the keyboard would hide the answer
  }
  if (event.target.id === 'url-form') {
    event.preventDefault();
    act('page', { url: $('#url').value });
  }
}

function change({ target }) {
  if (target.matches('[data-choice]')) narrow({ documents: $$('[data-choice]:checked').map((one) => one.value) });
  if (target.matches('[data-topic]')) filterTimeline('');
  if (target.id === 'as-of') setAsOf(target.value);
  if (target.id === 'language') location.href = target.value === 'en' ? '/' : `/${target.value}/`;
}

function input({ target }) {
  if (target.id === 'q') { grow(target); keepDraft(); isTooLong(target.value.trim()); }
  if (target.id === 'find-document') findDocument(target.value);
}

const citeOf = (target) => target instanceof Element && target.closest('.cite');

for (const [name, handle] of Object.entries({ click, keydown, submit, change, input })) document.addEventListener(name, handle);
addEventListener('change', sift, true);
for (const name of ['mouseover', 'focusin']) {
  document.addEventListener(name, ({ target }) => {
    const cite = citeOf(target);
    if (cite && name === 'focusin') cite.classList.remove('closed');
    if (cite) pointAt(cite);
  });
}
document.addEventListener('mouseout', ({ target, relatedTarget }) => {
  const cite = citeOf(target);
  if (cite && !cite.contains(relatedTarget)) cite.classList.remove('closed');
});
document.addEventListener('pointerdown', () => press(true));
for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => press(false));
for (const name of ['focusin', 'focusout']) document.addEventListener(name, fold);
addEventListener('resize', foldQuestions);
addEventListener('popstate', () => { if (isSheetOpen() && !history.state?.sheet) sheet(false); });

// Gradio builds the page after this script has run; its messages are said in our own words
new MutationObserver((changes) => {
  if (!shell()?.dataset.begun && $('#words') && $('#panel [role=tab]') && $('#talk') && $('#go-ask')) begin();
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node instanceof Element && (node.matches('.toast-body') || node.querySelector('.toast-body'))) serverSaid(node.textContent);
  }
}).observe(document.documentElement, { childList: true, subtree: true });

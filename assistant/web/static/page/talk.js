/* The conversation: what can be done with a turn, and what changes when the server adds to it. */
import { afterStop, ask, isBusy, isNew, keepDraft, settle, stop, trouble } from './asking.js';
import { edit, endEdit } from './composer.js';
import { $, $$, live, shell } from './dom.js';
import { copy, linkTo, note } from './exports.js';
import { store, votes } from './kept.js';
import { openTab } from './panel.js';
import { closePops } from './popups.js';
import { act } from './server.js';
import { foldQuestions, follow, isNext, showFollowed } from './thread.js';
import { say } from './words.js';

const ACTIONS = {
  edit,
  whole: (turn, button) => button.setAttribute('aria-expanded', String(button.parentElement.classList.toggle('whole'))),
  retry: (turn) => ask($('h2', turn).textContent, turn === $$('.turn').at(-1) ? turn.dataset.turn : ''),
  link: (turn, button) => copy(linkTo(turn), button),
  up: vote,
  down: vote,
};

export function turnAction(button) {
  ACTIONS[button.dataset.act]?.(button.closest('.turn'), button);
}

export function startAnew() { // a new conversation
  closePops(false);
  endEdit();
  trouble('');
  $('#q').focus();
  if (!isBusy()) { clear(); return; }
  stop();
  afterStop(clear);
}

export function talkChanged() {
  if (!$('#words')) return;
  const running = $('#running .turn');
  const turns = $$('#talk .turn');
  const last = turns.at(-1);
  if (running) isNext(running.dataset.turn);
  if (isBusy() && !running && last && isNew(last)) { // a quick answer may never be seen running
    isNext(last.dataset.turn);
    live(last.dataset.said || '');
    openTab('sources', { show: false });
    settle();
  }
  if (running?.dataset.state === 'error') settle();
  for (const turn of turns) if (!turn.dataset.met) { turn.dataset.met = '1'; showVote(turn); }
  for (const item of $$('[data-export]:not([data-export=briefing])')) item.disabled = turns.length === 0;
  if (shell().dataset.ready) keepDraft();
  foldQuestions();
  showFollowed();
}

function clear() {
  store.remove('conversation-of-a-link');
  follow('');
  $('#thread').scrollTop = 0;
  act('clear');
  openTab('timeline', { show: false });
}

function vote(turn, button) {
  const isSame = button.getAttribute('aria-pressed') === 'true';
  votes.put(turn.dataset.turn, isSame ? '' : button.dataset.act);
  showVote(turn);
  if (!isSame) note(button, say('Noted'));
}

function showVote(turn) {
  const given = votes.all()[turn.dataset.turn];
  for (const button of $$('[data-act=up],[data-act=down]', turn)) button.setAttribute('aria-pressed', String(button.dataset.act === given));
}

/* A question on its way to the server, and what becomes of it when the server is busy or lost. */
import { adding } from './adding.js';
import { endEdit, fill, grow, isTooLong } from './composer.js';
import { $, $$ } from './dom.js';
import { options, store } from './kept.js';
import { sheet } from './panel.js';
import { act } from './server.js';
import { follow } from './thread.js';
import { say } from './words.js';

const UNHEARD = 2000;
const SLOW = 10000;
const FULL = /queue is full|too many/i;
const GONE = /connect|network|fetch/i;

let busy = null; // {question, replaces, alone, anew, retries, run, before, nudged, stopping, then}
let lost = null; // what to ask again: {question, replaces, alone, anew}
let isGone = false; // once Gradio has lost its server it sends nothing, until it has loaded the page anew
let slow = 0;
let unheard = 0;

export const isBusy = () => Boolean(busy);
export const isStopping = () => Boolean(busy?.stopping);
export const isNew = (turn) => !busy.before.has(turn.dataset.turn); // since the question was asked

export function ask(question, replaces = '', alone = false, anew = false) {
  const text = question.trim();
  if (isTooLong(text) || !text) return false;
  if (isGone) { askWhenBack({ question: text, replaces, alone, anew }); return false; }
  if (busy) return afterStop(() => ask(question, replaces, alone, anew));
  busy = { question: text, replaces, alone, anew, retries: 0, run: newRun(), before: new Set($$('#talk .turn').map((turn) => turn.dataset.turn)) };
  follow('next');
  showBusy(true);
  trouble('');
  keepDraft();
  sheet(false);
  act('ask', { question: text, replaces, alone, anew, unread: !$('#reading').hidden, run: busy.run, ...options });
  return true;
}

export function askLost() {
  const { question, replaces, alone, anew } = lost;
  if (ask(question, replaces, alone, anew) && $('#q').value === question) { fill(''); endEdit(); }
}

export function stop() { // the asking itself ends then, and shows what it had found
  if (busy.stopping) return;
  busy.stopping = true;
  act('stop', { run: busy.run });
}

export function afterStop(next) { // what is wanted between Stop and its effect is not lost
  if (!busy.stopping) return false;
  busy.then = next;
  return true;
}

export function settle() {
  const next = busy?.then;
  busy = null;
  showBusy(false);
  next?.();
}

/* What is typed stays until the server has it: Gradio loads the page anew when a lost server is back. */
export function keepDraft() {
  store.set('draft', $('#q').value || (busy && !isHeard() ? busy.question : ''));
}

export function trouble(text, again = null) {
  const box = $('#trouble') || (text && troubleBox());
  lost = again;
  store.set('lost', lost);
  if (!box) return;
  $('span', box).textContent = text;
  $('button', box)?.remove();
  box.hidden = !text;
  if (!again) return;
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', id: 'again', className: 'text', textContent: say('Ask again') });
  box.append(button);
  if (!$('#q').value) fill(again.question);
  keepDraft();
}

export function serverSaid(text) { // by a message of Gradio's
  isGone ||= GONE.test(text);
  if (!busy && !isGone && adding.failed()) return;
  adding.end();
  const happened = isGone ? lostServer() : say('Something went wrong here. Ask again, or reload the page.');
  if (!busy) { trouble(happened, lost); return; }
  const { question, replaces, alone, anew, retries, stopping, nudged } = busy;
  if (nudged && FULL.test(text)) return; // it was the nudge that found no room; the question waits in line
  settle();
  if (stopping) return;
  if (FULL.test(text) && retries < 3) {
    trouble(say('Many people are asking. Trying again in {n} s.', { n: 5 }));
    setTimeout(() => { if (!busy) { ask(question, replaces, alone, anew); if (busy) busy.retries = retries + 1; } }, 5000);
  } else {
    trouble(happened, { question, replaces, alone, anew });
  }
}

const isHeard = () => $('#running .turn') || $$('#talk .turn').some(isNew);
const lostServer = () => say('The page lost its server. Your question is kept: ask it again when the server is back.');
const newRun = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('-');

function showBusy(on) {
  $('#form')?.classList.toggle('is-busy', on);
  for (const name of ['aria-label', 'title']) $('#send')?.setAttribute(name, say(on ? 'Stop' : 'Send'));
  clearTimeout(slow);
  clearTimeout(unheard);
  if (on) unheard = setTimeout(listenAgain, UNHEARD);
  if (on) slow = setTimeout(() => { const text = $('#running .busy span'); if (text) text.textContent = say('Still working'); }, SLOW);
}

/* Gradio closes its stream of replies after the last one; a question that joins just then is answered to nobody. Any
   later event opens the stream again, and what was missed comes with it. */
function listenAgain() {
  if (!busy || $('#running .turn')) return;
  busy.nudged = true;
  act('stop'); // names no run, so it stops none
  unheard = setTimeout(listenAgain, 2 * UNHEARD);
}

function troubleBox() { // above the composer, where it is seen wherever the thread stands
  const box = document.createElement('div');
  Object.assign(box, { id: 'trouble', className: 'trouble' });
  box.setAttribute('role', 'alert');
  box.append(document.createElement('span'));
  $('#form').prepend(box);
  return box;
}

function askWhenBack(again) {
  fetch('/healthz', { cache: 'no-store' }).then(() => { store.set('lost', { ...again, now: true }); location.reload(); })
    .catch(() => trouble(lostServer(), again));
}

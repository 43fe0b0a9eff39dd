/* The thread of turns: the one that is on its way is kept in sight until the visitor scrolls. */
import { $, $$ } from './dom.js';

let followed = ''; // a turn's id, or `next` for the one that is to come

export function follow(turn) {
  followed = turn;
}

export function isNext(turn) { // the turn that has been waited for is followed from now on
  if (followed === 'next') followed = turn;
}

export function showFollowed() {
  const turn = followed && document.getElementById(`turn-${followed}`);
  const thread = $('#thread');
  if (!turn || !thread) return;
  const top = turn.getBoundingClientRect().top - thread.getBoundingClientRect().top + thread.scrollTop;
  thread.scrollTop = turn.previousElementSibling || $('#talk .turn') !== turn ? top + 1 : 0; // below the line above it
  if (turn.dataset.state !== 'busy') followed = '';
}

export function foldQuestions() { // "Whole question" stands only where a question is cut
  for (const long of $$('.long:not(.whole)')) {
    const headline = $('h2', long);
    long.classList.toggle('cut', headline.scrollHeight > headline.clientHeight + 1);
  }
}

/* The field that questions are typed into. */
import { $ } from './dom.js';
import { say } from './words.js';

let edited = ''; // the turn whose question is typed anew
let isPressed = false;

export const editedTurn = () => edited;

export function fill(text) {
  const field = $('#q');
  field.value = text;
  grow(field);
}

export function grow(field) {
  if (CSS.supports('field-sizing', 'content')) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
}

export function isTooLong(text) { // said below the field, while it is typed
  const longest = Number($('#words').dataset.longest);
  const limit = $('#limit');
  const over = text.length > longest;
  const said = over ? say('Your question is too long: {n} of {total} characters.', { n: text.length, total: longest }) : '';
  if (limit.textContent !== said) limit.textContent = said;
  limit.hidden = !over;
  return over;
}

export function edit(turn) {
  const field = $('#q');
  edited = turn.dataset.turn;
  $('#form').classList.add('is-editing');
  fill($('h2', turn).textContent);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

export function endEdit() {
  edited = '';
  $('#form')?.classList.remove('is-editing');
}

/* On a phone the composer's options stand there while it is in use. A click is done before they go: what they push up
   would else move away between press and release, and the click be lost. */
export function press(on) {
  isPressed = on;
  if (!on) fold();
}

export function fold() {
  setTimeout(() => { if (!isPressed) $('#form')?.classList.toggle('in-use', $('#form').contains(document.activeElement)); });
}

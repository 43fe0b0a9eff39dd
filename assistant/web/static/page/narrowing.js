/* What a question is narrowed to: as of a day, official sources only, some documents. */
import { $, $$, isNarrow, shell } from './dom.js';
import { options, store } from './kept.js';
import { outdate } from './panel.js';
import { say, written } from './words.js';

export function narrow(changes) {
  Object.assign(options, changes);
  showOptions();
}

export function setAsOf(value) {
  narrow({ as_of: /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : '' });
  outdate('timeline', 'disagree', 'knowledge');
}

export function showOptions() {
  if (shell().dataset.ready) options.documents = options.documents.filter((id) => $(`[data-choice][value="${CSS.escape(id)}"]`));
  options.official &&= Boolean($('#official')); // not offered without an official source
  showDay(options.as_of);
  $('#official')?.setAttribute('aria-checked', String(options.official));
  for (const box of $$('[data-choice]')) box.checked = options.documents.includes(box.value);
  const number = options.documents.length;
  const chosen = $('#documents-word');
  if (chosen) chosen.textContent = number === 0 ? say('All documents') : number === 1 ? say('1 document') : say('{n} documents', { n: number });
  store.set('options', options);
}

export function findDocument(typed) {
  const wanted = typed.trim().toLowerCase();
  for (const list of $$('#documents .choices ul')) {
    for (const row of list.children) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    const none = [...list.children].every((row) => row.hidden);
    if (list.previousElementSibling?.matches('.label')) list.previousElementSibling.hidden = none;
  }
}

function showDay(day) {
  const field = $('#as-of');
  if (field && field.value !== day) field.value = day;
  const word = $('#as-of-word');
  if (word) word.textContent = day ? written(day, true) : say('latest');
  word?.closest('.ctl').classList.toggle('on', Boolean(day));
  const newest = $('#newest');
  if (newest) {
    newest.dataset.words ||= newest.textContent;
    newest.textContent = day && day < newest.dataset.newest ? written(day, isNarrow()) : newest.dataset.words;
  }
  for (const count of $$('.facts .mid')) count.hidden = Boolean(day); // they count what is known now
}

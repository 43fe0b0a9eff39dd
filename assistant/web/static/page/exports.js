/* Taking away: copies, links and files. */
import { $, $$, live } from './dom.js';
import { options } from './kept.js';
import { closePops, menu, pop } from './popups.js';
import { act } from './server.js';
import { say } from './words.js';

let saved = '';

export async function copy(text, button) { // the button says so
  try { await navigator.clipboard.writeText(text); } catch { // no permission, or not a secure page
    const box = document.createElement('textarea');
    Object.assign(box, { value: text, className: 'sr' });
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    if (!done) return;
  }
  note(button, say('Copied'));
}

export function linkTo(turn) { // to its question, narrowed as it was
  const address = new URL(location.pathname, location.origin);
  const { as_of: asOf, official, documents } = JSON.parse(turn.dataset.options);
  address.searchParams.set('q', $('h2', turn).textContent);
  if (asOf) address.searchParams.set('as_of', asOf);
  if (official) address.searchParams.set('official', 'true');
  for (const id of documents) address.searchParams.append('document', id);
  return address.href;
}

export function note(button, text) { // in place of the button's own words, which are hidden meanwhile
  live(text);
  if (button.classList.contains('done')) return;
  const word = document.createElement('span');
  word.textContent = text;
  button.append(word);
  button.classList.add('done');
  setTimeout(() => { word.remove(); button.classList.remove('done'); }, 2000);
}

export function exportAs(button) {
  const form = button.dataset.export;
  if (form === 'link') { copy(linkTo($$('.turn').at(-1)), button); return; } // the menu stays, and says so
  menu(false);
  if (form === 'briefing') pop('briefing');
  else act('export', { form });
}

export function exportBriefing(form) {
  const documents = $$('[data-topic-choice]:checked').map((box) => box.value);
  act('export', { what: 'briefing', form, documents, as_of: options.as_of });
  closePops();
}

export function saveFile() { // what the server made
  const file = $('#outbox [data-file]');
  if (!file || file.dataset.id === saved) return;
  saved = file.dataset.id;
  const blob = new Blob([file.dataset.text], { type: `${file.dataset.type};charset=utf-8` });
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: URL.createObjectURL(blob), download: file.dataset.file });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}

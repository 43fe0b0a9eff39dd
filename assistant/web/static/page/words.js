/* Words of the interface in the page's language, which the server put into `#words`. */
import { $ } from './dom.js';

let words = null;

export function say(english, values = {}) {
  words = words || JSON.parse($('#words')?.dataset.words || '{}');
  return (words[english] || english).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export function written(iso, short = false) { // a day as everywhere on the page
  const [year, month, day] = iso.split('-').map(Number);
  const names = JSON.parse($('#words').dataset.months)[Number(short)];
  return `${day} ${names[month - 1]} ${year}`;
}

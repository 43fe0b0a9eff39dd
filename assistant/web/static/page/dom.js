/* Finding the parts of the page. */
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
export const shell = () => $('#shell');
export const isNarrow = () => matchMedia('(max-width: 880px)').matches;

export function live(text) { // said by screen readers
  const region = $('#live');
  if (region) region.textContent = text;
}

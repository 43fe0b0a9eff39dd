/* To the server: fill a hidden box, press its hidden button. */
import { $ } from './dom.js';

const setters = new Map([HTMLTextAreaElement, HTMLInputElement].map(
  (kind) => [kind, Object.getOwnPropertyDescriptor(kind.prototype, 'value').set],
));

export function act(name, payload = {}) {
  const box = $(`#box-${name} textarea, #box-${name} input`);
  if (!box) return false;
  setters.get(box.constructor).call(box, JSON.stringify(payload));
  box.dispatchEvent(new Event('input', { bubbles: true }));
  queueMicrotask(() => $(`#go-${name}`).click()); // after the box has taken its new value in
  return true;
}

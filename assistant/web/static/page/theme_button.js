/* The button that changes between light and dark; `theme.js` beside this folder has set what the first paint shows. */
import { $ } from './dom.js';
import { say } from './words.js';

export function changeTheme() {
  window.pageTheme.set(window.pageTheme.dark() ? 'light' : 'dark');
  showTheme();
}

export function showTheme() {
  const button = $('#theme');
  if (!button) return;
  const isDark = window.pageTheme.dark();
  $('use', button).setAttribute('href', isDark ? '#i-sun' : '#i-moon');
  for (const name of ['aria-label', 'title']) button.setAttribute(name, say(isDark ? 'Light theme' : 'Dark theme'));
}

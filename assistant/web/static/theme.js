/* Before the page is made: light or dark, so that the first paint is right, and a conversation of its own for each tab. */
(() => {
  const root = document.documentElement;
  const wanted = () => {
    let kept = null;
    try { kept = localStorage.getItem('theme'); } catch { /* storage may be closed: the system decides */ }
    return kept || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  };
  const apply = () => {
    const dark = wanted() === 'dark';
    for (const element of [root, document.body]) {
      if (element && element.classList.contains('dark') !== dark) element.classList.toggle('dark', dark);
    }
    root.dataset.theme = dark ? 'dark' : 'light';
  };
  window.pageTheme = {
    dark: () => root.dataset.theme === 'dark',
    set(name) {
      try { localStorage.setItem('theme', name); } catch { /* it holds until the page is left */ }
      root.dataset.theme = name;
      for (const element of [root, document.body]) element.classList.toggle('dark', name === 'dark');
    },
  };
  apply();
  addEventListener('DOMContentLoaded', () => {
    apply();
    new MutationObserver(apply).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
})();

/* Gradio keeps the conversation in `localStorage`, which all tabs share, so that the last one to answer would overwrite the
   others'. Each tab keeps a copy for itself, which a reload gives back. A new tab begins with the one that was kept last. A
   link's question begins a conversation that is kept for its tab alone, so that it takes no other's place. */
(() => {
  const NAME = 'conversation'; // `STORAGE_KEY` of `page.py`
  const LINKED = 'conversation-of-a-link';
  let mine = null;
  try { mine = sessionStorage; mine.getItem(NAME); } catch { return; } // closed: the tabs share
  const { getItem, setItem } = Storage.prototype;
  const isKept = (storage, name) => name === NAME && storage === localStorage;
  Storage.prototype.getItem = function get(name) {
    return (isKept(this, name) && getItem.call(mine, name)) || getItem.call(this, name);
  };
  Storage.prototype.setItem = function set(name, value) {
    if (!isKept(this, name)) { setItem.call(this, name, value); return; }
    try { setItem.call(mine, name, value); } catch { mine.removeItem(name); } // no room: it is kept for all tabs below
    if (!getItem.call(mine, LINKED) || !getItem.call(this, name)) setItem.call(this, name, value);
  };
  if (new URL(location.href).searchParams.get('q')) {
    const before = getItem.call(mine, NAME);
    if (before && !getItem.call(mine, LINKED)) setItem.call(localStorage, NAME, before); // this tab's own stays to be opened anew
    if (getItem.call(localStorage, NAME)) setItem.call(mine, LINKED, 'true');
  }
})();

/* Light or dark, set before the first paint; Gradio's own choice is put right when it differs. */
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

/* What is kept in the browser: of the tab until it is closed, and the visitor's votes. */
export const store = {
  get(name, fallback) {
    try { return JSON.parse(sessionStorage.getItem(name)) ?? fallback; } catch { return fallback; }
  },
  remove(name) { try { sessionStorage.removeItem(name); } catch { /* there is nothing kept */ } },
  set(name, value) { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* kept until reload */ } },
};

export const votes = {
  all() { try { return JSON.parse(localStorage.getItem('feedback')) || {}; } catch { return {}; } },
  put(id, vote) {
    const all = this.all();
    if (vote) all[id] = vote; else delete all[id];
    try { localStorage.setItem('feedback', JSON.stringify(all)); } catch { /* it is only for the visitor */ }
  },
};

export const options = { as_of: '', official: false, documents: [], ...store.get('options', {}) };

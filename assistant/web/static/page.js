/* Behaviour of the page. Markup comes from the server; here it is opened, closed, scrolled, copied and sent. */
(() => {
  'use strict';
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const narrow = () => matchMedia('(max-width: 880px)').matches;
  const shell = () => $('#shell');

  // Words of the interface, in the page's language
  let words = null;
  const say = (english, values = {}) => {
    words = words || JSON.parse($('#words')?.dataset.words || '{}');
    return (words[english] || english).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  };
  const live = (text) => { const region = $('#live'); if (region) region.textContent = text; };

  // What is kept in the browser
  const store = {
    get(name, fallback) {
      try { return JSON.parse(sessionStorage.getItem(name)) ?? fallback; } catch { return fallback; }
    },
    remove(name) { try { sessionStorage.removeItem(name); } catch { /* there is nothing kept */ } },
    set(name, value) { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* kept until reload */ } },
  };
  const votes = {
    all() { try { return JSON.parse(localStorage.getItem('feedback')) || {}; } catch { return {}; } },
    put(id, vote) {
      const all = this.all();
      if (vote) all[id] = vote; else delete all[id];
      try { localStorage.setItem('feedback', JSON.stringify(all)); } catch { /* it is only for the visitor */ }
    },
  };
  const options = Object.assign({ as_of: '', official: false, documents: [] }, store.get('options', {}));

  // To the server: fill a hidden box, press its hidden button
  const setters = new Map([HTMLTextAreaElement, HTMLInputElement].map(
    (kind) => [kind, Object.getOwnPropertyDescriptor(kind.prototype, 'value').set],
  ));
  function act(name, payload = {}) {
    const box = $(`#box-${name} textarea, #box-${name} input`);
    if (!box) return false;
    setters.get(box.constructor).call(box, JSON.stringify(payload));
    box.dispatchEvent(new Event('input', { bubbles: true }));
    queueMicrotask(() => $(`#go-${name}`).click()); // after the box has taken its new value in
    return true;
  }

  // Panel: tabs, and a sheet on a narrow page
  let opener = null;
  let wanted = null;
  function focusSoon(part, tries = 10) { // a sheet takes no focus for some frames after it opens
    wanted = part;
    part.focus();
    if (document.activeElement !== part && tries) setTimeout(() => { if (wanted === part) focusSoon(part, tries - 1); }, 30);
  }
  const stale = new Set(['timeline', 'disagree', 'knowledge', 'evaluation']);
  function sheet(on) {
    const was = shell().classList.contains('sheet');
    if (on === was) return;
    if (on) opener = document.activeElement;
    shell().classList.toggle('sheet', on);
    if (on && !history.state?.sheet) history.pushState({ sheet: true }, ''); // Back closes it, and leaves the page only then
    if (!on && history.state?.sheet) history.back();
    for (const part of [$('.top'), $('#chat')]) if (part) part.inert = on;
    if (on) focusSoon($('#close-sheet'));
    else if (opener?.isConnected) opener.focus();
  }
  function scrollTabs(tab) { // not scrollIntoView, which also moves the place from which the Tab key goes on
    const row = tab.closest('[role=tablist]');
    const [one, all] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += Math.min(0, one.left - all.left) + Math.max(0, one.right - all.right);
  }
  function openTab(key, { show = true, focus = false } = {}) {
    const panel = $('#panel');
    if (!panel) return;
    panel.dataset.tab = key;
    for (const tab of $$('[role=tab]', panel)) {
      const on = tab.dataset.tab === key;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on) { scrollTabs(tab); if (focus) tab.focus(); }
      if (on) $('.sheetbar span', panel).textContent = tab.textContent.trim(); // its name, where the tab is a picture
    }
    if (stale.delete(key)) act('tab', { tab: key, as_of: options.as_of });
    if (show && narrow()) sheet(true);
  }

  function toAdding() { // where documents are added
    closePops(false);
    openTab('knowledge');
    $('#p-knowledge').scrollTop = 0;
    focusSoon($('#upload'));
  }

  // Menus and what opens over the page
  let popOpener = null;
  function pop(id, button, focusId) {
    closePops(false);
    const box = document.getElementById(id);
    box.dataset.part = focusId || 'all';
    popOpener = button || document.activeElement;
    box.hidden = false;
    if (button) { button.setAttribute('aria-expanded', 'true'); placeNear(box, button); }
    if (box.getAttribute('aria-modal')) shell().inert = true;
    const first = (focusId && document.getElementById(focusId)) || $$('input, select, button, a[href]', box).find((one) => one.offsetParent);
    first?.focus();
  }
  function placeNear(box, button) {
    const at = button.getBoundingClientRect();
    if (box.id === 'settings') box.style.setProperty('--right', `${Math.max(8, Math.min(innerWidth - at.right, innerWidth - box.offsetWidth - 8))}px`);
  }
  function closePops(back = true) {
    let closed = false;
    for (const box of $$('.pop:not([hidden])')) {
      box.hidden = true;
      closed = true;
      if (box.getAttribute('aria-modal')) shell().inert = false;
    }
    for (const button of $$('[data-pop][aria-expanded=true]')) button.setAttribute('aria-expanded', 'false');
    if (closed && back && popOpener?.isConnected) popOpener.focus();
    return closed;
  }
  function menu(on, back = true) {
    const box = $('#menu');
    if (!box || box.classList.contains('open') === on) return false;
    box.classList.toggle('open', on);
    $('#export').setAttribute('aria-expanded', String(on));
    if (on) $('[role=menuitem]:not(:disabled)', box)?.focus();
    else if (back) $('#export').focus();
    return true;
  }

  // Asking
  let busy = null; // {question, replaces, retries, run, before, nudged, stopping, then}
  let replacing = '';
  let follow = '';
  let slow = 0;
  let unheard = 0;
  function setBusy(on) {
    $('#form')?.classList.toggle('is-busy', on);
    for (const name of ['aria-label', 'title']) $('#send')?.setAttribute(name, say(on ? 'Stop' : 'Send'));
    clearTimeout(slow);
    clearTimeout(unheard);
    if (on) unheard = setTimeout(listenAgain, UNHEARD);
    if (on) slow = setTimeout(() => { const text = $('#running .busy span'); if (text) text.textContent = say('Still working'); }, 10000);
  }
  // Gradio closes its stream of replies after the last one; a question that joins just then is answered to nobody. Any
  // later event opens the stream again, and what was missed comes with it.
  const UNHEARD = 2000;
  function listenAgain() {
    if (!busy || $('#running .turn')) return;
    busy.nudged = true;
    act('stop'); // names no run, so it stops none
    unheard = setTimeout(listenAgain, 2 * UNHEARD);
  }
  function ask(question, replaces = '', alone = false, anew = false) {
    const text = question.trim();
    if (tooLong(text) || !text) return false;
    if (gone) { askAnew({ question: text, replaces, alone, anew }); return false; }
    if (busy) return afterStop(() => ask(question, replaces, alone, anew));
    busy = { question: text, replaces, alone, anew, retries: 0, run: newRun(), before: new Set($$('#talk .turn').map((turn) => turn.dataset.turn)) };
    follow = 'next';
    setBusy(true);
    trouble('');
    keepDraft();
    if (shell().classList.contains('sheet')) sheet(false);
    act('ask', { question: text, replaces, alone, anew, unread: !$('#reading').hidden, run: busy.run, ...options });
    return true;
  }
  function tooLong(text) { // said below the field, while it is typed
    const longest = Number($('#words').dataset.longest);
    const limit = $('#limit');
    const over = text.length > longest;
    const words_ = over ? say('Your question is too long: {n} of {total} characters.', { n: text.length, total: longest }) : '';
    if (limit.textContent !== words_) limit.textContent = words_;
    limit.hidden = !over;
    return over;
  }
  const newRun = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('-');
  function settle() {
    const next = busy?.then;
    busy = null;
    setBusy(false);
    next?.();
  }
  function stopAsking() { // the asking itself ends then, and shows what it had found
    if (busy.stopping) return;
    busy.stopping = true;
    act('stop', { run: busy.run });
  }
  function afterStop(next) { // what is wanted between Stop and its effect is not lost
    if (!busy.stopping) return false;
    busy.then = next;
    return true;
  }
  let lost = null; // what to ask again: {question, replaces, alone, anew}
  function trouble(text, again = null) {
    let box = $('#trouble');
    if (!box && text) { // above the composer, where it is seen wherever the thread stands
      box = document.createElement('div');
      box.id = 'trouble';
      box.className = 'trouble';
      box.setAttribute('role', 'alert');
      box.append(document.createElement('span'));
      $('#form').prepend(box);
    }
    lost = again;
    store.set('lost', lost);
    if (!box) return;
    $('span', box).textContent = text;
    $('button', box)?.remove();
    box.hidden = !text;
    if (!again) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.id = 'again';
    button.className = 'text';
    button.textContent = say('Ask again');
    box.append(button);
    const field = $('#q');
    if (!field.value) { field.value = again.question; grow(field); }
    keepDraft();
  }
  function askLost() {
    const { question, replaces, alone, anew } = lost;
    const field = $('#q');
    if (ask(question, replaces, alone, anew) && field.value === question) { field.value = ''; grow(field); endEdit(); }
  }
  // What is typed stays until the server has it: Gradio loads the page anew when a lost server is back
  function keepDraft() { store.set('draft', $('#q').value || (busy && !heard() ? busy.question : '')); }
  // Once Gradio has lost its server it sends nothing, until it has loaded the page anew
  let gone = false;
  const GONE = /connect|network|fetch/i;
  const lostServer = () => say('The page lost its server. Your question is kept: ask it again when the server is back.');
  function askAnew(again) {
    fetch('/healthz', { cache: 'no-store' }).then(() => { store.set('lost', { ...again, now: true }); location.reload(); })
      .catch(() => trouble(lostServer(), again));
  }
  const heard = () => $('#running .turn') || $$('#talk .turn').some((turn) => !busy.before.has(turn.dataset.turn));
  const FULL = /queue is full|too many/i;
  function serverSaid(text) {
    sending = false;
    showReading();
    gone ||= GONE.test(text);
    const happened = gone ? lostServer() : say('Something went wrong here. Ask again, or reload the page.');
    if (!busy) { trouble(happened, lost); return; }
    const { question, replaces, alone, anew, retries, stopping, nudged } = busy;
    if (nudged && FULL.test(text)) return; // it was the nudge that found no room; the question waits in line
    settle();
    if (stopping) return;
    if (FULL.test(text) && retries < 3) {
      trouble(say('Many people are asking. Trying again in {n} s.', { n: 5 }));
      setTimeout(() => { if (!busy) { ask(question, replaces, alone, anew); if (busy) busy.retries = retries + 1; } }, 5000);
    } else {
      trouble(happened, { question, replaces, alone, anew });
    }
  }
  function grow(field) {
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  }
  function edit(turn) {
    const field = $('#q');
    field.value = $('h2', turn).textContent;
    replacing = turn.dataset.turn;
    $('#form').classList.add('is-editing');
    grow(field);
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  function endEdit() { replacing = ''; $('#form')?.classList.remove('is-editing'); }

  // On a phone the composer's options stand there while it is in use. A click is done before they go: what they push up
  // would else move away between press and release, and the click be lost
  let pressed = false;
  function foldComposer() {
    setTimeout(() => { if (!pressed) $('#form')?.classList.toggle('in-use', $('#form').contains(document.activeElement)); });
  }

  // A document on its way: first it is sent, then read
  let sending = false;
  function showReading() {
    const reading = $('#reading');
    if (reading) reading.hidden = !sending && !$('#report .busy');
  }

  // Narrowing: as of, official only, documents
  function showOptions() {
    const asOf = $('#as-of');
    if (asOf && asOf.value !== options.as_of) asOf.value = options.as_of;
    const day = options.as_of;
    const word = $('#as-of-word');
    if (word) word.textContent = day ? written(day, true) : say('latest');
    word?.closest('.ctl').classList.toggle('on', Boolean(day));
    const newest = $('#newest');
    if (newest) {
      newest.dataset.words ||= newest.textContent;
      newest.textContent = day && day < newest.dataset.newest ? written(day, narrow()) : newest.dataset.words;
    }
    for (const count of $$('.facts .mid')) count.hidden = Boolean(day); // they count what is known now
    $('#official')?.setAttribute('aria-checked', String(options.official));
    if (shell().dataset.ready) options.documents = options.documents.filter((id) => $(`[data-choice][value="${CSS.escape(id)}"]`));
    for (const box of $$('[data-choice]')) box.checked = options.documents.includes(box.value);
    const number = options.documents.length;
    const chosen = $('#documents-word');
    if (chosen) chosen.textContent = number === 0 ? say('All documents') : number === 1 ? say('1 document') : say('{n} documents', { n: number });
    store.set('options', options);
  }
  function written(iso, short = false) { // a day as everywhere on the page
    const [year, month, day] = iso.split('-').map(Number);
    const names = JSON.parse($('#words').dataset.months)[Number(short)];
    return `${day} ${names[month - 1]} ${year}`;
  }
  function findDocument(typed) {
    const wanted = typed.trim().toLowerCase();
    for (const list of $$('#documents .choices ul')) {
      for (const row of list.children) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      const none = [...list.children].every((row) => row.hidden);
      if (list.previousElementSibling?.matches('.label')) list.previousElementSibling.hidden = none;
    }
  }
  function setAsOf(value) {
    options.as_of = /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : '';
    showOptions();
    for (const name of ['timeline', 'disagree', 'knowledge']) stale.add(name);
    const shown = $('#panel').dataset.tab;
    if (stale.has(shown)) openTab(shown, { show: false });
  }

  // Reading
  function openWords(button) {
    const payload = JSON.parse(button.dataset.open);
    const isChip = button.classList.contains('chip');
    for (const chip of $$('.chip[aria-current]')) chip.removeAttribute('aria-current');
    button.closest('.cite')?.classList.add('closed'); // its words are in the reader now
    if (isChip) button.setAttribute('aria-current', 'true');
    else if (payload.turn && payload.n) {
      $(`#turn-${CSS.escape(payload.turn)} .chip[data-n="${payload.n}"]`)?.setAttribute('aria-current', 'true');
    }
    act('read', { ...payload, as_of: options.as_of });
    if (payload.turn) showSources(payload.turn, payload.n);
    openTab('reader');
  }
  function placeCard(cite) { // above its line where there is no room below
    const thread = $('#thread').getBoundingClientRect();
    const chip = $('.chip', cite).getBoundingClientRect();
    const height = $('.card', cite).offsetHeight;
    cite.classList.toggle('above', chip.bottom + height > thread.bottom && chip.top - height > thread.top);
  }
  function showSources(turn, number) {
    const list = $('#p-sources .pane-body');
    if (list && list.dataset.turn !== turn) { act('show', { turn }); current = { turn, number }; } else markSource(turn, number);
  }
  let current = null;
  function markSource(turn, number) {
    const list = $('#p-sources .pane-body');
    if (!list || list.dataset.turn !== turn) return;
    for (const row of $$('.src', list)) row.dataset.on = String(Boolean(number) && row.dataset.n === String(number));
    if ($('#panel').dataset.tab === 'sources') $('.src[data-on=true]', list)?.scrollIntoView({ block: 'nearest' });
  }
  function toMark() {
    const pane = $('#p-reader');
    const mark = $('mark.cited', pane);
    if (!pane) return;
    pane.scrollTop = mark ? Math.max(0, mark.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - pane.clientHeight / 3) : 0;
  }

  function toEvent() {
    const pane = $('#p-timeline');
    const day = $('[data-begins]', pane);
    if (day) pane.scrollTop += day.getBoundingClientRect().top - pane.getBoundingClientRect().top - $('.filters', pane).offsetHeight - 24;
  }

  // Taking away
  async function copy(text, button) { // the button says so
    try { await navigator.clipboard.writeText(text); } catch { // no permission, or not a secure page
      const box = document.createElement('textarea');
      box.value = text;
      box.className = 'sr';
      document.body.append(box);
      box.select();
      const done = document.execCommand('copy');
      box.remove();
      if (!done) return;
    }
    noted(button, say('Copied'));
  }
  function link(turn) { // to its question, narrowed as it was
    const address = new URL(location.pathname, location.origin);
    const { as_of: asOf, official, documents } = JSON.parse(turn.dataset.options);
    address.searchParams.set('q', $('h2', turn).textContent);
    if (asOf) address.searchParams.set('as_of', asOf);
    if (official) address.searchParams.set('official', 'true');
    for (const id of documents) address.searchParams.append('document', id);
    return address.href;
  }
  function noted(button, text) {
    live(text);
    if (button.classList.contains('done')) return;
    const word = document.createElement('span'); // in place of the button's own words, which are hidden meanwhile
    word.textContent = text;
    button.append(word);
    button.classList.add('done');
    setTimeout(() => { word.remove(); button.classList.remove('done'); }, 2000);
  }
  function save(file) {
    const blob = new Blob([file.dataset.text], { type: `${file.dataset.type};charset=utf-8` });
    const anchor = document.createElement('a');
    anchor.href = URL.createObjectURL(blob);
    anchor.download = file.dataset.file;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
  }

  // Timeline filters
  function filterTimeline(kind) {
    const pane = $('#timeline');
    if (!pane) return;
    if (kind) for (const pill of $$('.filters [data-filter]', pane)) pill.setAttribute('aria-pressed', String(pill.dataset.filter === kind));
    const shown = $('.filters [aria-pressed=true]', pane)?.dataset.filter || 'all';
    const topic = $('[data-topic]', pane)?.value || '';
    let any = false;
    for (const day of $$('.day', pane)) {
      let some = false;
      for (const entry of $$('.ev', day)) {
        const on = (shown === 'all' || entry.dataset.kind === shown) && (!topic || entry.dataset.topicOf === topic);
        entry.parentElement.hidden = !on;
        some ||= on;
      }
      day.hidden = !some;
      any ||= some;
    }
    $('.none', pane).hidden = any;
  }

  function click(event) {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const on = (selector) => target.closest(selector);
    const exportButton = on('#export');
    if (exportButton) { closePops(false); menu(!$('#menu').classList.contains('open')); return; }
    if (!on('#menu')) menu(false, false);
    const opens = on('[data-pop]');
    if (opens) {
      const wasOpen = opens.getAttribute('aria-expanded') === 'true';
      if (wasOpen) closePops(); else pop(opens.dataset.pop, opens, opens.dataset.focus);
      return;
    }
    if (!on('.pop')) closePops(false);
    if (on('[data-close]')) { closePops(); return; }
    const tab = on('[role=tab]');
    if (tab) { openTab(tab.dataset.tab); return; }
    const to = on('[data-tab-open]');
    if (to) { openTab($('#panel').dataset.tab || to.dataset.tabOpen); return; }
    if (on('[data-add]')) { toAdding(); return; }
    const words_ = on('[data-open]');
    if (words_ && !words_.disabled) { openWords(words_); return; }
    const shows = on('[data-show]');
    if (shows) { showSources(shows.dataset.show, 0); openTab('sources'); return; }
    const asks = on('[data-ask]');
    if (asks) { endEdit(); ask(asks.dataset.ask, '', true); return; } // such a question stands by itself
    const copies = on('[data-copy]');
    if (copies) { copy(copies.dataset.copy, copies); return; }
    const acts = on('[data-act]');
    if (acts) { turnAction(acts); return; }
    const form = on('[data-export]');
    if (form) { exportAs(form); return; }
    const brief = on('[data-brief]');
    if (brief) {
      const documents = $$('[data-topic-choice]:checked').map((box) => box.value);
      act('export', { what: 'briefing', form: brief.dataset.brief, documents, as_of: options.as_of });
      closePops();
      return;
    }
    const removes = on('[data-remove]');
    if (removes) { act('remove', JSON.parse(removes.dataset.remove)); return; }
    const filter = on('[data-filter]');
    if (filter) { filterTimeline(filter.dataset.filter); return; }
    const foot = on('[data-foot]');
    if (foot) {
      event.preventDefault();
      const row = document.getElementById(`foot-${foot.dataset.foot}`);
      row?.scrollIntoView({ block: 'center' });
      row?.focus({ preventScroll: true });
      return;
    }
    if (on('.skip')) { event.preventDefault(); $('#q').focus(); return; }
    if (on('#theme')) { window.pageTheme.set(window.pageTheme.dark() ? 'light' : 'dark'); showTheme(); return; }
    if (on('#new') || on('[data-new]')) { startAnew(); return; }
    if (on('#close-sheet') || on('#scrim')) { sheet(false); return; }
    if (on('#official')) { options.official = !options.official; showOptions(); return; }
    if (on('#documents-all')) { options.documents = []; showOptions(); return; }
    if (on('#again')) { askLost(); return; }
    if (on('#as-of-clear')) setAsOf('');
  }
  function startAnew() { // a new conversation
    closePops(false);
    endEdit();
    trouble('');
    $('#q').focus();
    const clear = () => { store.remove('conversation-of-a-link'); follow = ''; $('#thread').scrollTop = 0; act('clear'); openTab('timeline', { show: false }); };
    if (!busy) { clear(); return; }
    stopAsking();
    afterStop(clear);
  }
  function turnAction(button) {
    const turn = button.closest('.turn');
    const question = $('h2', turn).textContent;
    const name = button.dataset.act;
    if (name === 'edit') edit(turn);
    if (name === 'whole') button.setAttribute('aria-expanded', String(button.parentElement.classList.toggle('whole')));
    if (name === 'retry') ask(question, turn === $$('.turn').at(-1) ? turn.dataset.turn : '');
    if (name === 'link') copy(link(turn), button);
    if (name === 'up' || name === 'down') {
      const same = button.getAttribute('aria-pressed') === 'true';
      votes.put(turn.dataset.turn, same ? '' : name);
      showVotes(turn);
      if (!same) noted(button, say('Noted'));
    }
  }
  function foldQuestions() { // "Whole question" stands only where a question is cut
    for (const long of $$('.long:not(.whole)')) {
      const headline = $('h2', long);
      long.classList.toggle('cut', headline.scrollHeight > headline.clientHeight + 1);
    }
  }
  function exportAs(button) {
    const form = button.dataset.export;
    if (form === 'link') { copy(link($$('.turn').at(-1)), button); return; } // the menu stays, and says so
    menu(false);
    if (form === 'briefing') { pop('briefing'); return; }
    act('export', { form });
  }
  function showVotes(turn) {
    const vote = votes.all()[turn.dataset.turn];
    for (const button of $$('[data-act=up],[data-act=down]', turn)) button.setAttribute('aria-pressed', String(button.dataset.act === vote));
  }
  function showTheme() {
    const button = $('#theme');
    if (!button) return;
    const dark = window.pageTheme.dark();
    $('use', button).setAttribute('href', dark ? '#i-sun' : '#i-moon');
    for (const name of ['aria-label', 'title']) button.setAttribute(name, say(dark ? 'Light theme' : 'Dark theme'));
  }

  function keydown(event) {
    const target = event.target;
    if (event.key === 'Escape') {
      const card = $('.cite:hover, .cite:focus-within');
      if (card && !card.classList.contains('closed')) { card.classList.add('closed'); return; }
      if (menu(false) || closePops()) return;
      if (replacing) { endEdit(); $('#q').value = ''; keepDraft(); return; }
      if (shell().classList.contains('sheet')) sheet(false);
      return;
    }
    if (target.id === 'q' && event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!busy || busy.stopping) $('#form').requestSubmit();
      return;
    }
    if (target.role === 'tab' && /^(Arrow(Left|Right)|Home|End)$/.test(event.key)) {
      event.preventDefault();
      const tabs = $$('[role=tab]');
      const at = tabs.indexOf(target);
      const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key] % tabs.length;
      openTab(tabs[next].dataset.tab, { show: false, focus: true });
      return;
    }
    if (target.role === 'menuitem' && /^(Arrow(Up|Down)|Home|End|Tab)$/.test(event.key)) {
      if (event.key === 'Tab') { menu(false, false); return; }
      event.preventDefault();
      const items = $$('[role=menuitem]:not(:disabled)');
      const at = items.indexOf(target);
      items[{ ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key] % items.length].focus();
      return;
    }
    if (event.key === 'Tab') holdFocus(event);
  }
  function holdFocus(event) {
    const box = $('.pop[aria-modal=true]:not([hidden])') || (shell()?.classList.contains('sheet') ? $('#panel') : null);
    if (!box) return;
    const stops = $$('button:not(:disabled):not([tabindex="-1"]), a[href], input, select, [tabindex="0"]', box).filter((one) => one.offsetParent);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge || !box.contains(document.activeElement)) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
    }
  }

  // What the server changed
  function talkChanged() {
    if (!words && !$('#words')) return;
    const running = $('#running .turn');
    const turns = $$('#talk .turn');
    if (running && follow === 'next') follow = running.dataset.turn;
    const last = turns.at(-1);
    if (busy && !running && last && !busy.before.has(last.dataset.turn)) { // a quick answer may never be seen running
      if (follow === 'next') follow = last.dataset.turn;
      live(last.dataset.said || '');
      openTab('sources', { show: false });
      settle();
    }
    if (running && running.dataset.state === 'error') settle();
    for (const turn of turns) if (!turn.dataset.met) { turn.dataset.met = '1'; showVotes(turn); }
    for (const item of $$('[data-export]:not([data-export=briefing])')) item.disabled = turns.length === 0;
    if (shell().dataset.ready) keepDraft();
    foldQuestions();
    followTurn();
  }
  function followTurn() {
    const turn = follow && document.getElementById(`turn-${follow}`);
    const thread = $('#thread');
    if (!turn || !thread) return;
    const top = turn.getBoundingClientRect().top - thread.getBoundingClientRect().top + thread.scrollTop;
    thread.scrollTop = turn.previousElementSibling || $('#talk .turn') !== turn ? top + 1 : 0; // below the line above it
    if (turn.dataset.state !== 'busy') follow = '';
  }
  function panelHas(id, handle) {
    const part = document.getElementById(id);
    if (part) new MutationObserver(handle).observe(part, { childList: true, subtree: true });
  }
  function begin() {
    const panel = $('#panel');
    const frame = $('#shell');
    for (const main of $$('main')) main.setAttribute('role', 'presentation');
    $('#chat').setAttribute('role', 'main');
    panel.setAttribute('role', 'complementary');
    panel.setAttribute('aria-label', $('.sheetbar span', panel).textContent);
    const thread = $('#thread');
    thread.tabIndex = 0;
    thread.setAttribute('role', 'region');
    thread.setAttribute('aria-label', say('Conversation'));
    for (const pane of $$('.pane', panel)) {
      pane.setAttribute('role', 'tabpanel');
      pane.setAttribute('aria-labelledby', pane.id.replace('p-', 't-'));
      pane.tabIndex = 0;
    }
    const bridge = $('#bridge');
    if (bridge) { bridge.inert = true; bridge.setAttribute('aria-hidden', 'true'); }
    document.documentElement.lang = $('#words').dataset.lang;
    panelHas('talk', talkChanged);
    panelHas('running', talkChanged);
    panelHas('p-reader', toMark);
    panelHas('p-sources', () => { if (current) { markSource(current.turn, current.number); current = null; } });
    panelHas('choices', showOptions);
    panelHas('p-timeline', toEvent);
    panelHas('report', () => {
      if ($('#report [data-failed="0"]')) $('#url').value = ''; // a wrong address stays
      sending = false;
      showReading();
    });
    panelHas('outbox', () => { const file = $('#outbox [data-file]'); if (file && file.dataset.id !== saved) { saved = file.dataset.id; save(file); } });
    for (const name of ['wheel', 'touchmove']) thread.addEventListener(name, () => { follow = ''; }, { passive: true });
    showOptions();
    showTheme();
    frame.dataset.begun = 'true';
    ready();
  }
  let saved = '';
  function ready() {
    const mark = $('#talk [data-ready="true"]');
    if (!mark) { setTimeout(ready, 30); return; }
    const address = new URL(location.href);
    const question = address.searchParams.get('q');
    const narrowed = address.searchParams;
    if (question) Object.assign(options, { official: narrowed.has('official'), documents: narrowed.getAll('document') });
    if (question || narrowed.has('as_of')) setAsOf(narrowed.get('as_of') || '');
    openTab($('#talk .turn') || question ? 'sources' : 'timeline', { show: false });
    talkChanged();
    const field = $('#q');
    field.value ||= store.get('draft', '');
    grow(field);
    const last = $$('#talk .turn').at(-1);
    if (last) { follow = last.dataset.turn; followTurn(); }
    shell().dataset.ready = 'true';
    const left = store.get('lost', null);
    if (left) trouble(say('Your last question did not reach the server.'), left);
    if (left?.now) askLost();
    if (!question) return;
    for (const name of ['q', 'as_of', 'official', 'document']) address.searchParams.delete(name);
    history.replaceState(null, '', address);
    ask(question, '', true, true);
  }

  document.addEventListener('click', click);
  addEventListener('resize', foldQuestions);
  addEventListener('popstate', () => { if (shell()?.classList.contains('sheet') && !history.state?.sheet) sheet(false); });
  document.addEventListener('keydown', keydown);
  document.addEventListener('submit', (event) => {
    if (event.target.id === 'form') {
      event.preventDefault();
      if (busy && event.submitter) { stopAsking(); return; } // the button still reads Stop
      const field = $('#q');
      if (ask(field.value, replacing)) {
        field.value = '';
        grow(field);
        endEdit();
        if (narrow() && matchMedia('(pointer: coarse)').matches) field.blur(); // the keyboard would hide the answer
      }
    }
    if (event.target.id === 'url-form') {
      event.preventDefault();
      act('page', { url: $('#url').value });
    }
  });
  document.addEventListener('change', (event) => {
    const box = event.target;
    if (box.matches('#p-knowledge input[type=file]') && box.files.length) { sending = true; showReading(); }
    if (box.matches('[data-choice]')) { options.documents = $$('[data-choice]:checked').map((one) => one.value); showOptions(); }
    if (box.matches('[data-topic]')) filterTimeline('');
    if (box.id === 'as-of') setAsOf(box.value);
    if (box.id === 'language') location.href = box.value === 'en' ? '/' : `/${box.value}/`;
  });
  document.addEventListener('input', (event) => {
    const field = event.target;
    if (field.id === 'q') { grow(field); keepDraft(); tooLong(field.value.trim()); }
    if (field.id === 'find-document') findDocument(field.value);
  });
  for (const name of ['mouseover', 'focusin']) {
    document.addEventListener(name, (event) => {
      const cite = event.target instanceof Element && event.target.closest('.cite');
      if (!cite) return;
      if (name === 'focusin') cite.classList.remove('closed');
      placeCard(cite);
      const { turn, n } = JSON.parse($('.chip', cite).dataset.open);
      markSource(turn, n);
    });
  }
  document.addEventListener('pointerdown', () => { pressed = true; });
  for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => { pressed = false; foldComposer(); });
  for (const name of ['focusin', 'focusout']) document.addEventListener(name, foldComposer);
  document.addEventListener('mouseout', (event) => {
    const cite = event.target instanceof Element && event.target.closest('.cite.closed');
    if (cite && !cite.contains(event.relatedTarget)) cite.classList.remove('closed');
  });

  // Gradio builds the page after this script has run; its messages are said in our own words
  new MutationObserver((changes) => {
    if (!shell()?.dataset.begun && $('#words') && $('#panel [role=tab]') && $('#talk') && $('#go-ask')) begin();
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof Element && (node.matches('.toast-body') || node.querySelector('.toast-body'))) serverSaid(node.textContent);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

(() => {
  "use strict";
  const entries = JSON.parse(document.getElementById("data").textContent);
  const list = document.getElementById("entries");
  const filters = document.querySelector(".filters");
  const search = document.getElementById("search");
  const type = document.getElementById("type");
  const count = document.getElementById("count");
  const STEP = 200;
  let chosen = "all";
  let shown = STEP;

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const tests = {
    all: () => true,
    wrong: (e) => e.state === "wrong",
    refused: (e) => e.state === "refused",
    failed: (e) => e.state === "failed",
    right: (e) => e.state === "right",
    fixed: (e) => e.change === "fixed",
    broken: (e) => e.change === "broken",
  };

  const fill = (box, e) => {
    for (const [role, words] of e.history) box.append(make("p", `${role}: ${words}`, "turn"));
    if (e.standalone) box.append(make("p", `Searched for: ${e.standalone}`, "small"));
    if (e.why) box.append(make("p", e.why, "why"));
    box.append(make("p", e.answer || (e.answered ? "(empty)" : "(no answer)"), "answer"));
    if (e.before !== undefined && e.before !== e.answer) {
      box.append(make("p", "Before:", "small"), make("p", e.before || "(no answer)", "answer"));
    }
    for (const gold of e.gold) box.append(make("p", `Gold: ${gold}`, "small"));
    for (const [says, vital, found] of e.nuggets) {
      const words = `${found ? "found" : "lacking"}: ${says}${vital ? "" : " (not vital)"}`;
      box.append(make("p", words, `small ${found ? "found" : "lacking"}`));
    }
    for (const [number, quote, publisher, title] of e.citations) {
      const from = [publisher, title].filter(Boolean).join(", ");
      box.append(make("p", `[${number}] “${quote}”${from ? ` — ${from}` : ""}`, "small"));
    }
    for (const excerpt of e.excerpts || []) {
      const block = make("p", undefined, "excerpt");
      block.append(make("span", `${excerpt.document}, from character ${excerpt.start}\n`, "id"));
      for (const [mark, text] of excerpt.parts) block.append(mark ? make("mark", text, mark) : text);
      box.append(block);
    }
    const figures = Object.entries(e.metrics).map(([name, value]) => `${name} ${value}`);
    const sure = e.confidence === null ? "" : `confidence ${e.confidence} · `;
    box.append(make("p", [`${sure}${e.ms} ms`, ...figures].join(" · "), "small"));
    if (e.brief) box.append(make("p", "Cut short, for this report has many questions: records.jsonl has all.", "small"));
  };

  const row = (e) => {
    const details = make("details", undefined, "entry");
    const summary = make("summary");
    summary.append(make("span", e.state, `tag ${e.state}`), e.question, " ");
    summary.append(make("span", `${e.suite} ${e.id} ${e.type}`, "id"));
    if (e.change) summary.append(" ", make("span", e.change, `tag ${e.change}`));
    details.append(summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) {
        const box = make("div");
        fill(box, e);
        details.append(box);
      }
    });
    return details;
  };

  const draw = () => {
    const words = search.value.toLowerCase();
    const kept = entries.filter(
      (e) =>
        tests[chosen](e) &&
        (!type.value || e.type === type.value) &&
        (!words || `${e.id} ${e.question} ${e.answer}`.toLowerCase().includes(words)),
    );
    list.replaceChildren(...kept.slice(0, shown).map(row));
    if (kept.length > shown) {
      const more = make("button", `Show ${Math.min(STEP, kept.length - shown)} more`);
      more.type = "button";
      more.addEventListener("click", () => {
        shown += STEP;
        draw();
      });
      list.append(more);
    }
    count.textContent = `${kept.length} of ${entries.length}`;
    for (const button of filters.children) button.setAttribute("aria-pressed", String(button.dataset.name === chosen));
  };

  for (const name of Object.keys(tests)) {
    const n = entries.filter(tests[name]).length;
    if (!n && name !== "all") continue;
    const button = make("button", `${name} ${n}`);
    button.type = "button";
    button.dataset.name = name;
    button.addEventListener("click", () => {
      chosen = name;
      shown = STEP;
      draw();
    });
    filters.append(button);
  }
  for (const name of [...new Set(entries.map((e) => e.type))].filter(Boolean).sort()) {
    const option = make("option", name);
    option.value = name;
    type.append(option);
  }
  search.addEventListener("input", draw);
  type.addEventListener("change", draw);
  document.getElementById("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  chosen = entries.some(tests.broken) ? "broken" : entries.some(tests.wrong) ? "wrong" : "all";
  draw();
})();

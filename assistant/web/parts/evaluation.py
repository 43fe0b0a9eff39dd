"""The evaluation tab: measures with their intervals, two curves, questions by type, and those that went wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from assistant.web.parts.html import STATIC, Child, Markup, el, prose
from assistant.web.parts.plots import bar, curve, interval
from assistant.web.parts.runs import Measured, Run, by_kind, coverage_curve, read_run, recall_curve
from assistant.web.parts.texts import Texts

MOST_FAILURES = 12
COLUMNS = ("Questions", "Facts", "Source", "Refused rightly", "Refused wrongly")
SUITES: Mapping[str, str] = {
    "visit": "The visit, questions of every kind",
    "visit_plain": "The visit, in plain short words",
    "visit_unseen": "The visit, asked by somebody who knew no rule of the program",
    "visit_blind": "The visit, asked by somebody else who knew none",
    "visit_parts": "The visit, two questions in one",
    "visit_article": "One preview article",
    "visit_followups": "Follow-up questions",
    "visit_attacks": "Attempts to mislead",
    "royal_visit": "A royal visit, invented",
    "city_marathon": "A city marathon, invented",
    "router_docs": "Manuals of a router, invented",
    "housing_cooperative": "A housing cooperative, invented",
    "ferry_disaster": "A ferry disaster in dated reports, invented",
    "summit_news": "A summit in dated reports, invented",
    "the same, a plain LangChain chain": "the same, a plain LangChain chain",
}
"""Name of a bundled suite -> what it asks."""
_FIRST = (
    "right", "vital_recall", "answer_recall", "citation_validity", "quote_fidelity", "citation_hit", "lexical_support",
    "answer_rate", "refusal_recall", "false_refusal", "auroc", "recall@1", "recall@5", "recall@10", "nDCG@10",
)  # fmt: skip


def evaluation_pane(folder: Path | None, t: Texts) -> Markup:
    """The last run; where there is none, what was measured before this version, and how to run one."""
    run = read_run(folder)
    if run is None or not run.suites:
        return _published(t)
    number = t.count(len(run.outcomes), "{n} question", "{n} questions")
    head = el(
        "h3",
        t("Last evaluation"),
        " ",
        el("small", f"{number}, {t.day(run.finished.date(), short=True)}"),
        class_="sec",
    )
    return el(
        "div",
        head,
        *[_suite(name, measures, t) for name, measures in run.suites.items()],
        _coverage(run, t),
        _kinds(run, t),
        _failures(run, t),
        class_="pane-body evaluation",
    )


def _published(t: Texts) -> Markup:
    """The table of `README.md`, which is kept in `static/measured.json` for installations without it."""
    rows: list[list[str]] = json.loads((STATIC / "measured.json").read_text(encoding="utf-8"))
    head = el("tr", *[el("th", t(column), scope="col") for column in COLUMNS])
    body = [
        el("tr", el("th", *_label(suite, t), scope="row"), *[_published_cell(cell) for cell in cells])
        for suite, *cells in rows
    ]
    how = t(
        "Each suite asks its questions, in brackets how many, of the program without a chat model. Facts: the share of "
        "what an answer must hold that it holds, with its 95 % interval; source: answers that cite a right one; "
        "refused rightly and wrongly: of unanswerable and of answerable questions."
    )
    return el(
        "div",
        el("h3", t("What was measured"), class_="sec"),
        el("p", how, class_="quiet"),
        el("table", el("thead", head), el("tbody", *body), class_="measures published"),
        el("p", *_with_commands(t("Run `make eval` to measure here, then open this tab again.")), class_="quiet"),
        class_="pane-body evaluation",
    )


def _published_cell(cell: str) -> Markup:
    mean, _, interval_ = cell.partition(" [")
    return el("td", mean, el("small", f"[{interval_}") if interval_ else None, class_="num")


def _label(suite: str, t: Texts) -> list[Child]:
    """What a suite asks, with the number of questions where it stands after the name, which pointing at it shows."""
    name, space, number = suite.partition(" (")
    words = t(SUITES[name]) if name in SUITES else name.replace("_", " ")
    return [el("span", words, title=name), f"{space}{number}"]


def _with_commands(text: str) -> list[Child]:
    """A text in which commands stand between backticks."""
    words = text.split("`")
    pieces: list[Child] = [words[0]]
    for command, after in zip(words[1::2], words[2::2], strict=False):
        mark = after[:1].strip()  # a comma or full stop stays with the command before it
        pieces += [el("span", el("code", command), mark, class_="nb"), after[len(mark) :]]
    return pieces


def _suite(name: str, measures: Mapping[str, Measured], t: Texts) -> Markup:
    order = sorted(measures, key=lambda one: (_FIRST.index(one) if one in _FIRST else len(_FIRST), one))
    shown = [one for one in order if one in _FIRST] or order[:10]
    rows = [_measure(one, measures[one]) for one in shown]
    others = [_measure(one, measures[one]) for one in order if one not in shown]
    more = None
    if others:
        more = el(
            "details", el("summary", t("{n} more", n=len(others))), el("table", el("tbody", *others), class_="measures")
        )
    points = [(float(k), value.mean) for k, value in recall_curve(measures)]
    plot = None
    if len(points) > 1:
        caption = el("figcaption", t("Share of the relevant documents among the first k"))
        plot = el("figure", curve(points, "k", "recall@k"), caption)
    head = el(
        "thead",
        el(
            "tr",
            el("th", t("Measure"), scope="col"),
            el("th", t("Mean"), scope="col"),
            el("th", t("95 % interval"), scope="col"),
        ),
    )
    return el(
        "section",
        el("h4", *_label(name, t)),
        el("table", head, el("tbody", *rows), class_="measures"),
        more,
        plot,
        class_="suite",
    )


def _measure(name: str, value: Measured) -> Markup:
    return el(
        "tr",
        el("th", name.replace("_", " "), scope="row"),
        el("td", f"{value.mean:.3f}", class_="num"),
        el("td", _interval(value)),
    )


def _interval(value: Measured) -> Markup:
    """The interval as a picture where it is a share, else in figures."""
    if 0 <= value.low <= value.high <= 1:
        return interval(value.mean, value.low, value.high)
    return el("span", f"{value.low:.1f} – {value.high:.1f}", class_="num")


def _coverage(run: Run, t: Texts) -> Markup | None:
    points = coverage_curve(run.outcomes)
    if len(points) < 5:
        return None
    caption = el("figcaption", t("Questions by falling confidence: at each share of them, how many are answered right"))
    picture = curve(points, t("coverage"), t("accuracy"))
    return el("section", el("h4", t("Risk and coverage")), el("figure", picture, caption), class_="suite")


def _kinds(run: Run, t: Texts) -> Markup | None:
    counts = by_kind(run.outcomes)
    if len(counts) < 2:
        return None
    rows = [
        el(
            "tr",
            el("th", kind or t("other"), scope="row"),
            el("td", f"{right} / {judged}", class_="num"),
            el("td", bar(right / judged)),
        )
        for kind, (right, judged) in counts.items()
    ]
    return el(
        "section",
        el("h4", t("By type of question")),
        el("table", el("tbody", *rows), class_="measures"),
        class_="suite",
    )


def _failures(run: Run, t: Texts) -> Markup | None:
    wrong = [one for one in run.outcomes if one.error or one.right is False]
    if not wrong:
        return None
    items = [
        el(
            "li",
            el("p", prose(one.question), class_="said"),
            el("p", prose((one.error or one.answer or t("No answer"))[:240]), class_="small"),
            el("button", t("Ask this"), class_="text", type="button", data_ask=one.question),
        )
        for one in wrong[:MOST_FAILURES]
    ]
    head = el("h4", t("What went wrong"), " ", el("small", str(len(wrong))))
    return el("section", head, el("ul", *items, class_="failures"), class_="suite")

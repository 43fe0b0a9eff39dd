"""Fixed words of the page: what a status, a verdict and a kind of source are called, and what counts as support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.answer import Answer, Citation
from assistant.web.conversation import Options
from assistant.web.parts.html import Markup, el, icon
from assistant.web.parts.texts import Texts
from knowledge.passage import Source, Statement

STATUS: Mapping[str, str] = {
    "confirmed": "Confirmed",
    "expected": "Expected",
    "claimed": "Claimed",
    "disputed": "Disputed",
    "background": "Background",
    "reported": "Reported",
    "refused": "Not in the documents",
}
MEANING: Mapping[str, str] = {
    "confirmed": "Reported as done, and not in serious doubt",
    "expected": "A plan or forecast, said beforehand",
    "claimed": "One side’s word, or a weak source",
    "disputed": "Sources contradict each other",
    "background": "What came before, or lies around it",
    "reported": "A sentence of an added document, as it stands",
}
NOT_OFFICIAL, NOT_CHOSEN = "Not in official sources", "Not in the chosen documents"
KIND: Mapping[str, str] = {"official": "Official", "news": "News", "analysis": "Analysis", "user": "User document"}


def tag(status: str, t: Texts, bare: bool = False) -> Markup:
    """The mark of a status: icon and word, and what the word means where somebody points at it."""
    means = t(MEANING[status]) if status in MEANING else None
    return el("span", icon(status), t(STATUS[status]), class_=f"tag {status}{' bare' if bare else ''}", title=means)


def as_of_line(day: date | None, t: Texts) -> Markup | None:
    """The day as of which a pane shows what was known; nothing without one."""
    if day is None:
        return None
    return el("p", t("As of {day}: what became known later is left out.", day=t.day(day, short=True)), class_="as-of")


def legend(t: Texts) -> Markup:
    """Every status word with its meaning."""
    rows = [el("div", tag(name, t), el("span", t(words))) for name, words in MEANING.items()]
    return el("div", *rows, class_="legend")


def not_found(options: Options, t: Texts) -> str:
    """Where a question that got no answer was looked for."""
    narrowed = NOT_CHOSEN if options.documents else STATUS["refused"]
    return t(NOT_OFFICIAL if options.official else narrowed)


def meta(citation: Citation, t: Texts, *more: str | None) -> Markup:
    """One line about a citation: status, who said it, when, what kind of source."""
    source = named_first(citation.sources)
    others = len({other.publisher for other in citation.sources} - {source.publisher}) if source else 0
    return el(
        "span",
        tag(citation.status.value, t, bare=True),
        el("b", source.publisher) if source else None,
        el("span", t("and {n} more", n=others)) if others else None,
        el("span", t.published(source.published)) if source else None,
        el("span", t(KIND[source.kind])) if source else None,
        el("span", t("page {n}", n=citation.page)) if citation.page else None,
        *more,
        class_="meta",
    )


def told_by(citation: Citation, t: Texts) -> str:
    """Who said it and when, in one line; the document where no source is named."""
    source = named_first(citation.sources)
    return f"{source.publisher}, {t.published(source.published)}" if source else citation.title


def named_first(sources: Sequence[Source]) -> Source | None:
    """Which of several sources is named where there is room for one: official ones before news, the newest first."""
    return min(sources, key=_weight, default=None)


def _weight(source: Source) -> tuple[int, bool, int]:
    day = source.published
    return [*KIND].index(source.kind), day is None, -(day or date.min).toordinal()


def sources_of(citations: Iterable[Citation | Statement]) -> list[Source]:
    """Every source once, in order."""
    return list({source.id: source for citation in citations for source in citation.sources}.values())


ONE_POINT = 0.25  # share of the sentences below which what they dispute is one point of many


def is_disputed(answer: Answer) -> bool:
    """Whether the first sentence is a side of a dispute, and not only one point of many, or told beside the answer."""
    sides = {one for conflict in answer.conflicts for side in conflict.sides for one in side.citations}
    told = [not sides.isdisjoint(claim.citations) for claim in answer.claims]
    return bool(told) and told[0] and sum(told) >= ONE_POINT * len(told)


def status_of(answer: Answer) -> str:
    """The status that an answer is headed with: that of its first sentence, where that is not disputed."""
    return answer.status if is_disputed(answer) or not answer.claims else answer.claims[0].status.value


def support(answer: Answer, t: Texts) -> str:
    """What an answer rests on: all that it cites, as in `3 sources, 2 independent`; of a dispute how many sides it has.

    The sides say themselves how many hold them, more than are cited.
    """
    disputed = is_disputed(answer)
    if disputed and len(answer.conflicts) > 1:
        words = "{n} question on which sources differ", "{n} questions on which sources differ"
        return t.count(len(answer.conflicts), *words)
    if disputed:
        (conflict,) = answer.conflicts
        return t.count(len(conflict.sides) + conflict.more, "{n} side", "{n} sides")
    sources = sources_of(answer.citations)
    independent = len({source.voice for source in sources})
    if len(sources) == 1:
        return t.count(1, "{n} source", "{n} sources")
    return f"{t.count(len(sources), '{n} source', '{n} sources')}, {t('{n} independent', n=independent)}"


def newest(answer: Answer) -> date | None:
    """The newest date of publication among the sources of an answer.

    None where a page that the first sentence rests on has no date: it may be newer than all that have one.
    """
    first = sources_of(answer.claims[0].citations)
    dates = [source.published for source in sources_of(answer.citations) if source.published]
    return max(dates, default=None) if all(source.published for source in first) else None

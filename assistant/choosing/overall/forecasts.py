"""What came of all that was expected: each expectation that came true, or did not, and what happened instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from assistant.choosing.overall.broad import GENERAL
from assistant.evidence import Evidence, as_a_whole, is_settled, known_by_key, known_of, voices
from assistant.question import QuestionReading
from assistant.question.openers import OPENERS
from assistant.statements.actors import Actor, acts
from knowledge.overview import Overview
from knowledge.passage import Filter, Statement, Status, Verdict
from knowledge.text.words import fold, stems

MOST_FORECASTS = 3  # that an answer tells, each with what came of it
LEFT_OUT = "There are {count} more of these; ask about one matter to see them."
_FORECAST = re.compile(
    r"\b(?:expect\w*|predict\w*|forecast\w*|anticipat\w*|preview\w*|prophe\w+|promis\w+|hop(?:es?|ed))\b"
)
_UNDONE = re.compile(  # "What did the visit not achieve?": asks what was expected of it in vain
    rf"^{OPENERS}(?:what|which)\b.*(?:\b(?:not|never|fail(?:ed|s)? to)|n't) (?:\w+ ){{0,3}}?"
    r"(?:achiev|accomplish|deliver|produc|agree|settl|conclud|sign|bring|announc|yield)\w*\b"
)
_MISSED = re.compile(
    r"\b(?:wrong|incorrect|inaccura\w+|mistaken?|mistakes|untrue|false|fail(?:ed)?|miss(?:ed)?"
    r"|(?:not|never) (?:\w+ )?(?:happen\w*|come|came|materiali[sz]e\w*|occur\w*|fulfil\w*|borne|right|correct"
    r"|accurate|true))\b"
    r"|n't (?:\w+ )?(?:happen|come|materiali[sz]e|occur)\b"
)
_MET = re.compile(
    r"\b(?:(?<!is it )(?:right|correct|true)|accura\w+|materiali[sz]ed|fulfil\w*|borne out|reliab\w+"
    r"|(?<!to )(?<!would )happen\w*)\b"
)
_WEIGHED = re.compile(
    r"\b(?:how (?:\w+ )?(?:accurate|right|correct|reliable|good)|right (?:and|or) wrong|(?:true|right) or not)\b"
)
_SPEAKERS = stems("article preview report story piece author journalist")
_GENERAL = (GENERAL - _SPEAKERS) | stems(
    "predict prediction forecast anticipate hope hoped promise promised prophecy wrong incorrect inaccurate"
    " inaccuracy mistake mistaken untrue false fail failed miss missed right correct accurate true come came"
    " materialise materialize happen occur fulfilled borne turn turned prove proved thing claim statement which later"
    " not never reliable good much many bring announce yield fail"
)
_Forecast = tuple[Statement, Sequence[Statement]]  # what was said before, and what came of it


def asked_verdicts(reading: QuestionReading) -> frozenset[Verdict]:
    """Which expectations a question asks about as a whole: those that came true, or not, or both; empty for none."""
    folded = fold(reading.text)
    if reading.on_main_event and _UNDONE.search(folded):
        return frozenset({"not"})
    if not _FORECAST.search(folded):
        return frozenset()
    if _WEIGHED.search(folded):
        return frozenset({"happened", "not"})
    if _MISSED.search(folded):
        return frozenset({"not"})
    return frozenset({"happened"}) if _MET.search(folded) else frozenset()


def forecasts_of(reading: QuestionReading, overview: Overview, filter: Filter) -> Evidence | None:
    """Expectations, each followed by what came of it, as evidence; None where none is asked about as a whole.

    The remark says how many are not told.

    A question may name whose they are ("the preview article", "Berg"), and then gets those alone, and of what was
    missed also what they said wrongly: a side of a dispute of which another is better supported.
    """
    verdicts = asked_verdicts(reading)
    telling = frozenset(word for word in reading.content if word not in _GENERAL)
    if not verdicts or not telling <= reading.names | _SPEAKERS:
        return None
    missed = [*_missed(overview, filter, telling)] if "not" in verdicts else []
    met = [*_outcomes(overview, filter, "happened", telling)] if "happened" in verdicts else []
    in_turn = [pair for both in zip_longest(missed, met) for pair in both if pair is not None]
    pairs = list(_apart(in_turn))
    evidence = as_a_whole(chain.from_iterable(pairs[:MOST_FORECASTS]), overview.titles)
    more = len(pairs) - MOST_FORECASTS
    return replace(evidence, remark=LEFT_OUT.format(count=more)) if evidence and more > 0 else evidence


def _missed(overview: Overview, filter: Filter, telling: frozenset[str]) -> Iterator[_Forecast]:
    """What somebody said wrongly, where the question names whom, then what was expected and did not happen."""
    if telling:
        yield from _refuted(overview, filter, telling)
    yield from _outcomes(overview, filter, "not", telling)


def _outcomes(overview: Overview, filter: Filter, verdict: Verdict, telling: frozenset[str]) -> Iterator[_Forecast]:
    """Expectations with this verdict of whoever is asked about.

    Those of the main days come first, then those that came to what most others came to, for it mattered most, then
    those that most independent sources tell of.
    """
    settles = Counter(key for outcome in overview.outcomes for key in outcome.happened)
    found: list[tuple[tuple[bool, int, int], _Forecast]] = []
    for outcome in overview.outcomes:
        expected = [one for one in known_by_key(outcome.expected, overview, filter) if _says(one, telling)]
        happened = known_by_key(outcome.happened, overview, filter)
        if outcome.verdict == verdict and expected and happened and is_settled(outcome, overview, filter):
            others = max(settles[key] for key in outcome.happened)
            rank = (expected[0].event_date not in overview.main_days, -others, -voices([expected[0], *happened]))
            found.append((rank, (expected[0], happened)))
    yield from (forecast for _, forecast in sorted(found, key=lambda item: item[0]))


def _refuted(overview: Overview, filter: Filter, telling: frozenset[str]) -> Iterator[_Forecast]:
    """Statements that hold the telling words, on a weaker side of a dispute, each with those of the better one."""
    for dispute in overview.disputes.values():
        if dispute.favoured < 0:
            continue
        sides = known_of(overview.statements_by_dispute.get(dispute.key, ()), filter)
        better = [one for one in sides if one.side == dispute.favoured]
        for one in sides:
            if better and one not in better and one.status is not Status.EXPECTED and _says(one, telling):
                yield one, better


def _apart(pairs: Sequence[_Forecast]) -> Iterator[tuple[Statement, Statement]]:
    """Each expectation with something that came of it and of none before; one with nothing of its own is left out."""
    used = set()
    for expected, happened in pairs:
        came = next((one for one in happened if one.span not in used), None)
        if came is not None and expected.span not in used:
            used |= {expected.span, came.span}
            yield expected, came


def _says(one: Statement, telling: frozenset[str]) -> bool:
    """Whether a statement tells what a party said, or any party where none is named."""
    return not telling or acts(one.text, Actor(telling, named=telling.isdisjoint(_SPEAKERS), speaks=True)) > 0

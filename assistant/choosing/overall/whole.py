"""Questions that no single passage answers: about all forecasts, all disputes, or the main event as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.choosing.overall.broad import COMMON, asked_matter, is_on_the_whole
from assistant.choosing.overall.digest import digest_of
from assistant.choosing.overall.disputes import disputes_of
from assistant.choosing.overall.forecasts import forecasts_of
from assistant.evidence import Evidence
from assistant.question import QuestionReading
from assistant.question.disagreement import disputed_matter, on_disputes
from knowledge.index.search import UNKNOWN
from knowledge.overview import Overview
from knowledge.passage import Filter


def told_as_a_whole(
    reading: QuestionReading, rarity: Mapping[str, float], overview: Overview, filter: Filter
) -> Evidence | None:
    """The evidence for a question about a whole, made from all that is told; None for any other.

    "Which expectations did not come true?", "Where do the sources disagree?", "What came of the visit?", and "What was
    agreed on space?" or "Where do they disagree on space?", for which only what holds the word is taken.

    Args:
        reading: The question.
        rarity: Stem -> inverse document frequency, of the question's stems.
        overview: What the shared documents say as a whole.
        filter: What may be used.
    """
    if forecasts := forecasts_of(reading, overview, filter):
        return forecasts

    def of_word(word: str) -> float:
        """Of a place of the main event 0: "in Delhi" tells no more than "during the visit"."""
        return 0.0 if word in overview.main_places else rarity.get(word, rarity[UNKNOWN])

    disputed = disputed_matter(reading)
    if disputed or on_disputes(reading):
        telling = {word: of_word(word) for word in disputed if of_word(word) >= COMMON}
        disputes = disputes_of(overview, filter, telling or dict.fromkeys(disputed, 1.0))
        if disputes is not None:
            return disputes
    matter = asked_matter(reading, of_word)
    if not matter and not is_on_the_whole(reading, of_word):
        return None
    return digest_of(reading, overview, filter, matter)

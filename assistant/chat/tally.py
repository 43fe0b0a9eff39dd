"""The outcome of one request to a chat model, and the notice of it for the reader."""

from __future__ import annotations

from assistant.chat.cite import Checked
from assistant.chat.stream import Ending
from knowledge.passage import Span

TRANSLATED = "Translated by the chat model: its figures were checked, its other words were not; the quotes count."


class Tally:
    """Counts what became of the sentences of one answer; `ending` is how the stream ended."""

    def __init__(self) -> None:
        self.ending = Ending()
        self.given = 0
        self.left_out = 0
        self.quoted = 0
        self.translated = False
        self.not_found = False
        self.spans: set[Span] = set()

    def count(self, checked: Checked) -> None:
        """Add one sentence."""
        self.not_found = self.not_found or checked.outcome == "not found"
        self.left_out += checked.outcome == "left out"
        self.quoted += checked.outcome == "quoted"
        if checked.claim is not None:
            self.given += 1
            self.translated = self.translated or checked.translated
            self.spans.update(citation.span for citation in checked.claim.citations)

    @property
    def complete(self) -> bool:
        """Whether the model's own answer stands: a claim is supported, or it says that nothing was found."""
        return not self.ending.reason and (self.given > 0 or self.not_found)

    def notice(self) -> str:
        """The notice for the reader; empty when the answer is as the model wrote it."""
        if not self.given:
            return self._of_none()
        parts = []
        if self.ending.reason:
            parts.append(f"The chat model did not finish ({self.ending.reason}); the rest are quotes.")
        if self.quoted:
            parts.append(f"{_sentences(self.quoted)} of the chat model strayed from the source and became the quote.")
        if self.left_out:
            parts.append(f"{_sentences(self.left_out)} of the chat model left out: not supported by the sources.")
        if self.translated:
            parts.append(TRANSLATED)
        return " ".join(parts)

    def _of_none(self) -> str:
        if self.complete:
            return "The chat model found no answer in the statements that were found."
        unsupported = "nothing it wrote is supported by the sources" if self.left_out else "it said nothing"
        return f"The chat model did not answer ({self.ending.reason or unsupported}); these are the sources' own words."


def _sentences(count: int) -> str:
    return "One sentence" if count == 1 else f"{count} sentences"

"""Ask and stream: a knowledge base and an answerer together, every citation checked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Self, cast

from assistant.answer import Answer, Turn
from assistant.answer_cache import AnswerCache
from assistant.answerer import Answerer, ExtractiveAnswerer
from assistant.checks import LONGEST_QUESTION, as_questions, as_text, check_names, clean, folded, read_filter
from assistant.choosing.finder import EvidenceFinder
from assistant.choosing.in_parts import find_in_parts
from assistant.choosing.nearest import nearest_to
from assistant.choosing.question_search import QuestionSearch
from assistant.choosing.ranking import Ranker
from assistant.composing.join import join
from assistant.counts import AnswerCounts
from assistant.errors import QuestionError
from assistant.evidence import MIN_CONFIDENCE
from assistant.question.instructions import without_instructions
from assistant.reader import Reader
from assistant.rewrite import PhraseRewriter, Rewriter
from assistant.suggest import suggest
from assistant.turns import History, read_history
from assistant.writer import AnswerWriter
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.langchain import AskInput
    from assistant.settings import Settings

BATCH = 512  # questions of a batch that are taken at a time
TOGETHER = 16  # of them are embedded together: in larger passes a question takes longer


class Assistant:
    """Answers questions from a knowledge base. One serves many chats: it keeps no conversation.

    Who has opened one closes it, most simply by `with Assistant.open() as assistant:`.

    Answers made without a chat model are cached by question and history until the index changes; the cache is bounded.
    `counts` counts the answers given.

    Args:
        knowledge: Where the evidence comes from.
        answerer: Writes the claims; without one they are the sources' own sentences.
        rewriter: Makes follow-up questions stand alone.
        min_confidence: Below this confidence the answer is a refusal.
        reader: Reads the best statements together with the question; without one they are chosen by signals alone.
        longest_question: Characters of a question that are read; what stands beyond is left out.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        answerer: Answerer | None = None,
        rewriter: Rewriter | None = None,
        min_confidence: float = MIN_CONFIDENCE,
        reader: Reader | None = None,
        longest_question: int = LONGEST_QUESTION,
    ) -> None:
        self.knowledge = knowledge
        self.answerer: Answerer = answerer or ExtractiveAnswerer()
        self.rewriter: Rewriter = rewriter or PhraseRewriter()
        self.min_confidence = min_confidence
        self.reader = reader
        self.longest_question = longest_question
        self.counts = AnswerCounts()
        self._answers = AnswerCache()

    @classmethod
    def open(cls, index: str | Path | None = None, settings: Settings | None = None) -> Assistant:
        """The assistant over the curated knowledge, or over the index in another folder; made ready if need be.

        A folder that nobody has used as an index is filled with the curated documents first.

        Args:
            index: A folder that is there; without one, the folder that the settings name, made if need be.
            settings: All settings; without them, those of the environment and of `.env`.

        Raises:
            IndexMissingError: There is no folder `index`.
            ExpectedError: A part is missing, the index is held or was made with other settings.
        """
        from assistant.build import build_assistant, check_named
        from assistant.settings import Settings

        if index is not None:
            check_named(index)
        chosen = settings or Settings.load(index=index)
        if settings is not None and index is not None:
            chosen = settings.model_copy(update={"index": Path(index)})
        return build_assistant(chosen)

    def __enter__(self) -> Self:
        """Itself: `with` closes it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the knowledge base and release its index, so that it can be opened elsewhere."""
        self.knowledge.close()

    def ask(
        self,
        question: str,
        history: History = (),
        as_of: date | str | None = None,
        sources: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        owner: str = "",
    ) -> Answer:
        """Answer a question.

        Args:
            question: In words; what stands beyond `longest_question` characters (2,000 unless set) is not read.
            history: Earlier turns, oldest first: `Turn`s, or messages with `role` and `content`.
            as_of: Use only what was known on this day, also written YYYY-MM-DD; a question can say it too ("As of 3
                December 2025, …").
            sources: Use only what these sources report.
            documents: Use only these documents.
            kinds: Use only sources of these kinds: official, news, analysis, user.
            owner: Whose private documents may be used besides the shared ones.

        Returns:
            An answer whose every claim is cited, or a refusal with the nearest evidence.

        Raises:
            QuestionError: The question is empty or no text, a turn has a wrong shape, or there is no such day, source,
                document or kind.
            IndexMissingError: Nothing has been ingested yet.
        """
        *_, answer = self.stream(question, history, as_of, sources, documents, kinds, owner)
        return answer

    def stream(
        self,
        question: str,
        history: History = (),
        as_of: date | str | None = None,
        sources: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        owner: str = "",
    ) -> Generator[Answer, None, None]:
        """The growing answer, one checked claim at a time; the last item is what `ask` returns. Arguments as there.

        What `ask` raises of its arguments and of the index is raised here, before there is an item. Who waits for no
        more of the items closes them, which ends a request to a chat model.
        """
        started = perf_counter()
        question = clean(as_text(question))
        turns = read_history(history)
        asked = self._read(question)
        if not asked:
            raise QuestionError("The question is empty. Ask something in words.")
        filter_ = read_filter(as_of, sources, documents, kinds, owner)
        self.knowledge.open()  # first, because it may have to change the index
        check_names(self.knowledge, filter_.sources, filter_.documents, owner)
        turns = tuple(turn for turn in turns if without_instructions(turn.question))  # "thanks" was about nothing
        return self._answer(question, without_instructions(asked), turns, filter_, started)

    def _answer(
        self, question: str, asked: str, turns: tuple[Turn, ...], filter: Filter, started: float
    ) -> Generator[Answer, None, None]:
        """The growing answer to a question as it was put, of which `asked` is read."""
        revision = self.knowledge.revision
        key = (question, turns, filter, revision, self.min_confidence, self._reader_name)
        known = self._answers.get(key) if self._is_deterministic else None
        if known is not None:
            total = 1000 * (perf_counter() - started)
            self.counts.add(known)
            yield replace(known, timings_ms={"search": 0.0, "total": total})
            return
        ranker = Ranker(self.knowledge, self.reader, self.min_confidence)
        finder = EvidenceFinder(QuestionSearch(self.knowledge, ranker), self.rewriter, self.min_confidence)
        found = find_in_parts(finder, asked, turns, filter)
        searched = perf_counter()
        writer = AnswerWriter(self.knowledge, self.answerer, self.reader, self.min_confidence)
        told: list[Answer] = []
        for findings in found:
            growing = writer.write(findings, turns, filter.owner)
            told.append((yield from _each(growing, lambda part: join(question, [*told, part]))))
        finished = join(question, told)
        applied = replace(filter, as_of=finished.as_of)
        if not finished.answered and not finished.nearest:  # nothing was asked
            finished = replace(finished, nearest=nearest_to(self.knowledge, self._read(question), applied))
        finished = replace(
            finished,
            suggestions=suggest(finished, self.knowledge.overview, applied),
            timings_ms={
                "search": 1000 * (searched - started),
                "total": 1000 * (perf_counter() - started),
            },
        )
        if self._is_deterministic and not finished.notice and self.knowledge.revision == revision:
            self._answers.put(key, finished)
        self.counts.add(finished)
        yield finished

    def batch(self, questions: Iterable[str]) -> list[Answer]:
        """Answers to many questions, in order; questions are embedded together.

        Our own parts answer several at a time, one a core; a chat model is asked one after the other.

        Raises:
            QuestionError: It is no list of questions, or one of them is empty or no text.
            IndexMissingError: Nothing has been ingested yet.
        """
        answers: list[Answer] = []
        remaining = map(as_text, as_questions(questions))
        while part := list(islice(remaining, BATCH)):
            answers += self._side_by_side(part) if self._is_deterministic else self._together(part)
        return answers

    def _side_by_side(self, questions: Sequence[str]) -> list[Answer]:
        """Answers worked out in several threads: while one embeds, outside the interpreter, another chooses."""
        order = sorted(range(len(questions)), key=lambda place: -len(questions[place]))  # like lengths waste no padding
        groups = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
        with ThreadPoolExecutor(min(len(groups), os.cpu_count() or 1)) as threads:
            found = threads.map(self._together, [[questions[place] for place in group] for group in groups])
            answers = dict(zip(order, chain.from_iterable(found), strict=True))
        return [answers[place] for place in range(len(questions))]

    def _together(self, questions: Sequence[str]) -> list[Answer]:
        self.knowledge.remember(without_instructions(self._read(question)) for question in questions)
        return [self.ask(question) for question in questions]

    def _read(self, question: str) -> str:
        """The question as far as it is read."""
        return folded(question).strip()[: self.longest_question]

    @property
    def _reader_name(self) -> str:
        return self.reader.name if self.reader else ""

    @property
    def _is_deterministic(self) -> bool:
        """Whether the same question always gets the same answer: only our own parts guarantee that."""
        return type(self.answerer) is ExtractiveAnswerer and type(self.rewriter) is PhraseRewriter

    async def aask(
        self,
        question: str,
        history: History = (),
        as_of: date | str | None = None,
        sources: Iterable[str] | None = None,
        documents: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        owner: str = "",
    ) -> Answer:
        """`ask` in a thread, for callers that must not wait. Arguments as there."""
        return await asyncio.to_thread(self.ask, question, history, as_of, sources, documents, kinds, owner)

    def as_runnable(self) -> Runnable[AskInput, Answer]:
        """The assistant as a LangChain Runnable: a question, or `{"question", "history"}`, to an Answer."""
        from assistant.langchain import assistant_runnable

        return assistant_runnable(self)


def _each(
    growing: Generator[Answer, None, Answer], shown: Callable[[Answer], Answer]
) -> Generator[Answer, None, Answer]:
    """Each answer that a generator yields as it is `shown`; returns what it returns, and closes it when closed."""
    with closing(growing):
        while True:
            try:
                yield shown(next(growing))
            except StopIteration as end:
                return cast("Answer", end.value)

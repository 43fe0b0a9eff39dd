"""Hand-made answers, documents and conversations for the tests of the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, Claim, Conflict, Nearest, Pair, Side
from assistant.web.conversation import Conversation, Exchange
from knowledge.document import StoredDocument
from knowledge.passage import Dispute, Outcome, Source, Span, Statement, Status

EXCHANGE_ID = "0123456789abcdef0123456789abcdef"

TASS = Source("tass-1", "Visit announced", "TASS", "https://tass.example/1", date(2025, 11, 28), "news")
NDTV = Source("ndtv-1", "Summit closes", "NDTV", "https://ndtv.example/1", date(2025, 12, 5), "news")
BLOG = Source("blog-1", "Muted outcomes", "A Blog", None, None, "analysis", origin="TASS")

TEXT = (
    "## Expected before the visit\n\n"
    "A contract for five S-400 systems was expected. No contract was expected, officials said.\n\n"
    "## What happened\n\n"
    "The summit closed without a contract. In February 2026 five more were still a plan.\n"
)


def statement(words: str, status: Status, *sources: Source, **more: object) -> Statement:
    """The statement of `TEXT` with these words."""
    start = TEXT.index(words)
    return Statement(Span("s-400", start, start + len(words)), words, status, sources or (NDTV,), **more)  # type: ignore[arg-type]  # names of fields


HOPED = statement(
    "A contract for five S-400 systems was expected.", Status.EXPECTED, TASS, key="k1", event_date="2025-12-05"
)
DOUBTED = statement("No contract was expected, officials said.", Status.EXPECTED, BLOG, key="k2")
CLOSED = statement(
    "The summit closed without a contract.", Status.CONFIRMED, NDTV, TASS, key="k4", event_date="2025-12-05"
)
PLAN = statement("In February 2026 five more were still a plan.", Status.CLAIMED, BLOG, key="k5", dispute="d1", side=0)

DOCUMENT = StoredDocument(
    id="s-400",
    title="S-400",
    text=TEXT,
    source=Source("s-400", "S-400", "Dossiers"),
    statements=(HOPED, DOUBTED, CLOSED, PLAN),
    content_hash="hash",
    topic="defence",
    disputes=(Dispute("d1", "Is it a plan?", ("Yes", "No"), "Mostly yes.", "s-400"),),
    outcomes=(Outcome(("k1",), ("k4",), "not"), Outcome(("k2",), (), "unknown")),
)


def cite(one: Statement) -> Citation:
    """A citation of a statement's exact words."""
    return Citation(one.span, one.text, one.sources, one.status, "S-400", one.heading, one.event_date, one.page)


def answered() -> Answer:
    """An answer with claims, a pair, a conflict and questions to ask next."""
    claims = (
        Claim(CLOSED.text, (cite(CLOSED),), CLOSED.status, "No."),
        Claim(PLAN.text, (cite(PLAN),), PLAN.status),
    )
    return Answer(
        question="Did they sign?",
        standalone_question="Did they sign a new S-400 contract?",
        claims=claims,
        citations=(cite(CLOSED), cite(PLAN), cite(HOPED), cite(DOUBTED)),
        pairs=(Pair(cite(HOPED), (cite(CLOSED),), "not"),),
        conflicts=(
            Conflict(
                "Was a contract expected?",
                (Side("It was", (cite(HOPED),)), Side("It was not", (cite(DOUBTED), cite(CLOSED)))),
                "The officials were right.",
            ),
        ),
        confidence=0.8,
        suggestions=("When will the last two arrive?",),
        index_fingerprint="f",
    )


def refused() -> Answer:
    """A refusal with its nearest evidence."""
    return Answer(
        question="What was agreed on BrahMos?",
        standalone_question="What was agreed on BrahMos?",
        nearest=(Nearest(cite(HOPED), 0.4),),
        missing="The documents do not say: no statement on BrahMos was found.",
        confidence=0.1,
    )


def hostile(text: str) -> Answer:
    """An answer in which every word that can come from outside is `text`."""
    source = Source("x", text, text, text, date(2025, 12, 5), "news", text)
    citation = Citation(Span("d", 0, len(text)), text, (source,), Status.CLAIMED, text, text)
    return Answer(
        question=text,
        standalone_question=f"{text} again",
        claims=(
            Claim(text, (citation,), Status.CLAIMED, text),
            Claim(f"{text}\n- {text}", (citation,), Status.CONFIRMED),
        ),
        citations=(citation,),
        pairs=(Pair(citation, (citation,), "partly"),),
        conflicts=(Conflict(text, (Side(text, (citation,)), Side(f"{text}.", (citation,) * 3)), text),),
        notice=text,
        suggestions=(text,),
        model=text,
    )


def hostile_refusal(text: str) -> Answer:
    """A refusal in which every word is `text`."""
    answer = hostile(text)
    nearest = (Nearest(answer.citations[0], 0.5),)
    return replace(answer, claims=(), citations=(), pairs=(), conflicts=(), nearest=nearest, missing=text)


def exchange(answer: Answer | None, state: str = "done", **more: object) -> Exchange:
    """A finished exchange of this answer."""
    question = answer.question if answer else "Did they sign?"
    return Exchange(EXCHANGE_ID, question, answer, state=state, **more)  # type: ignore[arg-type]  # names of states


def conversation(*answers: Answer) -> Conversation:
    """A conversation of these answers."""
    exchanges = tuple(
        Exchange(f"{number:032x}", answer.question, answer, state="done") for number, answer in enumerate(answers, 1)
    )
    return Conversation("f" * 32, exchanges)

"""An answer as an article: what a reader finds in it, and that no text in it can become markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Citation, Claim, Lack, LookedFor, Pair, Side
from assistant.render import lack_to_text
from assistant.web.conversation import Options
from assistant.web.parts.html import Markup
from assistant.web.parts.missing import LOOKED_FOR, what_is_missing
from assistant.web.parts.sources import sources_pane
from assistant.web.parts.texts import Texts
from assistant.web.parts.turn import turn
from assistant.web.parts.words import MEANING, legend, named_first
from knowledge.passage import Hit, Passage, Source, Span
from tests.test_web_html import HOSTILE
from tests.web_values import (
    CLOSED,
    DOUBTED,
    EXCHANGE_ID,
    HOPED,
    NDTV,
    PLAN,
    TASS,
    TEXT,
    answered,
    cite,
    exchange,
    hostile,
    hostile_refusal,
    refused,
)

T = Texts()
DAY = date(2025, 12, 3)
USERS = Source("user-1", "An article", "A user's article", None, date(2025, 12, 9), "user")
OURS = {
    "a", "article", "b", "button", "circle", "div", "em", "h2", "h3", "h4", "i", "li", "mark", "ol", "p", "path", "q",
    "section", "small", "span", "svg", "ul", "use",
}  # fmt: skip


class Page(HTMLParser):
    """Text, tags, and elements that were never closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in attributes]


def shown(markup: Markup) -> Page:
    page = Page(markup)
    assert page.open == []
    return page


def test_an_answer_shows_question_status_support_claims_and_what_to_ask_next() -> None:
    page = shown(turn(exchange(answered()), T))
    for words in (
        "Did they sign?",
        "Disputed",
        "2 sides",
        "No. The summit closed",
        "Ask next",
        "When will",
    ):
        assert words in page.text


def test_a_claim_stands_below_the_headings_that_it_is_told_with() -> None:
    own = answered().claims[0].citations[0]
    headings = [replace(own, quote=words) for words in ("5 December", "Talks")]
    told = Claim(f"5 December\nTalks\n{own.quote}", (own, *headings), own.status)
    answer = replace(answered(), claims=(told,), citations=(*answered().citations, *headings))
    assert f"5 December › Talks{own.quote}" in shown(turn(exchange(answer), T)).text


def test_a_long_question_is_set_smaller_and_can_be_seen_whole() -> None:
    long = replace(answered(), question="Did they sign a contract, " + "and why, " * 20)
    assert "Whole question" in shown(turn(exchange(long), T)).text
    assert "Whole question" not in shown(turn(exchange(answered()), T)).text


def test_a_follow_up_shows_how_it_was_read() -> None:
    assert "Read as Did they sign a new S-400 contract?" in shown(turn(exchange(answered()), T)).text


def test_every_chip_has_a_name_a_card_of_its_own_and_says_what_to_open() -> None:
    page = shown(turn(exchange(answered()), T))
    chips = [one for one in page.having("data-open") if "chip" in str(one["class"])]
    cards = [one["id"] for one in page.having("role") if one["role"] == "tooltip"]
    assert len(chips) > 4
    assert len(set(cards)) == len(cards)
    assert [chip["aria-describedby"] for chip in chips] == cards
    assert chips[0]["data-open"] == f'{{"turn": "{EXCHANGE_ID}", "n": 1}}'
    assert chips[0]["aria-label"] == "Source 1: NDTV, 5 Dec 2025. Confirmed. Open in reader"


def test_an_expectation_stands_beside_what_came_of_it() -> None:
    text = shown(turn(exchange(answered()), T)).text
    pair = text[text.index("Expected before the visit") :]
    assert pair.index("A contract for five") < pair.index("Did not happen") < pair.index("The summit closed")


def named() -> Answer:
    """The same answer with the second side of its dispute as a dossier tells it, and with sides that are not shown."""
    (conflict,) = answered().conflicts
    first, second = conflict.sides
    sides = (first, replace(second, label="Not expected", voices=4))
    return replace(answered(), conflicts=(replace(conflict, sides=sides, more=2),))


def test_the_side_with_more_independent_sources_stands_first_and_has_its_short_name() -> None:
    text = shown(turn(exchange(named()), T)).text
    assert text.index("Not expected") < text.index("It was")
    assert "4 independent sources" in text
    assert "2 more sides" in text
    assert "The officials were right." in text


def test_a_side_that_more_sources_hold_than_are_named_says_how_many() -> None:
    text = shown(turn(exchange(named()), T)).text
    assert "NDTVand 2 more5 Dec 2025" in text  # of four A Blog and NDTV are named
    assert "TASSand" not in text


def test_an_answer_counts_the_same_sources_as_the_panel_beside_it() -> None:
    one = exchange(replace(answered(), conflicts=()))
    assert "3 sources, 2 independent" in shown(turn(one, T)).text
    assert "3 sources, 4 passages" in shown(sources_pane(one, lambda span: ("", ""), T)).text


def test_the_newest_source_is_named_unless_the_first_sentence_rests_on_an_undated_page() -> None:
    dated = replace(answered(), conflicts=())
    undated = replace(dated, claims=dated.claims[::-1])
    assert "Newest: 5 Dec 2025" in shown(turn(exchange(dated), T)).text
    assert "Newest" not in shown(turn(exchange(undated), T)).text


def test_words_that_stand_above_are_not_said_again_beside_an_expectation() -> None:
    (pair,) = answered().pairs
    other = replace(pair, expected=answered().citations[3], verdict="partly")
    page = shown(turn(exchange(replace(answered(), conflicts=(), pairs=(pair, other))), T))
    article = page.text[: page.text.index("Copy with sources")]
    said = [one for one in page.having("class") if one["class"] == "again"]
    assert len(said) == 2
    assert article.count("Said above: “The summit closed without a contract.”") == 2
    block = article[article.index("Expected before the visit") :]
    assert block.index("Did not happen") < block.index("Partly")


def test_a_side_whose_quote_the_answer_says_shows_its_name_and_chip_alone() -> None:
    page = shown(turn(exchange(named()), T))
    told = [one for one in page.having("class") if one["class"] == "told"]
    assert len(told) == 1  # the closing of the summit, not that officials expected no contract


def test_the_note_on_a_dispute_is_read_before_its_sides_which_stand_a_level_below_it() -> None:
    page = shown(turn(exchange(answered()), T))
    assert page.text.index("The officials were right.") < page.text.index("It was")
    block = [tag for tag, _ in page.tags if tag in {"h3", "h4"}]
    assert block[:3] == ["h3", "h4", "h4"]


def test_a_refusal_shows_what_is_missing_and_the_nearest_evidence() -> None:
    page = shown(turn(exchange(refused()), T, "3 June 2026"))
    for words in ("Not in the documents", "Knows up to 3 June 2026", "no statement on BrahMos", "Nearest evidence"):
        assert words in page.text
    assert page.text.count("The documents do not say") == 1


def test_the_sources_of_a_refusal_begin_with_its_nearest_evidence() -> None:
    passage = Passage(Span("s-400", 0, len(TEXT)), TEXT, (HOPED, PLAN))
    other = Passage(Span("s-400", 0, len(TEXT)), TEXT, (DOUBTED,))
    one = exchange(replace(refused(), hits=(Hit(other, 0.9), Hit(passage, 0.5))))
    page = shown(sources_pane(one, lambda span: ("", ""), T))
    assert page.text.index(HOPED.text) < page.text.index(DOUBTED.text)
    opens = [json.loads(str(button["data-open"])) for button in page.having("data-open")]
    assert opens == [{"turn": EXCHANGE_ID, "near": 0}, {"turn": EXCHANGE_ID, "also": 0}]


def test_the_sources_of_an_answer_lead_to_every_page_that_a_quote_is_from() -> None:
    page = shown(sources_pane(exchange(answered()), lambda span: ("", ""), T))
    names = [attributes["aria-label"] for tag, attributes in page.tags if tag == "a"]
    assert names[:2] == ["Original page: NDTV, Summit closes", "Original page: TASS, Visit announced"]
    copied = [attributes["data-copy"] for _, attributes in page.tags if "data-copy" in attributes]
    assert [text.partition("”")[0] for text in copied if text] == [f"“{one.quote}" for one in answered().citations]


def test_an_answer_says_to_what_the_question_was_narrowed() -> None:
    narrowed = exchange(answered(), options=Options(official=True, documents=("s-400",)))
    assert "Official sources only Of 1 chosen document" in " ".join(shown(turn(narrowed, T)).words)
    assert "Official" not in shown(turn(exchange(answered()), T)).text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(official=True), "Not in official sources"),
        (Options(documents=("s-400",)), "Not in the chosen documents"),
    ],
)
def test_a_refusal_says_to_what_the_question_was_narrowed(options: Options, words: str) -> None:
    one = exchange(refused(), options=options)
    [article] = shown(turn(one, T)).having("data-said")
    assert str(article["data-said"]).startswith(f"{words}. ")
    assert words in shown(turn(one, T)).text
    assert words in shown(sources_pane(one, lambda span: ("", ""), T)).text


def test_a_refusal_is_said_in_the_language_of_the_page_first() -> None:
    page = shown(turn(exchange(refused()), Texts("ru"))).text
    assert page.index("Документы об этом не говорят.") < page.index(refused().missing)


def test_an_answer_of_little_confidence_is_called_the_nearest_found_instead_of_its_status() -> None:
    sure, unsure = (shown(turn(exchange(replace(answered(), confidence=sure)), T)) for sure in (0.8, 0.1))
    assert "tag nearest" in [one["class"] for one in unsure.having("class")]
    assert "This may not answer the question." in unsure.text
    assert "tag disputed" not in [one["class"] for one in unsure.having("class")]
    assert "This may not answer the question." not in sure.text + shown(turn(exchange(refused()), T)).text
    [article] = unsure.having("data-said")
    assert str(article["data-said"]).startswith("Nearest found. This may not answer the question. No. The summit")


def lacking(lack: Lack) -> Answer:
    """A refusal that lacks this."""
    return replace(refused(), missing=lack_to_text(lack), lack=lack)


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (
            Lack("answer", "a date", DAY),
            "The documents (known on 3 Dec 2025) do not say: a date that answers this was looked for and not found.",
        ),
        (
            Lack("event", as_of=DAY, shown="expected"),
            "On 3 Dec 2025 this had not yet taken place, or was not yet known. What was expected is shown.",
        ),
        (Lack("evidence"), "The documents hold nothing on this."),
    ],
)
def test_a_refusal_says_once_what_the_documents_lack_and_writes_days_as_elsewhere(lack: Lack, said: str) -> None:
    page = shown(turn(exchange(lacking(lack)), T))
    assert said in page.text
    assert "The documents do not say" not in page.text


@pytest.mark.parametrize("language", ["hi", "ru"])
@pytest.mark.parametrize(
    "lack",
    [
        Lack("answer", "a length of time", DAY, True, True, ("Ada Holm", "St. Lyra"), "nearest"),
        Lack("evidence", as_of=DAY),
        Lack("event", as_of=DAY, shown="expected"),
        Lack("question"),
        Lack("words"),
        Lack("disagreement"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_page_alone(language: str, lack: Lack) -> None:
    page, kept = shown(turn(exchange(lacking(lack)), Texts(language))), ", ".join(lack.names)
    said = page.text.partition("BrahMos?")[2].partition("A contract for five")[0]
    assert kept in said
    assert not re.search("[A-Za-z]{2,}", said.replace(kept, ""))
    assert page.having("data-said")[0]["data-said"] not in (None, "")
    assert lack_to_text(lack) not in str(page.having("data-said")[0]["data-said"])


def test_what_has_no_form_in_the_language_of_the_page_stays_and_is_marked_as_english() -> None:
    page = shown(turn(exchange(replace(refused(), missing="The bridge of Lyra is not built yet.")), Texts("ru")))
    assert "The bridge of Lyra is not built yet." in page.text
    assert [one["lang"] for one in page.having("lang")] == ["en"]


@pytest.mark.parametrize("looked_for", LOOKED_FOR)
def test_what_was_looked_for_has_a_form_in_each_language(looked_for: LookedFor) -> None:
    said, english = what_is_missing(lacking(Lack("answer", looked_for)), Texts("ru"))
    assert not re.search("[A-Za-z]{2,}", said + english)


def test_an_answer_says_that_a_document_was_still_being_read() -> None:
    assert "still being read" in shown(turn(exchange(answered(), unread=True), T)).text
    assert "still being read" not in shown(turn(exchange(answered()), T)).text


def test_an_official_source_is_named_before_a_newer_article_of_a_user() -> None:
    ministry = replace(NDTV, id="m", publisher="Ministry of Lyra", kind="official", published=date(2025, 11, 1))
    citation = replace(answered().citations[2], sources=(USERS, NDTV, ministry))
    answer = replace(answered(), citations=(*answered().citations[:2], citation), conflicts=())
    page = shown(turn(exchange(replace(answer, pairs=(Pair(citation, (), "unknown"),))), T))
    assert "Ministry of Lyra, 1 Nov 2025" in page.text
    assert named_first((USERS, NDTV)) == NDTV
    assert named_first((TASS, NDTV)) == NDTV  # the newer of a kind
    assert named_first((replace(NDTV, published=None), TASS)) == TASS
    assert named_first(()) is None


def test_every_button_with_a_picture_alone_says_what_it_does() -> None:
    for button in shown(turn(exchange(answered()), T)).having("aria-label"):
        if "icon" in str(button.get("class")).split():
            assert button["title"] == button["aria-label"]


def test_status_words_say_what_they_mean() -> None:
    page = shown(legend(T))
    for word in ("Confirmed", "Expected", "Claimed", "Disputed", "Background", "Reported"):
        assert word in page.text
    assert {one["title"] for one in page.having("title")} == {*MEANING.values()}


def test_a_source_without_a_date_is_said_to_have_none() -> None:
    assert "page undated" in shown(turn(exchange(answered()), T)).text


def test_a_running_exchange_says_what_is_being_done_and_offers_no_action() -> None:
    page = shown(turn(exchange(None, "busy"), T))
    assert "Searching the documents" in page.text
    assert page.having("data-act") == []


def test_an_error_keeps_the_question_and_offers_to_ask_again() -> None:
    page = shown(turn(exchange(None, "error", error="The index is gone. Run `make run`."), T))
    assert "Did they sign?" in page.text
    assert "The index is gone." in page.text
    assert {one["data-act"] for one in page.having("data-act")} == {"edit", "retry", "link"}


def test_the_live_region_gets_status_and_first_sentence() -> None:
    [article] = shown(turn(exchange(answered()), T)).having("data-said")
    assert article["data-said"] == "Disputed. No. The summit closed without a contract."


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("make", [hostile, hostile_refusal])
def test_no_text_of_an_answer_becomes_markup(make: object, text: str) -> None:
    one = exchange(make(text))  # type: ignore[operator]  # one of the two above
    for markup in (turn(one, T, text), sources_pane(one, lambda span: (text, text), T)):
        page = shown(markup)
        assert {tag for tag, _ in page.tags} <= OURS
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        for _, attributes in page.tags:
            assert str(attributes.get("href") or "http").startswith(("http", "#i-"))
            assert attributes.get("style") is None
            assert attributes.get("src") is None
        assert "\n" not in markup


def test_an_answer_whose_citations_name_no_source_is_shown_all_the_same() -> None:
    def bare(citation: Citation) -> Citation:
        return replace(citation, sources=())

    def bared(side: Side) -> Side:
        return replace(side, citations=tuple(map(bare, side.citations)))

    given = answered()
    answer = replace(
        given,
        claims=tuple(replace(one, citations=tuple(map(bare, one.citations))) for one in given.claims),
        citations=tuple(map(bare, given.citations)),
        pairs=tuple(Pair(bare(one.expected), tuple(map(bare, one.happened)), one.verdict) for one in given.pairs),
        conflicts=tuple(replace(one, sides=tuple(map(bared, one.sides))) for one in given.conflicts),
    )
    page = Page(turn(exchange(answer), T))
    assert "The summit closed without a contract." in page.text
    assert "S-400" in page.text
    assert "The summit closed without a contract." in Page(sources_pane(exchange(answer), lambda _: ("", ""), T)).text


def test_where_nothing_was_asked_the_sentence_stands_alone() -> None:
    thanks = exchange(replace(lacking(Lack("question")), standalone_question=""))
    assert HOPED.text in turn(exchange(refused()), T)
    assert HOPED.text not in turn(thanks, T)
    assert HOPED.text not in sources_pane(thanks, lambda _: ("", ""), T)


def test_an_answer_is_called_disputed_only_where_its_first_sentence_is_a_side() -> None:
    disputed, beside = answered(), replace(answered(), claims=answered().claims[1:])
    assert "tag disputed" in turn(exchange(disputed), T)
    shown_beside = turn(exchange(beside), T)
    many = replace(disputed, claims=(disputed.claims[0], *disputed.claims[1:] * 5))
    assert "tag disputed" not in turn(exchange(many), T)
    assert "tag disputed" not in shown_beside
    assert "tag claimed" in shown_beside
    assert shown(shown_beside).text.index("Sources disagree") < shown(shown_beside).text.index(
        "Was a contract expected?"
    )
    assert "Sources disagree" not in shown(turn(exchange(disputed), T)).text


def test_what_became_of_expectations_stands_before_a_dispute_where_the_sentences_tell_it() -> None:
    beside = turn(exchange(answered()), T)
    assert beside.index('class="conflict"') < beside.index('class="pair"')
    told = replace(answered(), claims=tuple(Claim(one.text, (cite(one),), one.status) for one in (HOPED, CLOSED)))
    asked = turn(exchange(told), T)
    assert asked.index('class="pair"') < asked.index('data-timeline="expected"') < asked.index('class="conflict"')

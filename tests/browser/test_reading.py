"""Asking, checking and taking away, as a person does it in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import ask, finished, marked, words

S_400 = "Did the two sides sign a new S-400 contract?"
AGREEMENTS = "How many agreements came out of the visit?"
UNKNOWN = "How do I bake sourdough bread at home?"

Open = Callable[..., Page]


def test_a_question_gives_an_answer_with_status_chips_and_sources(page: Page) -> None:
    turn = ask(page, S_400)
    expect(turn.locator("h2")).to_have_text(S_400)
    expect(turn.locator(".status .tag")).to_be_visible()
    assert turn.locator(".claims .chip").count() >= 1
    expect(page.locator("#p-sources .src").first).to_be_visible()
    assert page.locator("#p-sources .src:not(.also)").count() == int(turn.locator(".chip").evaluate_all(
        "chips => Math.max(...chips.map(chip => Number(chip.dataset.n)))"
    ))  # fmt: skip


def test_hovering_a_chip_shows_the_quote_and_a_click_marks_the_same_words(page: Page) -> None:
    turn = ask(page, S_400)
    chip = turn.locator(".chip").first
    chip.hover()
    card = turn.locator(".card").first
    expect(card).to_be_visible()
    quote = words(card.locator("q").inner_text()).strip('“”"')
    chip.click()
    assert marked(page) == quote
    expect(chip).to_have_attribute("aria-current", "true")
    box, pane = page.locator("#p-reader mark.cited").first.bounding_box(), page.locator("#p-reader").bounding_box()
    assert box is not None
    assert pane is not None
    assert pane["y"] < box["y"] < pane["y"] + pane["height"] / 2


def test_a_card_makes_way_for_the_reader_and_for_the_composer(page: Page) -> None:
    ask(page, AGREEMENTS)
    turn = ask(page, S_400)
    chip, card = turn.locator(".claims .chip").last, turn.locator(".claims .card").last
    lower = """box => document.querySelector('#thread').scrollTop += box.getBoundingClientRect().bottom
        - document.querySelector('#thread').getBoundingClientRect().bottom + 10"""
    chip.evaluate(lower)
    at = chip.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 5, at["y"] + 5)
    expect(card).to_be_visible()
    assert card.evaluate("box => box.getBoundingClientRect().bottom") <= at["y"]
    page.mouse.down()
    page.mouse.up()
    expect(card).to_be_hidden()


def test_the_next_citation_follows_in_the_reader(page: Page) -> None:
    ask(page, AGREEMENTS).locator(".chip").first.click()
    first = marked(page)
    page.get_by_label("Next citation").click()
    expect(page.locator("#p-reader .num").first).to_contain_text("Citation 2 of")
    page.get_by_label("Previous citation").click()
    expect(page.locator("#p-reader .num").first).to_contain_text("Citation 1 of")
    assert marked(page) == first


def test_a_footnote_leads_to_the_original_report(page: Page) -> None:
    ask(page, S_400).locator(".chip").first.click()
    note = page.locator("#p-reader sup a").first
    note.click()
    row = page.locator(f"#foot-{note.inner_text()}")
    expect(row).to_be_in_viewport()
    assert row.locator("b").inner_text()


def test_a_dispute_shows_its_sides_with_their_sources(page: Page) -> None:
    turn = ask(page, AGREEMENTS)
    expect(turn.locator(".status .tag")).to_have_text("Disputed")
    assert turn.locator(".side").count() >= 2
    for side in turn.locator(".side").all():
        expect(side.locator(".chip").first).to_be_visible()


def test_a_refusal_says_what_is_missing_and_shows_the_nearest_evidence(page: Page) -> None:
    turn = ask(page, UNKNOWN)
    expect(turn.locator(".status .tag")).to_have_text("Not in the documents")
    turn.get_by_role("button", name="Read").first.click()
    assert marked(page) == words(turn.locator(".near q").first.inner_text()).strip('“”"')


def test_the_headline_of_a_new_question_stands_where_the_first_one_stood(page: Page) -> None:
    first = ask(page, AGREEMENTS).locator("h2").bounding_box()
    second = ask(page, "Was a new S-400 contract expected at the visit?").locator("h2").bounding_box()
    assert first is not None
    assert second is not None
    assert abs(first["y"] - second["y"]) <= 2


def test_a_follow_up_shows_how_it_was_read(page: Page) -> None:
    ask(page, "What did Putin say about oil supplies?")
    assert ask(page, "And what about nuclear energy?").locator(".readas em").inner_text()


def test_a_long_question_is_cut_until_it_is_asked_for_whole(page: Page) -> None:
    turn = ask(
        page, "With all details and caveats, and in view of contradictory reports, " * 8 + "how many agreements?"
    )
    headline, whole = turn.locator("h2"), turn.get_by_role("button", name="Whole question")
    expect(headline).to_have_css("font-size", "20px")
    cut = headline.evaluate("headline => headline.offsetHeight")
    whole.click()
    expect(whole).to_have_attribute("aria-expanded", "true")
    assert headline.evaluate("headline => headline.offsetHeight") > cut
    expect(ask(page, "How many agreements were signed?").get_by_role("button", name="Whole question")).to_have_count(0)


def test_the_conversation_stays_over_a_reload_with_its_citations(page: Page) -> None:
    quote = ask(page, S_400).locator(".card q").first.text_content()
    ask(page, UNKNOWN)
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    assert page.locator("#talk .turn h2").all_inner_texts() == [S_400, UNKNOWN]
    page.locator("#talk .chip").first.click()
    assert marked(page) == words(quote or "").strip('“”"')


def test_an_edited_question_replaces_the_old_one(page: Page) -> None:
    ask(page, UNKNOWN).get_by_label("Edit this question").click()
    field = page.get_by_label("Your question")
    expect(field).to_have_value(UNKNOWN)
    field.fill(AGREEMENTS)
    page.keyboard.press("Enter")
    expect(page.locator("#talk .turn h2")).to_have_text([AGREEMENTS])


def test_ask_again_asks_the_same(page: Page) -> None:
    turn = ask(page, UNKNOWN)
    old = turn.get_attribute("data-turn")
    turn.get_by_role("button", name="Ask again").click()
    page.wait_for_selector(f"#talk .turn:not([data-turn='{old}'])")
    expect(page.locator("#talk .turn h2")).to_have_text([UNKNOWN])


def test_copied_text_has_the_sources(page: Page) -> None:
    turn = ask(page, S_400)
    turn.get_by_role("button", name="Copy with sources").click()
    expect(turn.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(S_400)
    assert "Sources\n[1] “" in copied


def test_a_quote_is_copied_with_its_source_beside_an_answer_and_in_the_reader(page: Page) -> None:
    ask(page, S_400)
    first = page.locator("#p-sources .src").first
    first.get_by_role("button", name="Copy quote").click()
    expect(first.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert words(first.locator("mark").inner_text()) in copied
    assert first.locator(".meta b").inner_text() in copied
    assert first.get_by_role("link").get_attribute("href") in copied
    first.get_by_role("button", name="Open in reader").click()
    assert marked(page) in copied
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator("#p-reader").get_by_role("button", name="Copy quote").click()
    expect(page.locator("#p-reader").get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == copied


def test_feedback_stays_in_this_browser(page: Page) -> None:
    ask(page, UNKNOWN).get_by_label("Helpful", exact=True).click()
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    expect(page.get_by_label("Helpful", exact=True)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("label", ["Markdown", "HTML", "JSON"])
def test_an_exported_conversation_holds_what_is_on_the_page(page: Page, label: str) -> None:
    turn = ask(page, S_400)
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=f"Conversation as {label}").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    publisher = words(turn.locator(".card .meta b").first.text_content() or "")
    assert publisher in text
    assert "S-400" in text
    if label == "JSON":
        assert json.loads(text)["answers"][0]["question"] == S_400


def test_exported_sources_read_back(page: Page) -> None:
    ask(page, S_400)
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name="Sources as CSL-JSON").click()
    assert all(one["title"] for one in json.loads(waiting.value.path().read_text(encoding="utf-8")))


def test_a_briefing_has_a_section_on_what_is_disputed(page: Page) -> None:
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("menuitem", name="Briefing on chosen topics").click()
    dialog = page.get_by_role("dialog", name="Briefing on chosen topics")
    dialog.get_by_label("Defence").check()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Markdown").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "### What is disputed" in text
    assert "S-400" in text


def test_a_link_reopens_the_question(page: Page, open_page: Open) -> None:
    turn = ask(page, AGREEMENTS)
    turn.get_by_role("button", name="Copy link").click()
    expect(turn.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(link.split("/", 3)[3])
    expect(finished(other, 0).locator("h2")).to_have_text(AGREEMENTS)
    assert "q=" not in other.url


def test_a_link_from_the_menu_narrows_its_question_as_it_was(page: Page, open_page: Open) -> None:
    page.locator("#official").click()
    ask(page, AGREEMENTS)
    page.locator("#export").click()
    page.get_by_role("menuitem", name="Copy link to this question").click()
    expect(page.locator("#menu").get_by_text("Copied")).to_be_visible()
    other = open_page(page.evaluate("navigator.clipboard.readText()").split("/", 3)[3])
    finished(other, 0)
    expect(other.locator("#official")).to_have_attribute("aria-checked", "true")
    assert "official" not in other.url


def another_tab(page: Page, path: str = "") -> Page:
    """A second tab of the same visitor."""
    tab = page.context.new_page()
    tab.goto(page.url.split("?")[0] + path)
    tab.wait_for_selector("#shell[data-ready=true]")
    return tab


def headlines(page: Page) -> list[str]:
    """The questions of the conversation, as they are after a reload."""
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    return page.locator("#talk .turn h2").all_inner_texts()


def test_two_tabs_keep_a_conversation_each(page: Page) -> None:
    ask(page, S_400)
    other = another_tab(page)
    ask(other, UNKNOWN)
    ask(page, AGREEMENTS)
    assert headlines(other) == [S_400, UNKNOWN]
    assert headlines(page) == [S_400, AGREEMENTS]
    assert headlines(another_tab(page)) == [S_400, AGREEMENTS]  # the one that was kept last


def test_the_question_of_a_link_has_a_conversation_of_its_own_and_takes_no_other_s_place(page: Page) -> None:
    ask(page, S_400)
    linked = another_tab(page, f"?q={AGREEMENTS}")
    expect(finished(linked, 0).locator("h2")).to_have_text(AGREEMENTS)
    expect(linked.locator("#talk .turn")).to_have_count(1)
    assert headlines(linked) == [AGREEMENTS]
    assert headlines(page) == [S_400]
    assert headlines(another_tab(page)) == [S_400]


def test_a_day_that_is_set_holds_in_the_header_and_in_every_panel(page: Page) -> None:
    page.get_by_role("tab", name="Disagreements").click()
    page.locator("#disagreements .dis").first.wait_for()
    everything = page.locator("#disagreements .dis").count()
    page.get_by_role("button", name="As of: latest").click()
    page.get_by_label("As of", exact=True).fill("2025-12-02")
    page.keyboard.press("Escape")
    line = "As of 2 Dec 2025: what became known later is left out."
    expect(page.locator("#p-disagree .as-of")).to_have_text(line)
    assert 0 < page.locator("#disagreements .dis").count() < everything
    expect(page.locator("#as-of-word")).to_have_text("2 Dec 2025")
    expect(page.locator(".facts")).to_contain_text("Knows up to 2 December 2025")
    for tab, pane in (("Timeline", "#p-timeline"), ("Knowledge", "#p-knowledge")):
        page.get_by_role("tab", name=tab).click()
        expect(page.locator(f"{pane} .as-of")).to_have_text(line)
    visit = page.locator("#timeline .day[data-day='2025-12-05']")
    expect(visit).to_contain_text("expected")
    for verdict in ("As expected", "Did not happen"):
        expect(visit).not_to_contain_text(verdict)
    page.get_by_role("button", name="As of: 2 Dec 2025").click()
    page.get_by_role("button", name="Latest").click()
    expect(page.locator("#p-knowledge .as-of")).to_have_count(0)
    expect(page.locator(".facts")).not_to_contain_text("2 December 2025")


def test_an_as_of_date_leaves_out_later_sources(page: Page) -> None:
    page.get_by_role("button", name="As of: latest").click()
    expect(page.get_by_label("Language of the page")).to_be_hidden()  # that part stands under Settings
    page.get_by_label("As of", exact=True).fill("2025-11-30")
    page.keyboard.press("Escape")
    turn = ask(page, "What was expected of the visit on S-400 systems?")
    expect(turn.locator(".status")).to_contain_text("As of 30 Nov 2025")
    later = [date for date in turn.locator(".card .meta").all_text_contents() if "Dec 2025" in date or "2026" in date]
    assert later == []


def test_a_good_question_of_the_first_screen_is_answered(page: Page) -> None:
    questions = page.locator(".first .ask")
    assert questions.count() == 5
    questions.first.click()
    expect(finished(page, 0).locator(".status .tag")).not_to_have_text("Not in the documents")


def test_a_hostile_question_stays_text(page: Page) -> None:
    hostile = "<img src=http://evil.example/x onerror=alert(1)> ![a](http://evil.example/y.png) $$x$$ [b](javascript:x)"
    turn = ask(page, hostile)
    expect(turn.locator("h2")).to_have_text(hostile)
    assert turn.locator("img, a[href^=javascript], .katex").count() == 0


def test_a_question_that_is_too_long_is_counted_and_kept(page: Page) -> None:
    field = page.get_by_label("Your question")
    limit = page.locator("#limit")
    field.fill("x" * 2001)
    expect(limit).to_have_text("Your question is too long: 2001 of 2000 characters.")
    page.keyboard.press("Enter")
    expect(field).to_have_value("x" * 2001)
    expect(limit).to_be_visible()
    field.fill("x" * 2000)
    expect(limit).to_be_hidden()

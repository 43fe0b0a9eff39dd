"""The panel's tabs, a visitor's own documents, the themes and languages, as a person uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import ask, finished, marked, words

Open = Callable[..., Page]


def test_the_timeline_filters_by_status_and_topic_and_opens_what_was_said(page: Page) -> None:
    page.get_by_role("tab", name="Timeline").click()
    entries = page.locator("#timeline .ev:visible")
    entries.first.wait_for()
    everything = entries.count()
    page.locator("#timeline").get_by_role("button", name="Expected", exact=True).click()
    assert 0 < entries.count() < everything
    assert set(entries.evaluate_all("all => all.map(one => one.dataset.kind)")) == {"expected"}
    page.get_by_label("Topic", exact=True).select_option("defence")
    assert set(entries.evaluate_all("all => all.map(one => one.dataset.topicOf)")) == {"defence"}
    said = words(entries.first.locator(".said").inner_text())
    entries.first.click()
    assert marked(page) == said


def test_a_filter_that_leaves_nothing_offers_to_show_all(page: Page) -> None:
    page.get_by_role("tab", name="Timeline").click()
    page.locator("#timeline .ev").first.wait_for()
    page.evaluate("for (const one of document.querySelectorAll('#timeline .ev')) one.dataset.kind = 'background'")
    page.locator("#timeline").get_by_role("button", name="Expected", exact=True).click()
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#timeline .ev:visible").first).to_be_visible()


def test_a_disagreement_can_be_asked_about(page: Page) -> None:
    page.get_by_role("tab", name="Disagreements").click()
    section = page.locator("#disagreements .dis").first
    question = section.locator("h4").inner_text()
    assert section.locator(".says").count() >= 2
    section.get_by_role("button", name="Ask about this").click()
    expect(finished(page, 0).locator("h2")).to_have_text(words(question))


def test_knowledge_says_what_is_in_from_whom_and_what_is_missing(page: Page) -> None:
    page.get_by_role("tab", name="Knowledge").click()
    pane = page.locator("#p-knowledge")
    for heading in ("Your documents", "Documents", "Publishers", "Known gaps"):
        expect(pane.locator("h3", has_text=heading).first).to_be_attached()
    pane.locator(".docs .said-row").first.click()
    expect(page.locator("#p-reader .doc h2")).to_be_visible()


def test_an_added_file_answers_its_owner_alone_and_can_be_removed(page: Page, open_page: Open, tmp_path: Path) -> None:
    path = tmp_path / "lighthouse.md"
    path.write_text("# Gull Rock\n\nThe lighthouse of Gull Rock was painted violet in 1911 by its keeper Ann Doe.\n")
    page.get_by_role("tab", name="Knowledge").click()
    page.locator("#p-knowledge input[type=file]").set_input_files(str(path))
    expect(page.locator("#report")).to_contain_text("1 document added", timeout=60_000)
    question = "In which colour was the lighthouse of Gull Rock painted?"
    expect(ask(page, question).locator(".claims")).to_contain_text("violet")
    expect(ask(open_page(), question)).not_to_contain_text("violet")
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    page.get_by_role("tab", name="Knowledge").click()
    page.locator("#mine").get_by_role("button", name="Remove").click()
    expect(page.locator("#report")).to_contain_text("Removed")
    expect(page.locator("#mine")).to_contain_text("Nothing added yet")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_place_to_add_documents_is_found_from_the_first_screen_and_from_the_composer(
    open_page: Open, width: int
) -> None:
    page = open_page(width=width, height=844)
    page.locator(".first").get_by_role("button", name="Add documents").click()
    expect(page.get_by_role("button", name="Add files")).to_be_focused()
    expect(page.get_by_role("button", name="Add files")).to_be_in_viewport()
    if width == 390:
        page.get_by_label("Close").click()
    page.get_by_role("tab", name="Timeline").evaluate("tab => tab.click()")
    if width == 390:
        page.get_by_label("Close").click()
    page.get_by_label("Your question").focus()
    page.locator("#form").get_by_role("button", name="All documents").click()
    page.get_by_role("dialog", name="Choose documents").get_by_role("button", name="Add documents").click()
    expect(page.get_by_role("button", name="Add files")).to_be_focused()


def test_a_file_that_cannot_be_read_is_said_to_be_one(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 this is no document")
    page.get_by_role("tab", name="Knowledge").click()
    page.locator("#p-knowledge input[type=file]").set_input_files(str(path))
    expect(page.locator("#report")).to_contain_text("1 could not be read", timeout=60_000)
    expect(page.locator("#report")).to_contain_text("broken.pdf")


def test_a_private_address_is_not_fetched(page: Page) -> None:
    page.get_by_role("tab", name="Knowledge").click()
    page.get_by_label("Address of a page").fill("http://127.0.0.1:1/")
    page.get_by_role("button", name="Add page").click()
    expect(page.locator("#report")).to_contain_text("could not be read", timeout=60_000)


def test_chosen_documents_are_counted_and_narrow_the_answer(page: Page) -> None:
    page.get_by_role("button", name="All documents").click()
    dialog = page.get_by_role("dialog", name="Choose documents")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="1 document", exact=True)).to_be_visible()


def test_a_document_is_found_by_a_part_of_its_title(page: Page) -> None:
    page.get_by_role("button", name="All documents").click()
    dialog = page.get_by_role("dialog", name="Choose documents")
    dialog.get_by_label("Find by title").fill("KUDAN")
    expect(dialog.get_by_role("checkbox").locator("visible=true")).to_have_count(1)
    expect(dialog.locator(".choices .label").locator("visible=true")).to_have_count(1)
    dialog.get_by_role("checkbox", name="Kudankulam").check()
    expect(page.get_by_role("button", name="1 document", exact=True)).to_be_visible()


def test_the_evaluation_tab_shows_the_last_run_or_how_to_make_one(page: Page) -> None:
    page.get_by_role("tab", name="Evaluation").click()
    expect(page.locator("#p-evaluation .measures, #p-evaluation code").first).to_be_visible()


def test_a_theme_is_kept_over_a_reload(page: Page) -> None:
    page.get_by_label("Dark theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.get_by_label("Light theme")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_system_decides_the_theme_at_first(open_page: Open, theme: str) -> None:
    page = open_page(theme=theme)
    assert page.evaluate("document.documentElement.classList.contains('dark')") is (theme == "dark")
    assert page.evaluate("document.body.classList.contains('dark')") is (theme == "dark")


@pytest.mark.parametrize(("language", "words_"), [("ru", "Источники"), ("hi", "स्रोत")])
def test_the_page_speaks_other_languages(open_page: Open, language: str, words_: str) -> None:
    page = open_page()
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Language of the page").select_option(language)
    page.wait_for_url(f"**/{language}/")
    page.wait_for_selector("#shell[data-ready=true]")
    expect(page.get_by_role("tab", name=words_, exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language


def test_a_new_conversation_is_empty_and_stays_empty(page: Page) -> None:
    ask(page, "What did Putin say about oil supplies?")
    page.get_by_label("New conversation").click()
    expect(page.locator(".first")).to_be_visible()
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    expect(page.locator(".first")).to_be_visible()

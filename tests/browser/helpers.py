"""What people do on the page, for the browser tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it, and wait for the finished answer."""
    before = page.locator("#talk .turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    return finished(page, before)


def finished(page: Page, before: int) -> Locator:
    """The turn that comes after `before` others, once it is answered."""
    turn = page.locator("#talk .turn").nth(before)
    turn.wait_for()
    page.wait_for_selector("#form:not(.is-busy)")
    return turn


def words(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def marked(page: Page) -> str:
    """The words that are marked in the reader."""
    page.locator("#p-reader mark.cited").first.wait_for()
    return words(" ".join(page.locator("#p-reader mark.cited").all_inner_texts()))

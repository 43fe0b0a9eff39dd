"""Takes the pictures in `docs/screenshots`: `python -m tests.browser.screenshots ADDRESS [FOLDER] [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.helpers import ask

WIDE, SHORT, TABLET, PHONE = (1440, 1000), (1100, 800), (820, 1180), (390, 844)
FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
QUESTION = "What did the leaders agree on trade by 2030?"
DISPUTE = "How many agreements came out of the visit?"
UNKNOWN = "How do I bake sourdough bread at home?"
EXPECTED = "Was a new S-400 contract expected at the visit?"


def tab(key: str) -> Callable[[Page], None]:
    """Open a tab of the panel; on a narrow page it is a sheet."""

    def show(page: Page) -> None:
        if page.viewport_size and page.viewport_size["width"] <= 880:
            page.get_by_label("Sources, reader, timeline").click()
        page.locator(f"#t-{key}").click()
        page.wait_for_timeout(1500)

    return show


def asked(*questions: str) -> Callable[[Page], None]:
    """Ask questions one after the other."""

    def show(page: Page) -> None:
        for question in questions:
            ask(page, question)
        page.evaluate("document.activeElement.blur()")

    return show


def reading(page: Page) -> None:
    """Open the first citation of an answer."""
    ask(page, EXPECTED).locator(".chip").first.click()
    page.locator("#p-reader mark.cited").first.wait_for()
    page.wait_for_timeout(700)
    page.evaluate("document.activeElement.blur()")


def hovering(page: Page) -> None:
    """Hover over the first chip."""
    ask(page, EXPECTED).locator(".chip").first.hover()
    page.wait_for_timeout(500)


def pressed(*names: str) -> Callable[[Page], None]:
    """Press buttons one after the other."""

    def show(page: Page) -> None:
        for name in names:
            page.locator(name).first.click()
            page.wait_for_timeout(300)

    return show


STATES: dict[str, Callable[[Page], None]] = {
    "first": lambda page: page.wait_for_timeout(1200),
    "answer": asked(EXPECTED),
    "card": hovering,
    "dispute": asked(DISPUTE),
    "refusal": asked(QUESTION, UNKNOWN),
    "reader": reading,
    "sources": lambda page: (asked(EXPECTED)(page), tab("sources")(page))[1],
    "timeline": tab("timeline"),
    "disagreements": tab("disagree"),
    "knowledge": tab("knowledge"),
    "evaluation": tab("evaluation"),
    "settings": pressed("[data-pop=settings]:visible"),
    "export": pressed("#export"),
    "briefing": pressed("#export", "[data-export=briefing]"),
    "documents": pressed("[data-pop=documents]"),
}


def take(browser: Browser, address: str, folder: Path, wanted: set[str]) -> None:
    """Each state at each width, light and dark."""
    for size_name, size in (("wide", WIDE), ("short", SHORT), ("tablet", TABLET), ("phone", PHONE)):
        for theme in ("light", "dark"):
            for state, show in STATES.items():
                name = f"{state}-{size_name}-{theme}"
                if wanted and not any(name.startswith(one) or one in name.split("/") for one in wanted):
                    continue
                if not wanted and size_name in {"short", "tablet"} and state not in {"answer", "timeline"}:
                    continue
                context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme)
                page = context.new_page()
                page.goto(address)
                page.wait_for_selector("#shell[data-ready=true]")
                try:
                    show(page)
                except Exception as error:  # noqa: BLE001  a picture of what went wrong is worth more than none
                    print(f"{name}: {str(error)[:200]}", file=sys.stderr)  # noqa: T201
                picture = Image.open(BytesIO(page.screenshot()))
                picture.convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                    folder / f"{name}.png", optimize=True
                )
                context.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    target = Path(given[1]) if len(given) > 1 else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(chromium, given[0], target, set(given[2:]))
        chromium.close()

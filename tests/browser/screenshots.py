"""Takes the pictures in `docs/screenshots`: `python -m tests.browser.screenshots ADDRESS [FOLDER]`.

Only those that README.md or `docs/page.md` shows are kept.

Those of the page in Hindi need a font with Devanagari, such as Debian's `fonts-lohit-deva`.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.helpers import ask, finished

SIZES = {"wide": (1280, 900), "phone": (390, 844)}
ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
SHOWN = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/page.md"))
EXPECTED = "Was a new S-400 contract expected at the visit?"
UNKNOWN = "How do I bake sourdough bread at home?"


def open_tab(page: Page, key: str) -> None:
    """Show a tab of the panel, which is a sheet on a narrow page."""
    sheet = page.get_by_label("Sources, reader, timeline")
    if sheet.is_visible() and not page.locator("#shell.sheet").count():
        sheet.click()
    page.locator(f"#t-{key}").click()
    page.wait_for_timeout(1200)


def close_sheet(page: Page) -> None:
    """Back to the conversation on a narrow page."""
    if page.locator("#shell.sheet").count():
        page.get_by_label("Close").click()
        page.wait_for_timeout(400)


def walk(browser: Browser, address: str, folder: Path, size: str, theme: str) -> None:
    """One visitor goes through every state of the page; each is kept as a picture."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    context.set_default_timeout(60_000)
    page = context.new_page()

    def keep(name: str) -> None:
        file = f"{name}-{size}-{theme}.webp"
        if file not in SHOWN:
            return
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(300)
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.save(folder / file, quality=75, method=6)

    page.goto(address)
    page.wait_for_selector("#shell[data-ready=true]")
    page.wait_for_timeout(1500)
    keep("first")
    for key, name in (
        ("timeline", "timeline"),
        ("disagree", "disagreements"),
        ("knowledge", "knowledge"),
        ("evaluation", "evaluation"),
    ):
        open_tab(page, key)
        keep(name)
    close_sheet(page)
    ask(page, UNKNOWN)
    keep("refusal")
    page.evaluate("document.querySelector('[data-new]').click()")
    page.locator(".first .ask").last.click()
    finished(page, 0)
    keep("dispute")
    turn = ask(page, EXPECTED)
    keep("answer")
    if size == "wide":  # elsewhere a tap opens the reader
        turn.locator(".chip").first.hover()
        keep("hover")
    turn.locator(".chip").first.click()
    page.locator("#p-reader mark.cited").first.wait_for()
    page.wait_for_timeout(700)
    keep("reader")
    open_tab(page, "sources")
    keep("sources")
    for language in ("hi", "ru"):
        page.goto(f"{address}{language}/")
        page.wait_for_selector("#shell[data-ready=true]")
        page.evaluate("document.querySelector('[data-new]').click()")
        page.locator(".first .ask").first.wait_for()
        page.wait_for_timeout(1500)
        keep(f"first-{language}")
    context.close()


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for size_name in SIZES:
            for theme_name in ("light", "dark"):
                walk(chromium, sys.argv[1], target, size_name, theme_name)
        chromium.close()

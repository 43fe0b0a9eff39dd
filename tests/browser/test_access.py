"""Keyboard, phone, screen reader, contrast, and speed."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE
from tests.browser.helpers import ask, marked, words

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
S_400 = "Did the two sides sign a new S-400 contract?"
TABS = ("sources", "reader", "timeline", "disagree", "knowledge", "evaluation")
Open = Callable[..., Page]
SMALL_TARGETS = """() => [...document.querySelectorAll('#shell :is(button, a[href], select, input)')]
    .filter(one => one.offsetParent && !one.closest('.skip, #upload'))
    .filter(one => {
        const after = getComputedStyle(one, '::after');
        const margin = after.content === 'none' ? 0 : Math.max(0, -2 * parseFloat(after.top) || 0);
        return one.getBoundingClientRect().height + margin < 43.5;
    }).map(one => one.outerHTML.slice(0, 100))"""


def test_a_phone_shows_the_first_sentence_and_a_tap_opens_the_marked_words(open_page: Open) -> None:
    page = open_page(width=390, height=844, has_touch=True)
    turn = ask(page, S_400)
    expect(turn.locator(".lead")).to_be_in_viewport()
    quote = words(turn.locator(".card q").first.text_content() or "")
    chip = turn.locator(".chip").first
    chip.tap()
    expect(page.locator("#panel")).to_be_in_viewport()
    assert marked(page) == quote
    page.wait_for_timeout(400)
    expect(page.locator("#p-reader mark.cited").first).to_be_in_viewport()
    page.get_by_label("Close").click()
    expect(chip).to_be_focused()


def test_back_on_a_phone_closes_the_reader_and_leaves_the_page_only_then(open_page: Open) -> None:
    page = open_page(width=390, height=844, has_touch=True)
    start = page.url
    ask(page, S_400).locator(".chip").first.tap()
    marked(page)
    page.go_back()
    expect(page.locator("#panel")).not_to_be_in_viewport()
    assert page.url == start
    expect(page.locator("#talk .turn h2")).to_have_text(S_400)
    page.locator("#talk .chip").first.tap()
    expect(page.locator("#panel")).to_be_in_viewport()
    page.get_by_label("Close").click()
    expect(page.locator("#panel")).not_to_be_in_viewport()
    page.wait_for_function("history.state?.sheet !== true")  # nothing is left to go back through


def test_the_buttons_below_an_answer_have_words_on_a_phone_and_a_vote_says_that_it_was_noted(open_page: Open) -> None:
    turn = ask(open_page(width=390, height=844), S_400)
    for words_ in ("Copy", "Ask again", "Link"):
        expect(turn.get_by_role("button", name=words_, exact=True)).to_contain_text(words_)
    assert turn.locator(".acts").evaluate("acts => acts.offsetHeight") < 60
    turn.get_by_label("Not helpful").click()
    expect(turn.locator(".acts")).to_contain_text("Noted")


def test_a_low_window_shows_more_than_two_lines_of_an_answer(open_page: Open) -> None:
    page = open_page(width=844, height=390, has_touch=True)
    ask(page, S_400)
    room = page.locator("#thread").evaluate("thread => thread.clientHeight")
    assert room > 0.65 * 390


def test_a_click_on_a_phone_is_not_lost_because_the_composer_shrinks(open_page: Open) -> None:
    page = open_page(width=390, height=844)
    for question in (S_400, "What did the visit achieve?"):
        turn = ask(page, question)
    page.get_by_label("Your question").focus()
    expect(page.get_by_role("switch", name="Official sources only")).to_be_visible()
    page.locator("#thread").evaluate("thread => thread.scrollTop = thread.scrollHeight")
    turn.locator(".claims .chip").last.click(delay=100)
    expect(page.locator("#panel")).to_be_in_viewport()
    page.get_by_label("Close").click()
    expect(page.get_by_role("switch", name="Official sources only")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 820, 1100, 1440])
def test_nothing_scrolls_sideways(open_page: Open, width: int) -> None:
    page = open_page(width=width, height=800)
    ask(page, S_400)
    wide = """() => [document.documentElement, ...document.querySelectorAll('#thread, .pane, .top, #form')]
        .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'none')
        .map(part => part.id || part.className)"""
    assert page.evaluate(wide) == []


@pytest.mark.parametrize("language", ["", "hi/", "ru/"])
def test_the_words_of_the_first_screen_do_not_hide_behind_the_composer(open_page: Open, language: str) -> None:
    page = open_page(language, width=1440, height=900)
    words_end = page.locator(".first .legend").evaluate("legend => legend.getBoundingClientRect().bottom")
    assert words_end < page.locator(".compose").evaluate("composer => composer.getBoundingClientRect().top")


@pytest.mark.parametrize("language", ["", "hi/", "ru/"])
@pytest.mark.parametrize("width", [390, 900, 1440])
def test_a_status_word_does_not_run_into_its_meaning(open_page: Open, language: str, width: int) -> None:
    rows = open_page(language, width=width, height=1100).locator(".first .legend > div")
    gaps = rows.evaluate_all(
        "rows => rows.map(row => row.children[1].getBoundingClientRect().left"
        " - row.children[0].getBoundingClientRect().right)"
    )
    assert len(gaps) == 6
    assert min(gaps) > 4


@pytest.mark.parametrize("width", [390, 1440])
def test_every_button_that_is_a_picture_has_a_tooltip(open_page: Open, width: int) -> None:
    page = open_page(width=width, height=844)
    ask(page, S_400)
    bare = """() => [...document.querySelectorAll('#shell button')]
        .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.innerText.trim())
        .filter(one => !one.title && one.id !== 'upload').map(one => one.outerHTML.slice(0, 100))"""
    assert page.evaluate(bare) == []


@pytest.mark.parametrize("language", ["", "hi/", "ru/"])
@pytest.mark.parametrize("width", [900, 1024, 1300])
def test_every_tab_is_seen_in_every_language(open_page: Open, language: str, width: int) -> None:
    page = open_page(language, width=width, height=768)
    for tab in page.get_by_role("tab").all():
        expect(tab).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("path", "width"), [("", 320), ("?as_of=2025-09-02", 390)])
def test_the_header_of_a_phone_has_two_lines(open_page: Open, path: str, width: int) -> None:
    facts = open_page(path, width=width, height=640).locator(".facts")
    assert facts.evaluate("facts => facts.offsetHeight < 2 * parseFloat(getComputedStyle(facts).lineHeight)")


def test_everything_is_done_with_the_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(S_400)
    page.keyboard.press("Enter")
    page.locator("#talk .turn[data-state=done]").wait_for()
    page.wait_for_selector("#form:not(.is-busy)")
    chip = page.locator("#talk .chip").first
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if chip.evaluate("chip => chip === document.activeElement"):
            break
    expect(chip).to_be_focused()
    expect(page.locator("#talk .card").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#talk .card").first).to_be_hidden()
    page.keyboard.press("Enter")
    marked(page)
    expect(chip).to_be_focused()


def test_arrows_move_between_tabs_and_only_one_is_a_tab_stop(page: Page) -> None:
    page.get_by_role("tab", name="Sources").click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Reader")).to_be_focused()
    expect(page.get_by_role("tab", name="Reader")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Evaluation")).to_be_focused()
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_escape_closes_what_is_open_and_focus_goes_back(page: Page) -> None:
    button = page.get_by_role("button", name="Export", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu", name="Export")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu", name="Export")).to_be_hidden()
    expect(button).to_be_focused()
    settings = page.get_by_role("button", name="Settings")
    settings.click()
    page.keyboard.press("Escape")
    expect(settings).to_be_focused()


def test_the_finished_answer_is_said_once(page: Page) -> None:
    turn = ask(page, S_400)
    said = page.locator("#live").inner_text()
    status = turn.locator(".status .tag").inner_text().strip()
    assert said.startswith(f"{status}. ")


def test_landmarks_and_headings_are_in_order(page: Page) -> None:
    ask(page, S_400)
    for role in ("banner", "main", "complementary"):
        assert page.get_by_role(role).count() == 1
    assert page.locator("h1").count() == 1
    expect(page.get_by_role("heading", level=2, name=S_400)).to_be_visible()


def test_every_control_is_a_target_of_44_pixels(page: Page) -> None:
    ask(page, S_400)
    small = page.evaluate(SMALL_TARGETS)
    assert small == []


def test_reduced_motion_moves_nothing(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    ask(page, S_400)
    moving = "document.getAnimations().filter(one => one.effect.getComputedTiming().duration > 1).length"
    assert page.evaluate(moving) == 0


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install axe-core")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_tab(open_page: Open, theme: str) -> None:
    page = open_page(theme=theme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {"first": _serious(page)}
    ask(page, "How many agreements came out of the visit?").locator(".chip").first.click()
    for tab in TABS:
        page.locator(f"#t-{tab}").click()
        page.wait_for_timeout(800)
        found[tab] = _serious(page)
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("menuitem", name="Briefing on chosen topics").click()
    found["briefing"] = _serious(page)
    assert {name: problems for name, problems in found.items() if problems} == {}


def _serious(page: Page) -> list[str]:
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for one in result["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"][:3]
    ]


def test_the_first_claim_comes_soon(page: Page) -> None:
    questions = ["What did Putin say about oil supplies?", S_400, "Who gets the free tourist visa?", "What is RELOS?",
                 "What was said on nuclear energy?"]  # fmt: skip
    ask(page, "What did the leaders agree on trade by 2030?")
    seconds = []
    for question in questions:
        page.get_by_label("Your question").fill(question)
        number = page.locator("#talk .turn").count()
        started = time.perf_counter()
        page.keyboard.press("Enter")
        page.locator(f"#running .claims .lead, #talk .turn:nth-child({number + 1}) .lead").first.wait_for()
        seconds.append(time.perf_counter() - started)
        page.wait_for_selector("#form:not(.is-busy)")
    print(f"first claim: median {1000 * statistics.median(seconds):.0f} ms")  # noqa: T201  the figure is wanted
    assert statistics.median(seconds) < 3  # 0.3 s on a machine at rest; a busy one must not fail


VISITORS = 20


@pytest.mark.slow
def test_twenty_visitors_at_once_do_not_mix(open_page: Open, tmp_path: Path) -> None:
    """Each brings a file of their own, and asks of it and of what all know, while the others do the same."""
    pages = [open_page(width=1100, height=800) for _ in range(VISITORS)]
    for number, page in enumerate(pages):
        path = tmp_path / f"canary-{number:02d}.md"
        path.write_text(f"# Canary {number:02d}\n\nThe canary of visitor{number:02d} sings the tune zq{number:02d}x.\n")
        page.locator("#t-knowledge").click()
        page.locator("#p-knowledge input[type=file]").set_input_files(str(path))
    for page in pages:
        expect(page.locator("#report")).to_contain_text("1 document added", timeout=10 * PATIENCE)
    questions = [(f"Which tune does the canary of visitor{number:02d} sing?", S_400) for number in range(VISITORS)]
    for turn in (0, 1):
        for page, asked in zip(pages, questions, strict=True):
            page.get_by_label("Your question").fill(asked[turn])
        for page in pages:
            page.locator("#q").press("Enter")
        for page in pages:
            page.locator("#talk .turn[data-state=done]").nth(turn).wait_for(timeout=10 * PATIENCE)
            page.wait_for_selector("#form:not(.is-busy)")
    quotes = set()
    for number, (page, asked) in enumerate(zip(pages, questions, strict=True)):
        page.reload()
        page.wait_for_selector("#shell[data-ready=true]")
        assert page.locator("#talk .turn h2").all_inner_texts() == list(asked)
        first, second = page.locator("#talk .turn").all()
        quotes.add(second.locator(".card q").first.text_content())
        quote = words(first.locator(".card q").first.text_content() or "")
        assert quote == f"The canary of visitor{number:02d} sings the tune zq{number:02d}x."
        first.locator(".chip").first.click()
        assert marked(page) == quote
        shown = set(re.findall(r"zq\d\dx|[Cc]anary[ -]\d\d", page.content()))
        assert {name[-3:-1] if name.startswith("zq") else name[-2:] for name in shown} == {f"{number:02d}"}
    assert len(quotes) == 1

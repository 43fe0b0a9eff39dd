"""Articles and entries that stand side by side on one page: all are kept, teasers of other pages are not."""

from __future__ import annotations

import pytest

from knowledge.loaders.limits import DEFAULT_LIMITS
from knowledge.loaders.web_page import read_web_page

LONG = (
    "The bridge of Lyra was closed for repairs by its warden, Ada Holm, who found three cracks in the eastern arch. "
    "The masons of Kelmar will begin on Monday and expect to need nine weeks, so that carts must take the ferry. "
    "The ferry leaves at every full hour and takes eleven carts, and the toll of the bridge is paid on board."
)
SHORT = (
    "The ferry is full on market days, so that carts have to wait at the mill of Lyra.",
    "The toll of the ferry is two crowns for a cart and half a crown for a goat.",
    "The warden asks all carters to keep off the meadow beside the landing stage.",
)


def read(body: str) -> tuple[str, list[str]]:
    made = read_web_page(f"<html><body><nav><a href='/'>Home</a></nav>{body}</body></html>".encode(), DEFAULT_LIMITS)
    return made.text, [made.text[start:end] for start, end, _ in made.headings]


@pytest.mark.parametrize("tag", ["article", "section", "div class='post'", "article class='entry first'"])
@pytest.mark.parametrize("frame", ["<main><h1>News</h1>{}</main>", "<h1>News</h1>{}", "<main><div>{}</div></main>"])
def test_short_entries_after_a_long_one_are_kept_with_their_headings(tag: str, frame: str) -> None:
    parts = [("Bridge closed", LONG), *((f"Note {number}", said) for number, said in enumerate(SHORT, 1))]
    body = "".join(f"<{tag}><h2>{name}</h2><p>{said}</p></{tag.split()[0]}>" for name, said in parts)
    text, headings = read(frame.format(body))
    assert [said for _, said in parts if said not in text] == []
    assert [name for name, _ in parts if name not in headings] == []


def test_entries_of_equal_length_keep_their_headings() -> None:
    body = "".join(f"<article><h2>Week {n}</h2><p>{LONG} It was week {n}.</p></article>" for n in range(1, 6))
    text, headings = read(f"<main><h1>Diary</h1>{body}</main>")
    assert [f"Week {n}" for n in range(1, 6) if f"Week {n}" not in headings] == []
    assert all(text.count(f"It was week {n}.") == 1 for n in range(1, 6))


def test_articles_without_headings_are_kept() -> None:
    body = "".join(f"<article><p>{said}</p></article>" for said in (LONG, *SHORT))
    text, _ = read(f"<main>{body}</main>")
    assert [said for said in SHORT if said not in text] == []


def test_teasers_of_other_pages_are_left_out_beside_the_article() -> None:
    teaser = "<article><h3><a href='/mill'>Mill sold</a></h3><p>The mill of Kelmar has a new owner.</p></article>"
    card = "<article><a href='/inn'><h3>Inn burnt</h3></a><p>The inn of Kelmar burnt down at night.</p></article>"
    story = f"<p>{LONG}</p><h2>The ferry</h2><p>{SHORT[0]}</p>"
    text, _ = read(f"<main><article><h1>Bridge closed</h1>{story}</article>{teaser}{card}</main>")
    assert "nine weeks" in text
    assert "mill of Kelmar" not in text
    assert "inn of Kelmar" not in text


def test_a_page_of_linked_entries_alone_keeps_them_all() -> None:
    body = "".join(
        f"<article><h2><a href='/{n}'>Entry {n}</a></h2><p>{LONG if n == 1 else said}</p></article>"
        for n, said in enumerate(("", *SHORT), 1)
    )
    text, _ = read(f"<main>{body}</main>")
    assert [said for said in (LONG, *SHORT) if said not in text] == []


def test_blocks_of_links_between_the_entries_stay_away() -> None:
    links = "<section><h2>Elsewhere</h2><ul><li><a href='/a'>Weather of Kelmar</a></li></ul></section>"
    body = f"<article><h2>Bridge closed</h2><p>{LONG}</p></article><article><h2>Ferry</h2><p>{SHORT[0]}</p></article>"
    text, _ = read(f"<main>{body}{links}</main>")
    assert SHORT[0] in text
    assert "Weather of Kelmar" not in text

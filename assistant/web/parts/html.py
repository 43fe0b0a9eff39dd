"""The one way from text to markup: whatever is not `Markup` is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from assistant.render import is_web_address, seen
from knowledge.text.month_names import MONTH

STATIC = Path(__file__).parents[1] / "static"  # style, script, texts and pictures of the page


class Markup(str):
    """Finished markup. Only this file makes it; every other string is text, and text is escaped."""

    __slots__ = ()


Child = str | None
_VOID = frozenset({"br", "hr", "img", "input"})
_SPECIAL = {ord(sign): f"&#{ord(sign)};" for sign in "&<>\"'`*_[]!$\\~#|{}"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TOGETHER = re.compile(
    r"(?:Rs\.?|US\$|\$|€|₹)\s?\d[\d,.]*\d(?:\s(?:crore|lakh|billion|million|trillion|bn)\b)?"
    r"|\b\d{1,2}[–-]\d{1,2}\s[^\W\d_]+"
    rf"|\b\d[\d,.]*\s(?:crore|lakh|billion|million|trillion|per cent|km|MW|GW|tonnes|{MONTH})\b"
    r"|\b\d+(?:\.\d+)?%"
    r"|\b[^\W\d_]-[^\W\d_]\w{1,14}\b"
    r"|\b(?=[\w-]{3,14}\b)[A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)+\b"
)


def escape(text: str) -> Markup:
    """Text as markup that shows exactly this text, on one line.

    Beside the signs of HTML it hides those of Markdown and TeX, line breaks become spaces, and signs that cannot be
    seen (controls, changes of direction, tags) go: so no text can end the block it stands in, nor look like another.
    """
    visible = _CONTROL.sub(" ", seen(text))
    return Markup(visible.translate(_SPECIAL))


def el(name: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element. Children that are plain strings are escaped; `None` and `False` attributes are left out.

    Names: a trailing underscore goes (`class_`), other underscores become hyphens (`data_n` is `data-n`).
    """
    head = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{head}>")
    return Markup(f"<{head}>{join(children)}</{name}>")


def join(children: Iterable[Child], between: str = "") -> Markup:
    """Several pieces one after the other; plain strings among them are escaped."""
    return Markup(between.join(_markup(child) for child in children if child))


def prose(text: str) -> Markup:
    """Running text in which a name such as S-400, or a number with its unit, is not broken over two lines."""
    pieces: list[Child] = []
    end = 0
    for found in _TOGETHER.finditer(text):
        pieces += [text[end : found.start()], el("span", found.group(), class_="nb")]
        end = found.end()
    return join([*pieces, text[end:]])


def ending(text: str, tail: Child) -> Markup:
    """Running text whose last word stays on one line with what follows it (a citation's chip)."""
    if not tail:
        return prose(text)
    head, space, last = text.rstrip().rpartition(" ")
    return join([prose(head + space), el("span", last, tail, class_="nb")])


def icon(name: str, class_: str = "") -> Markup:
    """A picture from the page's sprite (`static/icons.svg`), unseen by screen readers."""
    classes = f"i {class_}".strip()
    return Markup(f'<svg class="{classes}" aria-hidden="true"><use href="#i-{name}"/></svg>')


def link(url: str | None, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """A link to a page outside, or the children alone when the address is not a plain web address."""
    if not url or not is_web_address(url):
        return join(children)
    return el("a", *children, href=url, target="_blank", rel="noopener noreferrer", **attributes)


def sprite() -> Markup:
    """The page's icons, to be put into it once."""
    return Markup((STATIC / "icons.svg").read_text(encoding="utf-8").replace("\n", ""))


def _markup(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    text = str(value).translate(_SPECIAL)
    for sign in "\n\r\t":
        text = text.replace(sign, f"&#{ord(sign)};")
    return f' {name}="{_CONTROL.sub(" ", text)}"'

"""Words from outside made safe to show: no invisible characters, no marks of citations, no markup."""

from __future__ import annotations

import re

import regex

from knowledge.text.words import UNSEEN

_MARK_IN_TEXT = re.compile(r"[\[【［]\s*(\d+(?:\s*[,;–—-]\s*\d+)*)\s*[\]】］]")
_UNSEEN = regex.compile(rf"[{UNSEEN}\p{{Cs}}]", regex.V1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]~|^$])")
_LINE_SIGNS = re.compile(r"^([^\S\n]*)(#+|=+|>)", re.MULTILINE)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LINK_STARTS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def seen(text: str) -> str:
    """The text without invisible characters: directional marks, tags, zero-width characters, controls."""
    return _CONTROL.sub(" ", _UNSEEN.sub("", text))


def plain(text: str) -> str:
    """Words from outside without anything that could be taken for one of our citation marks: `[3]` becomes `(3)`."""
    return _MARK_IN_TEXT.sub(r"(\1)", seen(text))


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no link, no picture. Lists stay lists."""
    text = seen(text).replace("&", "&amp;").replace("<", "&lt;")
    text = _MARKDOWN_SIGNS.sub(r"\\\1", text)
    text = _LINE_SIGNS.sub(lambda match: f"{match[1]}\\{match[2]}", text)
    return _LINK_STARTS.sub(lambda match: match[0].replace(":", "&#58;").replace(".", "&#46;"), text)


def is_web_address(text: str) -> bool:
    """Whether a text begins like an address on the web; no other may become a link."""
    return _WEB_ADDRESS.match(text) is not None

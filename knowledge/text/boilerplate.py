"""Lines that say nothing about their document's subject: links, menus, notices, bylines, datelines, greetings."""

from __future__ import annotations

import re

from knowledge.text.byline import is_byline
from knowledge.text.courtesy import is_closing, is_greeting
from knowledge.text.dateline import outlet_of

_DOMAIN = re.compile(
    r"(?:https?://\S+|(?:[\w-]{1,63}\.)+(?:com|org|net|info|biz|io|co|in|ru|uk|us|eu|de|fr|cn|ca|au|tv|me|site|online|shop|store|"
    r"xyz|blog|news|app|dev|club|top|live|pro|agency|vip|link|click|website)(?:/\S*)?)$",
    re.IGNORECASE,
)
_LINK_SEPARATOR = re.compile(r"[\s|\u2022\u00b7,;]+")
_MENU_SEPARATOR = re.compile(r"(?<!\s)\s+(?:\||\u2022|\u00b7|>|\u00bb|\u203a)\s+")
_NOTICE = re.compile(
    r"""(?:we\ (?:and\ our\ partners\ )?use\ (?:\w+\ )?cookies
    | this\ (?:web)?site\ uses\ (?:\w+\ )?cookies
    | by\ (?:continuing|clicking|using)\b.{0,80}\bcookies
    | (?:accept|reject|allow|manage)(?:\ all)?(?:\ cookies|\ preferences)
    | cookie\ (?:policy|settings|preferences|notice)
    | advertisement | sponsored(?:\ content)? | skip\ to\ (?:main\ )?content
    | share\ (?:this|on|via)\b.{0,60} | follow\ us\b.{0,60} | click\ here\b.{0,60}
    | read\ (?:more|also|next)\b.{0,120} | also\ read\b.{0,120}
    | subscribe\ (?:now|to\ our)\b.{0,60} | sign\ up\ (?:for|to)\b.{0,80}newsletter.{0,40}
    | (?:log|sign)\ in | sign\ up | all\ rights\ reserved
    | (?:copyright\s+)?(?:\u00a9|\(c\))\s*\d{4}.{0,80}
    | back\ to\ top | privacy\ policy | terms\ (?:of\ (?:use|service)|&\ conditions)
    | related\ (?:articles|stories|posts|links|news) | you\ may\ also\ like | most\ read | trending(?:\ now)?
    | (?:ap|afp|pti|ani|ians|cnn|reuters)(?:\s*[\u2013\u2014-])?
    | load\ more | leave\ a\ (?:reply|comment)
    | join\ (?:our|us\ on)\ (?:whatsapp|telegram)\b.{0,60} | download\ (?:the|our)\ app\b.{0,40})""",
    re.IGNORECASE | re.VERBOSE,
)


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is no statement of its document.

    Only lines that are nothing else are meant: a sentence that merely mentions cookies or a web address is kept.
    """
    if len(line) > 400 or not line:
        return False
    around = _is_link_farm(line) or _is_menu(line) or _is_notice(line)
    return around or is_byline(line) or bool(outlet_of(line)) or is_greeting(line) or is_closing(line)


def _is_link_farm(line: str) -> bool:
    """Only web addresses and separators between them."""
    if "." not in line:
        return False
    words = [word for word in _LINK_SEPARATOR.split(line) if word]
    return bool(words) and all(_DOMAIN.match(word) for word in words)


def _is_menu(line: str) -> bool:
    """Three or more very short entries with separators between them, none a sentence."""
    entries = _MENU_SEPARATOR.split(line.strip(" |>\u00bb\u203a"))
    if len(entries) < 3 or line.startswith("|"):
        return False
    return all(
        len(entry.split()) <= 3 and not entry.endswith((".", "!", "?")) and entry.isascii() for entry in entries
    ) and not any(letter.isdigit() for letter in line)


def _is_notice(line: str) -> bool:
    """A notice or button from its first word to its last."""
    found = _NOTICE.match(line)
    return found is not None and (
        found.end() >= len(line.rstrip(" .!:\u2026>\u00bb")) or "cookies" in found.group().lower()
    )

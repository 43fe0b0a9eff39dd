"""A mail message (EML) -> who sent it and when, and its words without quoted replies; attachments come as files."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from knowledge.errors import DocumentError
from knowledge.loaders.encoding import decode
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.web_page import read_web_page
from knowledge.text.courtesy import is_closing
from knowledge.text.month_names import MONTHS

_MOST_RECEIVERS = 10  # who are named in the text
_MOST_SIGNATURE = 4  # lines below a closing
_LONGEST_NAME = 60  # characters of such a line
_QUOTED = re.compile(r"\s*>")
_WROTE = re.compile(r"\s*(?:On|Am|Le|El)\b.{5,200}\b(?:wrote|schrieb|\u00e9crit|escribi\u00f3)\s?:\s*$")


def read_mail(data: bytes, limits: Limits) -> tuple[Extracted, list[tuple[str, bytes]]]:
    """Read a message.

    Returns:
        The message, and the name and content of every attachment.

    Raises:
        DocumentError: It is damaged or has too many parts.
    """
    try:
        # The type of a message follows from the policy, which the stubs do not say.
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = list(message.walk())
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise DocumentError("The message is damaged.") from error
    if len(parts) > limits.members:
        raise DocumentError(f"The message has {len(parts):,} parts; at most {limits.members:,} are read.")
    body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    name, address = parseaddr(_header(message, "From"))
    sender = name or address
    builder = TextBuilder(limits)
    headings: tuple[tuple[int, int, int], ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    text = ""
    if body is not None:
        content = _content(body)
        charset = body.get_content_charset("")
        if body.get_content_type() == "text/html":
            page = read_web_page(content, limits, charset=charset)
            text, headings, rows = page.text, page.headings, page.rows
        else:
            builder.verbatim("\n".join(_without_name(_own_lines(decode(content, charset)), f"{name} {address}")))
            text = builder.text
    attached = [
        (part.get_filename() or f"attachment-{number}", _content(part))
        for number, part in enumerate(parts, 1)
        if part is not body and part.get_content_disposition() == "attachment"
    ]
    published = _day(_header(message, "Date"))
    if text.strip():
        head = _head(message, sender, published)
        place = len(head) + 2
        text = f"{head}\n\n{text}"
        headings = tuple((start + place, end + place, level) for start, end, level in headings)
        rows = ((0, len(head)), *((start + place, end + place) for start, end in rows))
    made = Extracted(
        text,
        title=_header(message, "Subject"),
        publisher=sender,
        author=sender,
        published=published,
        found="Date of the message" if published else "",
        language=language_of(text),
        headings=headings,
        rows=rows,
    )
    return made, attached


def _head(message: Message, sender: str, published: str) -> str:
    """Who sent the message, to whom, when and about what, as a row that can be quoted."""
    receivers = getaddresses([_header(message, "To")])[:_MOST_RECEIVERS]
    day = date.fromisoformat(published) if published else None
    said = {
        "From": sender,
        "To": ", ".join(name or address for name, address in receivers if name or address),
        "Date": f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "",
        "Subject": _header(message, "Subject"),
    }
    return "; ".join(f"{name}: {value}" for name, value in said.items() if value)


def _without_name(lines: list[str], sender: str) -> list[str]:
    """The lines without the sender's own name at the end; another name below a closing is said to have signed."""
    own = _words(sender)
    ends = [number for number, line in enumerate(lines) if line.strip()]
    for back in range(1, min(_MOST_SIGNATURE, len(ends) - 1) + 1):
        below = [lines[number].strip() for number in ends[-back:]]
        if is_closing(lines[ends[-back - 1]]) and all(len(line) <= _LONGEST_NAME for line in below):
            others = [line for line in below if not _words(line) <= own]
            return [*lines[: ends[-back - 1]], *(["", f"Signed: {', '.join(others)}"] if others else [])]
    if len(ends) > 1 and _words(lines[ends[-1]]) <= own:
        return lines[: ends[-1]]
    return lines


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)  # whatever its encoding says; only bytes are of use here
    return payload if isinstance(payload, bytes) else b""


def _header(message: Message, name: str) -> str:
    try:
        value = message.get(name, "")
    except (ValueError, IndexError, AttributeError, TypeError):  # the standard parser trips over some damaged headers
        return ""
    return visible(str(value or "")).replace("\n", " ")[:500]


def _day(value: str) -> str:
    try:
        return parsedate_to_datetime(value).date().isoformat() if value else ""
    except (ValueError, TypeError, IndexError):
        return ""


def _own_lines(text: str) -> list[str]:
    """The lines that the sender wrote: no quoted reply, no signature; all of them if nothing else is there."""
    lines = text.splitlines()
    own: list[str] = []
    for line in lines:
        if line == "-- ":
            break
        if not _QUOTED.match(line) and not _WROTE.match(line):
            own.append(line)
    return own if any(line.strip() for line in own) else [line.lstrip("> ") for line in lines]

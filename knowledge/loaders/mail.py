"""A mail message (EML) -> its words without quoted replies; what is attached to it comes as files of their own."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from knowledge.errors import DocumentError
from knowledge.loaders.encoding import decode
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.web_page import read_web_page

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
    builder = TextBuilder(limits)
    headings: tuple[tuple[int, int, int], ...] = ()
    text = ""
    if body is not None:
        content = _content(body)
        charset = body.get_content_charset("")
        if body.get_content_type() == "text/html":
            page = read_web_page(content, limits, charset=charset)
            text, headings = page.text, page.headings
        else:
            builder.verbatim("\n".join(_own_lines(decode(content, charset))))
            text = builder.text
    attached = [
        (part.get_filename() or f"attachment-{number}", _content(part))
        for number, part in enumerate(parts, 1)
        if part is not body and part.get_content_disposition() == "attachment"
    ]
    name, address = parseaddr(_header(message, "From"))
    published = _day(_header(message, "Date"))
    made = Extracted(
        text,
        title=_header(message, "Subject"),
        publisher=name or address,
        author=name or address,
        published=published,
        found="Date of the message" if published else "",
        language=language_of(text),
        headings=headings,
    )
    return made, attached


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

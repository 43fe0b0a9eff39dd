"""Bytes -> text: byte order marks, UTF-8, UTF-16, and older code pages by what the letters look like."""

from __future__ import annotations

import codecs
import re

from knowledge.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = [
    *(
        "cp1251",
        "koi8_r",
        "cp1252",
        "cp1250",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "iso8859_5",
        "iso8859_15",
        "cp866",
    ),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "mac_cyrillic"),
]
_SAMPLE = 100_000  # bytes from which a code page is guessed
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, declared: str = "") -> str:
    """Decode a text of unknown encoding.

    Args:
        data: All of it.
        declared: An encoding that the file or the server names; used when the bytes fit it.

    Raises:
        DocumentError: The bytes are no text, or of no encoding that can be told.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_attempt(data, name))
    if wide := _wide(data):
        return _checked(_attempt(data, wide))
    if b"\0" in data:
        raise DocumentError("This is a binary file, not text.")
    for name in ("utf-8", declared):
        try:
            return _checked(data.decode(name)) if name else _checked(_guess(data))
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(_guess(data))


def _wide(data: bytes) -> str:
    """The name of a UTF-16 without its mark, seen from where the zero bytes stand."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else ""


def _attempt(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise DocumentError(f"The file says that it is {name}, but is damaged at byte {error.start}.") from error


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY, threshold=0.3).best()
    if best is None:
        raise DocumentError("The encoding of this text could not be told. Save it as UTF-8.")
    return data.decode(best.encoding, errors="replace")


def _checked(text: str) -> str:
    """The text, if it is one."""
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls > 0.02 * len(text[:_SAMPLE]) or text.count("\ufffd") > 0.05 * len(text):
        raise DocumentError("This is a binary file, not text.")
    return text

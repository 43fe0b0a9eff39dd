"""Zip files opened with care: counted members, counted bytes, no paths, and XML without entities or a network."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from knowledge.errors import DocumentError
from knowledge.loaders.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_DAMAGED = (  # what the library raises for files that are no zip files
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError),
    IndexError,
)
_PIECE = 64 * 1024  # bytes unpacked at a time


class Package:
    """The members of a zip file, read within limits.

    Args:
        data: The whole file.
        limits: How many members, how many unpacked bytes in all, and how many for each packed one.

    Raises:
        DocumentError: It is damaged, encrypted, or holds too much.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.unpacked_bytes
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise DocumentError("The file is a damaged archive.") from error
        if len(self._file.infolist()) > limits.members:
            raise DocumentError(
                f"The archive has {len(self._file.infolist()):,} members; at most {limits.members:,} are read."
            )
        self._infos = {info.filename: info for info in self._file.infolist() if info.filename and not info.is_dir()}
        self._packed = len(data)

    @property
    def names(self) -> list[str]:
        """The names of all members that are files, in the order of the archive."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        """Whether there is a member of this name."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Unpack one member.

        Raises:
            DocumentError: It is not there, encrypted, damaged, or unpacks to too much.
        """
        info = self._infos.get(name)
        if info is None:
            raise DocumentError(f"The file lacks its part {name!r}; it is damaged.")
        if info.flag_bits & 1:
            raise DocumentError("The archive is protected by a password. Save a copy without one.")
        pieces: list[bytes] = []
        size = 0
        try:
            with self._file.open(info) as member:
                while piece := member.read(_PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise DocumentError(
                            f"The archive unpacks to more than {self._limits.unpacked_bytes // 1_000_000} MB. Split it."
                        )
                    if size > 1_000_000 and size > self._limits.ratio * max(1, info.compress_size):
                        raise DocumentError(
                            f"A member unpacks to more than {self._limits.ratio} times its size, as in a zip bomb."
                        )
                    pieces.append(piece)
        except _DAMAGED as error:
            raise DocumentError(f"The part {name!r} of the archive is damaged or packed in an unknown way.") from error
        return b"".join(pieces)

    def xml(self, name: str) -> _Element:
        """One member as XML.

        Raises:
            DocumentError: It is no XML, or declares entities.
        """
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> _Element:
    """Parse XML without entities, document type, network or endless depth.

    Raises:
        DocumentError: It is no XML, or declares entities.
    """
    from lxml import etree

    if b"<!ENTITY" in data[:100_000] or b"<!\0E\0N\0T" in data[:100_000]:
        raise DocumentError("The file declares XML entities, which are not read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("A part of the file is damaged XML.") from error
    if root is None:
        raise DocumentError("A part of the file is empty.")
    return root

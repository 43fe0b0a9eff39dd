"""Which network addresses may be fetched from: plain public ones, however they are written."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from urllib.parse import urlsplit

from knowledge.errors import DocumentError

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)$", re.IGNORECASE)
_DOTTED = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$")
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ISATAP = re.compile(r"^(?:[0-9a-f]{4}:){4}(?:0000|0200):5efe:")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Whether an address is a plain public unicast one, and so is the IPv4 address that an IPv6 one may carry."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id or _ISATAP.match(address.exploded):
            return False
        carried = address.ipv4_mapped or address.sixtofour
        if carried is None and address in _NAT64:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
        if address.teredo is not None:
            return False
    special = address.is_multicast or address.is_private or address.is_reserved or address.is_loopback
    listed = any(address in network for network in _REFUSED if network.version == address.version)
    return address.is_global and not special and not address.is_link_local and not address.is_unspecified and not listed


def check_url(url: str, allow_loopback: bool = False) -> tuple[str, str, int, str]:
    """Take an address apart and refuse what is never fetched.

    Returns:
        Scheme, host, port, and the path with its query.

    Raises:
        DocumentError: Another scheme than http and https, another port than theirs, a user name or password, or a
            host that is none.
    """
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in url) or "\\" in url or len(url) > 2000:
        raise DocumentError("The address holds characters that no address has, or is longer than 2,000 characters.")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (
            (parts.hostname or "").encode("idna").decode("ascii").lower()
            if ":" not in (parts.hostname or "")
            else parts.hostname or ""
        )
    except (ValueError, UnicodeError) as error:
        raise DocumentError("This is no address of a web page.") from error
    if parts.scheme not in {"http", "https"}:
        named = parts.scheme or "an address without scheme"
        raise DocumentError(f"Only http and https addresses are read, not {named!r}.")
    if parts.username is not None or parts.password is not None:
        raise DocumentError("An address with a user name or password is not fetched.")
    host = host.removesuffix(".")
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise DocumentError(f"{host!r} is no host.") from error
    elif not _HOST.match(host) or (_NUMERIC.match(host.rpartition(".")[2]) and not _DOTTED.match(host)):
        raise DocumentError(f"{host!r} is no host name, nor a network address in its usual form.")
    usual = 443 if parts.scheme == "https" else 80
    if port is not None and port != usual and not (allow_loopback and _is_loopback(host)):
        raise DocumentError(f"Port {port} is not fetched from; only {usual} for {parts.scheme}.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or usual, path


def resolve(host: str, port: int, seconds: float, allow_loopback: bool = False) -> str:
    """The address to connect to; each that the name stands for must be public.

    Raises:
        DocumentError: The name is unknown, does not answer in time, or stands for an address inside some network.
    """
    found: list[object] = []

    def ask() -> None:
        try:
            found.append([info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    answer = found[0] if found else None
    if not isinstance(answer, list) or not answer:
        raise DocumentError(
            f"The host {host!r} was not found." if found else f"The name {host!r} was not resolved in time."
        )
    for text in answer:
        address = ipaddress.ip_address(str(text))
        if not is_public(address) and not (allow_loopback and address.is_loopback):
            raise DocumentError(
                f"The host {host!r} stands for an address inside a private or special network ({address})."
            )
    return str(answer[0])


def _is_loopback(host: str) -> bool:
    return host in {"127.0.0.1", "localhost", "::1"}

"""Fetching a document by its address: within a time and a size, and never from inside the own network."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from trivet.intake.documents.opened import LARGEST, UnreadableFile

#: Seconds for the whole of it, octets asked for at a time, and addresses that may point on to others.
_SECONDS, _PIECE, _MOST_HOPS = 30.0, 2**16, 5
_MOVED = {301, 302, 303, 307, 308}
_PORTS = {"http": 80, "https": 443}

IP = IPv4Address | IPv6Address


def is_public(ip: IP) -> bool:
    """Whether an address of a machine is one of the open network."""
    inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (inner or ip).is_global and not (inner or ip).is_multicast


def fetch(
    address: str, *, seconds: float = _SECONDS, most: int = LARGEST, may: Callable[[IP], bool] = is_public
) -> tuple[str, bytes]:
    """The octets at an address, and the address where they were found in the end.

    seconds: for looking up, connecting and reading together. may: which machines may be asked; what a name stands for
    is looked up once and that machine is asked, so that a name cannot change its meaning in between. Raises
    UnreadableFile, which says what went wrong.
    """
    until = time.monotonic() + seconds
    try:
        for _hop in range(_MOST_HOPS + 1):
            where = _split(address)
            with closing(_connected(address, where, until, may)) as connection:
                answer = _asked(connection, where)
                if answer.status not in _MOVED:
                    return address, _read(address, answer, until, most)
                address = urljoin(address, answer.headers.get("location", ""))
    except TimeoutError as problem:
        message = _("“%(file)s” did not come within %(seconds)s seconds: try again later.")
        raise UnreadableFile(message % {"file": address, "seconds": round(seconds)}) from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        told = {"file": address, "problem": problem}
        raise UnreadableFile(_("“%(file)s” cannot be fetched: %(problem)s.") % told) from problem
    raise UnreadableFile(_("“%s” points on and on to other addresses: name the last one.") % address)


def _split(address: str) -> SplitResult:
    where = urlsplit(address)
    if where.scheme not in _PORTS or not where.hostname or where.username or where.password:
        raise UnreadableFile(
            _("“%s” is no address of a page: it begins with https:// and holds no password.") % address
        )
    return where


def _connected(address: str, where: SplitResult, until: float, may: Callable[[IP], bool]) -> http.client.HTTPConnection:
    host, port = where.hostname or "", where.port or _PORTS[where.scheme]
    machines = [ip_address(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not machines or not all(may(one) for one in machines):
        raise UnreadableFile(_("“%s” lies inside the own network: save the page and send the file.") % address)
    left = _left(until)
    plain = socket.create_connection((str(machines[0]), port), timeout=left)
    connection = http.client.HTTPConnection(host, port, timeout=left)
    secure = where.scheme == "https"
    connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    return connection


def _asked(connection: http.client.HTTPConnection, where: SplitResult) -> Any:
    path = f"{where.path or '/'}{'?' + where.query if where.query else ''}"
    headers = {"Host": where.netloc, "User-Agent": "Trivet", "Accept-Encoding": "identity", "Connection": "close"}
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _read(address: str, answer: Any, until: float, most: int) -> bytes:
    if answer.status != http.client.OK:
        told = {"file": address, "problem": f"{answer.status} {answer.reason}"}
        raise UnreadableFile(_("“%(file)s” cannot be fetched: %(problem)s.") % told)
    octets = b""
    for piece in _pieces(answer, until):
        octets += piece
        if len(octets) > most:
            message = _("“%(file)s” is larger than %(limit)s MB: send the part that is to be read.")
            raise UnreadableFile(message % {"file": address, "limit": most // 2**20})
    return octets


def _pieces(answer: Any, until: float) -> Iterator[bytes]:
    while piece := answer.read1(_PIECE):
        yield piece
        _left(until)


def _left(until: float) -> float:
    """The seconds that are left. Raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left

"""The log of who asked for what: one line a request, on standard error, without what a person typed.

A line has seven parts with a space between: the time (UTC, RFC 3339), the client's network (an IPv4 address without
its last number, an IPv6 address by its first three), the method, the path, the status, bytes answered, seconds taken.
What follows "?" is left out, as people's names are asked for there; so are cookies, referrers and names of browsers.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import sys
from typing import Final, TextIO
from urllib.parse import quote

__all__ = ["AccessLog", "network_of"]

_SHOWN: Final = 200  # letters of a path
_PLAIN: Final = "/:@!$'()*+,;=~-._"


class AccessLog:
    """Writes a line for each request that was answered, or whose sender left before (status 499)."""

    def __init__(self, target: TextIO | None = None) -> None:
        self._target = target or sys.stderr

    def write(self, client: str, method: str, path: str, status: int, size: int, seconds: float) -> None:
        """Write the line of a request; a log that cannot be written stops no answer."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        shown = quote(path, safe=_PLAIN)
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
        verb = method if method.isalpha() and method.isascii() and len(method) <= 20 else "?"
        with contextlib.suppress(OSError, ValueError):
            self._target.write(f"{now} {network_of(client)} {verb} {shown} {status} {size} {seconds:.3f}\n")
            self._target.flush()


def network_of(client: str) -> str:
    """Give the network of an address, so that a log names nobody.

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2::3"), network_of("127.0.0.1"), network_of("")
    ('203.0.113.0', '2001:db8:1::', '127.0.0.1', '-')
    """
    try:
        address = ipaddress.ip_address(client.partition("/")[0])
    except ValueError:
        return "-"
    if address.is_loopback:
        return str(address)
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False).network_address)

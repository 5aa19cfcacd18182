"""The command: starts the front and the workers, and ends both."""

from __future__ import annotations

import argparse
import asyncio
import logging
import math
import os
import re
import signal
import socket
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cityties.model.errors import RequestError
from cityties.model.given import CURATED
from cityties.model.scratch import Scratch
from cityties.store import is_address

if TYPE_CHECKING:
    from cityties.server.front import Front
    from cityties.server.process import Limits

__all__ = ["hosts_of", "limits_of", "listen", "place_of", "root_of", "run"]

_BACKLOG: Final = 128  # connections that wait to be taken
_ROOT: Final = re.compile(r"(?:/(?!\.)[A-Za-z0-9._~-]+){0,8}")
_FINISH: Final = 5.0  # seconds that a running query is left when the server is stopped


def run(options: argparse.Namespace, location: str | None) -> None:
    """Serve a store until somebody ends it. Raises RequestError where that cannot be done."""
    try:
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise RequestError("serve: uvicorn is not installed: pip install 'cityties[serve]'") from error
    from cityties.server.access import AccessLog
    from cityties.server.docs import folder_of
    from cityties.server.front import Front
    from cityties.server.pool import Pool
    from cityties.server.update import Updates

    limits, hosts, root, docs = limits_of(options), hosts_of(options), root_of(options), folder_of(options.docs)
    token = _token(options, location)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # so that what was made is cleared away
    with ExitStack() as stack:
        place = Path(place_of(location, stack))
        listener = stack.enter_context(listen(options.host, options.port))
        front = Front(
            Pool(place, limits, tuple(options.allow_service)),
            limits,
            hosts=hosts,
            origins=options.allow_origin,
            cache=not options.no_cache,
            updates=Updates(place, token, hosts) if options.allow_update else None,
            root=root,
            docs=docs,
            log=AccessLog() if options.access_log else None,
        )
        name = f"[{options.host}]" if ":" in options.host else options.host
        address = f"http://{name}:{listener.getsockname()[1]}{root}/"
        _serve(front, listener, address, min(limits.seconds, _FINISH))


def _serve(front: Front, listener: socket.socket, address: str, grace: float) -> None:
    """Answer at a socket until a signal comes; then let running queries finish, or say 503.

    Raises RequestError where the workers do not start.
    """
    import uvicorn

    from cityties.server.connection import bounded

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            path = f"/{address.split('/', 3)[3]}"
            print(
                f"cityties serves {address} (SPARQL at {path}sparql; end it with Ctrl-C)", file=sys.stderr, flush=True
            )

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            ending = asyncio.create_task(front.end(grace))
            await super().shutdown(sockets)
            await ending

    logging.getLogger("asyncio").setLevel(logging.ERROR)  # a client that goes away is nothing to tell of
    config = uvicorn.Config(
        front, http=bounded(_BACKLOG), ws="none", loop="asyncio", lifespan="on", log_level="critical",
        access_log=False, server_header=False, date_header=True, backlog=_BACKLOG, timeout_keep_alive=3600,
        timeout_graceful_shutdown=math.ceil(grace) + 2, h11_max_incomplete_event_size=1 << 16,
    )  # fmt: skip
    try:
        Server(config).run(sockets=[listener])
    except SystemExit as end:
        if front.failure:
            raise RequestError(f"serve: {front.failure}: give it more --memory, or look into the store") from end
        raise


def limits_of(options: argparse.Namespace) -> Limits:
    """Read what a request may take. Raises RequestError on what is out of bounds."""
    from cityties.server.process import Limits

    if not 1 <= options.workers <= 1000:
        raise RequestError(f"--workers {options.workers}: give a number from 1 to 1000")
    if not 0 < options.timeout <= 86400:
        raise RequestError(f"--timeout {options.timeout:g}: give seconds, more than 0 and at most 86400")
    if not 1 <= options.memory <= 1 << 24:
        raise RequestError(f"--memory {options.memory}: give MiB, from 1 to {1 << 24}")
    return Limits(seconds=options.timeout, memory=options.memory, workers=options.workers)


def hosts_of(options: argparse.Namespace) -> frozenset[bytes]:
    """Read by which names a server goes. Raises RequestError on what is no name of a host."""
    names = {"localhost", "127.0.0.1", "[::1]", *options.host_name, options.host}
    for name in names:
        if not name or not name.isascii() or not name.isprintable() or " " in name:
            told = name.encode("ascii", "backslashreplace").decode()
            raise RequestError(f"{told!r}: no name of a host: write it in ASCII, as xn--… where it has other letters")
    return frozenset(name.lower().encode("ascii") for name in names | {f"[{options.host}]"})


def root_of(options: argparse.Namespace) -> str:
    """Read below which path a proxy shows the server: "" or a path that begins with "/" and does not end so.

    Raises RequestError on what is no plain path, or begins as an address of the server's own.
    """
    from cityties.server.routes import OWN

    told = str(options.root_path)
    root = told.rstrip("/")
    if len(told) > 200 or _ROOT.fullmatch(root) is None:
        shown = told[:80].encode("ascii", "backslashreplace").decode()
        raise RequestError(f"--root-path {shown}: no such path: write /NAME, of letters, digits, - and _")
    first = root.lstrip("/").partition("/")[0].partition(".")[0]
    if first in OWN:
        raise RequestError(f"--root-path {told}: the server has an address /{first} itself: choose another")
    return root


def _token(options: argparse.Namespace, location: str | None) -> str:
    from cityties.server.update import sound

    if not options.allow_update:
        return ""
    token = os.environ.get("CITYTIES_TOKEN", "")
    if location in (None, CURATED):
        raise RequestError("--allow-update: needs a store that stays: name it by --store DIR")
    if not sound(token):
        raise RequestError("--allow-update: set CITYTIES_TOKEN to a secret of 16 or more letters and digits")
    return token


def place_of(location: str | None, stack: ExitStack) -> str:
    """Say where the store lies that is served; the shipped one is made for as long as the server runs."""
    from cityties.imports.world.store import kept, open_world
    from cityties.names import catalogue
    from cityties.store import generation, open_store

    if location is None:
        with closing(open_world()):
            if generation.current(kept()) is None:
                way = "let XDG_DATA_HOME name a folder that can be written, or serve --store curated"
                raise RequestError(f"{kept()}: the world's store cannot be kept there: {way}")
        return str(kept())
    if location == CURATED:
        from cityties.facts.build import build

        made = stack.enter_context(Scratch("served")) / "store"
        build(str(made), [])
        return str(made)
    if is_address(location):
        raise RequestError(f"{location}: is an endpoint already: ask it there, or name a store on disk")
    if not generation.holds_store(Path(location)):
        raise RequestError(f"{location}: no store there: make one with `cityties build --store {location}`")
    with closing(open_store(location, read_only=True)) as store:  # says what is wrong with it, in one line
        catalogue.keep(store)  # so that no search waits for it
    return location


def listen(host: str, port: int) -> socket.socket:
    """Listen at an address. Raises RequestError where that cannot be done."""
    if not 0 <= port < 1 << 16:
        raise RequestError(f"{host}:{port}: no such port: choose one from 0 to 65535")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{host}:{port}: cannot listen there: {reason}: choose another --port") from error
    return listener

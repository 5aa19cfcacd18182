"""The command: starts the front and the workers, and ends both."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from cityties.model.errors import RequestError
from cityties.server.pool import Limits

__all__ = ["run"]


def run(options: argparse.Namespace, location: str | None) -> None:
    """Serve a store until somebody ends it. Raises RequestError where that cannot be done."""
    try:
        import uvicorn

        from cityties.server.front import Front
        from cityties.server.pool import Pool
        from cityties.server.update import Updates, sound
    except ImportError as error:
        raise RequestError("serve: uvicorn is not installed: pip install 'cityties[serve]'") from error
    from cityties.store import generation

    if location and location.startswith(("http://", "https://")):
        raise RequestError(f"{location}: is an endpoint already: ask it there, or name a store on disk")
    token = os.environ.get("CITYTIES_TOKEN", "") if options.allow_update else ""
    if options.allow_update and location is None:
        raise RequestError("--allow-update: needs a store that stays: name it by --store DIR")
    if options.allow_update and not sound(token):
        raise RequestError("--allow-update: set CITYTIES_TOKEN to a secret of 16 or more letters and digits")
    limits = Limits(seconds=options.timeout, memory=options.memory, workers=options.workers)
    with ExitStack() as stack:
        if location is None:
            from cityties.facts.build import build

            location = stack.enter_context(tempfile.TemporaryDirectory(prefix="cityties-")) + "/store"
            build(location, [])
        elif not generation.holds_store(Path(location)):
            raise RequestError(f"{location}: no store there: make one with `cityties build --store {location}`")
        listener = stack.enter_context(_listen(options.host, options.port))
        port = listener.getsockname()[1]
        hosts = {"localhost", "127.0.0.1", "[::1]", options.host.lower(), *options.host_name}
        names = frozenset(name.encode("ascii") for name in hosts)
        front = Front(
            Pool(Path(location), limits),
            limits,
            hosts=hosts,
            allowed=options.allow_service,
            cache=not options.no_cache,
            updates=Updates(Path(location), token, names) if options.allow_update else None,
        )
        config = uvicorn.Config(
            front, log_level="error", access_log=False, server_header=False, date_header=True, lifespan="on",
            timeout_keep_alive=20, timeout_graceful_shutdown=3, h11_max_incomplete_event_size=1 << 16,
        )  # fmt: skip
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # so that what was made is cleared away
        print(
            f"cityties serves http://{options.host}:{port}/ (SPARQL at /sparql; end it with Ctrl-C)",
            file=sys.stderr,
            flush=True,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{host}:{port}: cannot listen there: {reason}: choose another --port") from error
    return listener

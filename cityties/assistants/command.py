"""The command `cityties assist`: starts the workers and the server, and ends both."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cityties.model.errors import RequestError

__all__ = ["add_command", "run"]

_NEEDED = "assist: the package mcp is not installed: pip install 'cityties[assist]'"


def add_command(command: Any) -> argparse.ArgumentParser:
    """Describe the command and its options."""
    one: argparse.ArgumentParser = command("assist", "give the graph to assistants, by the Model Context Protocol")
    one.add_argument("--http", action="store_true", help="over HTTP, at /mcp (default: standard input and output)")
    one.add_argument("--host", default="127.0.0.1", help="over HTTP: the address to listen at (default: 127.0.0.1)")
    one.add_argument("--port", type=int, default=8001, help="over HTTP: the port (default: 8001; 0: any free one)")
    one.add_argument("--host-name", metavar="NAME", action="append", default=[],
                     help="over HTTP: a name that the server goes by")  # fmt: skip
    one.add_argument("--timeout", metavar="SECONDS", type=float, default=10.0, help="for one call (default: 10)")
    one.add_argument("--memory", metavar="MIB", type=int, default=1024, help="for one call (default: 1024)")
    one.add_argument("--workers", metavar="N", type=int, default=1, help="long calls at once (default: 1)")
    return one


def run(options: argparse.Namespace, location: str | None, lang: str) -> None:
    """Answer assistants until they go, or somebody ends it. Raises RequestError where that cannot be done."""
    try:
        import mcp  # noqa: F401
    except ImportError as error:
        raise RequestError(_NEEDED) from error
    from cityties.server.run import hosts_of, limits_of, listen, place_of

    limits = limits_of(options)
    hosts = hosts_of(options)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # so that what was made is cleared away
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # what goes wrong is said to who asked
    with ExitStack() as stack:
        place = Path(place_of(location, stack))
        listener = stack.enter_context(listen(options.host, options.port)) if options.http else None
        asyncio.run(_answer(place, limits, lang, listener, hosts, options.host))


async def _answer(
    place: Path, limits: Any, lang: str, listener: socket.socket | None, hosts: frozenset[bytes], host: str
) -> None:
    from cityties.assistants.asking import Asking
    from cityties.assistants.server import serving
    from cityties.server.pool import Pool
    from cityties.server.protocol import RefusedError

    pool = Pool(place, limits)
    try:
        try:
            await pool.start()
        except RefusedError as refusal:
            raise RequestError(f"assist: {refusal.why}: give it more --memory, or look into the store") from refusal
        server = serving(Asking(pool, lang))
        if listener is None:
            from mcp.server.stdio import stdio_server

            async with stdio_server() as (reading, writing):
                await server.run(reading, writing, server.create_initialization_options())
        else:
            await _over_http(server, listener, hosts, host)
    finally:
        await pool.close()


async def _over_http(server: Any, listener: socket.socket, hosts: frozenset[bytes], host: str) -> None:
    try:
        import uvicorn
    except ImportError as error:
        raise RequestError("assist: uvicorn is not installed: pip install 'cityties[assist]'") from error
    from mcp.server.transport_security import TransportSecuritySettings

    from cityties.server.connection import bounded

    names = sorted(name.decode("ascii") for name in hosts)
    guard = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[f"{scheme}://{form}" for name in names for form in (name, f"{name}:*")
                         for scheme in ("http", "https")],
    )  # fmt: skip
    app = server.streamable_http_app(
        json_response=True, stateless_http=True, max_request_body_size=1 << 20, transport_security=guard, host=host
    )
    config = uvicorn.Config(
        app, http=bounded(128), ws="none", loop="asyncio", lifespan="on", log_level="critical", access_log=False,
        server_header=False, timeout_keep_alive=3600, timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=1 << 16,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}/mcp"
    print(f"cityties assists at {address} (end it with Ctrl-C)", file=sys.stderr, flush=True)
    await uvicorn.Server(config).serve(sockets=[listener])

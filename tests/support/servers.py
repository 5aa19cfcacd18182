"""SPARQL servers that are not ours, started for a test and stopped after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CI = bool(os.environ.get("CI"))

VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
"""


def oxigraph_binary() -> str | None:
    """Find Oxigraph's server, which its wheel puts beside the interpreter."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


def virtuoso_binary() -> str | None:
    """Find Virtuoso, as Debian installs it."""
    return shutil.which("virtuoso-t")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """Run Oxigraph's server in memory; give its address for queries."""
    binary = oxigraph_binary()
    assert binary
    port = free_port()
    with _running([binary, "serve", "--bind", f"127.0.0.1:{port}", *options], f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso on a folder; give its address for queries with a password (dba, dba)."""
    binary = virtuoso_binary()
    assert binary
    http = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(VIRTUOSO.format(folder=folder, port=free_port(), http=http), encoding="utf-8")
    with _running([binary, "+foreground", "+configfile", str(settings)], f"http://127.0.0.1:{http}/sparql"):
        yield f"http://127.0.0.1:{http}/sparql-auth"


@contextmanager
def _running(command: list[str], address: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            assert process.poll() is None, f"{command[0]} ended by itself"
            try:
                with urllib.request.urlopen(address, timeout=5):
                    break
            except urllib.error.HTTPError:  # it speaks, though not to an empty question
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise AssertionError(f"{command[0]} did not answer in a minute")
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def need(found: str | None, what: str) -> None:
    """Skip where a server is not installed; in CI it has to be."""
    if not found:
        assert not CI, f"{what} has to be there in CI"
        pytest.skip(f"{what} is not installed")

"""The review in the browser: a server on this machine only, for one person and one sitting.

It listens on 127.0.0.1 at a free port. Every address begins with a secret that only the opened page knows;
requests under another host name, or from another page, are refused. It ends when the review is finished, or by
Ctrl-C.
"""

from __future__ import annotations

import hmac
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

import orjson

from cityties.model import resources
from cityties.model.errors import CitytiesError
from cityties.review.desk import Desk, Outcome
from cityties.review.opening import shown
from cityties.review.sheet import find, looked, outcome_text, posts_of, sheet, state, word

__all__ = ["SCRIPTS", "Window", "serve"]

SCRIPTS: Final = ("card.js", "form.js", "look.js", "picker.js", "make.js", "sheet.js")  # of any page with forms
_FILES: Final = {
    "": ("review/page.html", "text/html"),
    "review.css": ("review/review.css", "text/css"),
    **{name: (f"review/{name}", "text/javascript") for name in (*SCRIPTS, "review.js", "article.js")},
}
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_MOST: Final = 1 << 20  # bytes of a request


class Window(ThreadingHTTPServer):
    """A desk behind a local address. ``written`` says whether the accepted facts were written.

    ``files`` are those of the page, by their address, each with its place in viz/ and its kind; ``reads`` and
    ``acts`` are what the page may ask for and do.
    """

    daemon_threads = True
    name = "review"
    files: ClassVar[Mapping[str, tuple[str, str]]] = _FILES
    reads: ClassVar[frozenset[str]] = frozenset({"sheet", "state", "find", "posts"})
    acts: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.desk = desk
        self.secret = secrets.token_urlsafe(24)
        self.lock = threading.Lock()
        self.written = False

    def server_bind(self) -> None:
        """Take the port, and ask no name server what this machine is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a page that went away; what else goes wrong is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Give the address of the page, with its secret."""
        return f"http://127.0.0.1:{self.server_port}/{self.secret}/"

    def answer(self, name: str, told: dict[str, Any]) -> Any:
        """Do what a page asks for, one request at a time. Raises RequestError or DataError where it cannot be done."""
        desk = self.desk
        with self.lock:
            if name == "sheet":
                return sheet(desk)
            if name == "state":
                return state(desk)
            if name == "find":
                return find(desk, str(told.get("q", "")), str(told.get("kinds", "")).split())
            if name == "posts":
                return posts_of(desk, str(told.get("of", "")))
            if name == "look":
                trial = desk.look(str(told["kind"]), dict(told["slots"]), str(told.get("fact", "")))
                return looked(desk, trial)
            if name == "finish":
                return self._finish(str(told.get("again", "")))
            if name not in _ACTS:
                return None
            outcome = _ACTS[name](desk, told)
            said = outcome_text(desk, outcome)
            if name == "undo":
                said = word(desk.setting.lang, "undone")
            return {"fact": outcome.fact, "said": said, "state": state(desk)}

    def _finish(self, again: str) -> dict[str, Any]:
        desk = self.desk
        accepted, findings = desk.finish(again)
        if findings:
            return {"findings": [f"{one.label}: {one.message}" for one in findings]}
        self.written = True
        where = " + ".join(str(place) for place in (desk.setting.location, desk.setting.output) if place)
        said = word(desk.setting.lang, "written", count=accepted.facts, where=where, source=accepted.source)
        threading.Thread(target=self.shutdown, daemon=True).start()
        return {"findings": [], "said": said}


def serve(window: Window, *, show: bool = True) -> bool:
    """Show a page in the browser until it is finished or stopped; say whether facts were written."""
    with window:
        print(f"cityties {window.name}: {window.address} (end it with Ctrl-C)", file=sys.stderr, flush=True)
        with shown(window.address) if show else nullcontext():
            try:
                window.serve_forever(poll_interval=0.1)
            except KeyboardInterrupt:
                print(f"cityties {window.name}: stopped", file=sys.stderr)
    return window.written


def _spans(told: dict[str, Any]) -> list[tuple[int, int]]:
    given = told.get("spans") or []
    return [(int(start), int(end)) for start, end in given]


_ACTS: Final[dict[str, Callable[[Desk, dict[str, Any]], Outcome]]] = {
    "accept": lambda desk, told: desk.accept(str(told["fact"])),
    "refuse": lambda desk, told: desk.refuse(str(told["fact"])),
    "reopen": lambda desk, told: desk.reopen(str(told["fact"])),
    "mend": lambda desk, told: desk.mend(str(told["fact"]), dict(told["slots"]), _spans(told) or None),
    "link": lambda desk, told: desk.link(str(told["fact"]), str(told["iri"])),
    "add": lambda desk, told: desk.add(str(told["kind"]), dict(told["slots"]), _spans(told)),
    "describe": lambda desk, told: desk.describe(dict(told["article"])),
    "undo": lambda desk, told: desk.undo(),
}
Window.acts = frozenset({*_ACTS, "look", "finish"})


class _Handler(BaseHTTPRequestHandler):
    """One request: who asks, for what, answered with headers that forbid the page all else."""

    server: Window
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Give the page, its parts, or data."""
        path = self._admitted()
        if path is None:
            return
        if path in self.server.files:
            name, media = self.server.files[path]
            body = (resources.folder("viz") / name).read_bytes()
            if not path:
                body = body.replace(b'lang="en"', f'lang="{self.server.desk.setting.lang}"'.encode(), 1)
            self._send(200, body, f"{media}; charset=utf-8")
        elif path in self.server.reads:
            fields = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self._answer(path, fields)
        else:
            self._refuse(404, "nothing here")

    def do_POST(self) -> None:
        """Take a decision."""
        path = self._admitted()
        if path is None:
            return
        length = self.headers.get("Content-Length", "")
        if self.headers.get_content_type() != "application/json" or not length.isdigit() or int(length) > _MOST:
            self._refuse(400, "not a request of this page")
            return
        try:
            told = orjson.loads(self.rfile.read(int(length)))
        except orjson.JSONDecodeError:
            told = None
        if not isinstance(told, dict) or path not in self.server.acts:
            self._refuse(400, "not a request of this page")
            return
        self._answer(path, told)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the address holds a secret."""

    def _admitted(self) -> str | None:
        """Give what is asked for below the secret, or refuse who may not ask."""
        here = f"127.0.0.1:{self.server.server_port}"
        secret, _, path = urlsplit(self.path).path.lstrip("/").partition("/")
        origin = self.headers.get("Origin")
        if self.headers.get("Host") != here:
            self._refuse(421, "this server does not go by that name")
        elif origin not in (None, f"http://{here}") or self._comes_from_afar(path):
            self._refuse(403, "this server answers its own page only")
        elif not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            self._refuse(404, "nothing here")
        else:
            return path
        return None

    def _comes_from_afar(self, path: str) -> bool:
        """Say whether a page of others asks; that the first page is led to from a file is no such thing."""
        led = self.command == "GET" and not path and self.headers.get("Sec-Fetch-Mode") == "navigate"
        return self.headers.get("Sec-Fetch-Site") == "cross-site" and not led

    def _answer(self, name: str, told: dict[str, Any]) -> None:
        try:
            answer = self.server.answer(name, told)
        except CitytiesError as error:
            answer = {"wrong": " ".join(str(error).split())}
        except (KeyError, TypeError, ValueError):
            self._refuse(400, "not a request of this page")
            return
        self._send(200, orjson.dumps(answer), "application/json")

    def _refuse(self, status: int, why: str) -> None:
        self.close_connection = True  # what was sent along may be unread
        self._send(status, why.encode(), "text/plain; charset=utf-8")

    def _send(self, status: int, body: bytes, media: str) -> None:
        self.send_response(status)
        for name, value in {**_SAFE, "Content-Type": media, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

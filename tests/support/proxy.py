"""A tiny reverse proxy for tests: shows a server of ours below a path, and takes that path off or leaves it on."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_HOP = ("connection", "keep-alive", "transfer-encoding", "date", "server")


@contextmanager
def proxied(port: int, root: str, *, strips: bool) -> Iterator[int]:
    """Show the server of a port below a path; give the port to ask at."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not self.path.startswith(f"{root}/"):
                self._reply(404, [("content-type", "text/plain")], b"not below the path\n")
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                told = {**dict(self.headers.items()), "X-Forwarded-For": "203.0.113.77", "X-Forwarded-Proto": "https"}
                line.request(self.command, self.path.removeprefix(root) if strips else self.path, body, told)
                reply = line.getresponse()
                self._reply(reply.status, reply.getheaders(), reply.read())
            finally:
                line.close()

        do_HEAD = do_POST = do_GET  # noqa: N815

        def _reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in (*_HOP, "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

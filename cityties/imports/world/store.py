"""The store that is there without --store: the world's, made once of the shipped facts, then opened in milliseconds.

It lies in the user's folder of data, under a name that sums up the version and the facts it was made of: another
version, or other facts, make another. One process makes it while others wait. Until it is whole nothing points to it,
so that one killed meanwhile leaves nothing but what the next one clears. Where it cannot be kept (a folder that cannot
be written, a full disk), it is made in memory, for this once.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cityties import __version__
from cityties.display.progress import progress
from cityties.imports.world import table
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.given import CURATED
from cityties.model.language import files_of
from cityties.names import catalogue
from cityties.store import LocalStore, Store, generation, open_store

__all__ = ["kept", "make", "open_given", "open_world"]

Say = Callable[[str], None]


def open_given(location: str | Path | None, *, quiet: bool = False) -> Store:
    """Open the store that --store names to be read: the world's where it names none, "curated" the small one alone."""
    if location is None or str(location) == "":
        return open_world(quiet=quiet)
    if str(location) == CURATED:
        from cityties.facts import intake

        return intake.shipped()
    return open_store(location, read_only=True)


def open_world(*, quiet: bool = False) -> Store:
    """Open the world's store; make it where there is none yet. Where it cannot be kept, it is one in memory."""
    folder = kept()
    if generation.current(folder) is not None:
        return open_store(folder, read_only=True)
    with progress(quiet) as tick:

        def say(phase: str) -> None:
            tick(f"the world's store: {phase}", 0, 0)

        say("begun")
        try:
            _make_once(folder, say)
            return open_store(folder, read_only=True)
        except (OSError, RequestError) as error:
            why = getattr(error, "strerror", None) or str(error)
            if not quiet:
                print(
                    f"cityties: the world's store cannot be kept ({why}): made in memory for this once; "
                    "XDG_DATA_HOME names another folder, --store curated takes the small graph",
                    file=sys.stderr,
                )
            return make(say)


def kept() -> Path:
    """Say where the world's store lies, or will: in the user's folder of data, by what it is made of."""
    from platformdirs import user_data_path

    made_of = [*resources.files("graph", "*.ttl"), *resources.files("graph", "sources/*.ttl")]
    made_of += [path for part in ("*.ttl", "*/*.ttl", "*/*.rq") for path in resources.files("ontology", part)]
    made_of += sorted(Path(__file__).parent.glob("*.py"))
    made_of += files_of("labels.ttl")
    return user_data_path("cityties", appauthor=False) / "world" / f"{__version__}-{table.digest(*made_of)}"


def make(say: Say = lambda phase: None) -> LocalStore:
    """Make the world's store in memory: what is curated and what the tables tell, settled, with what follows."""
    from cityties.facts import intake
    from cityties.facts.infer import infer
    from cityties.facts.settle import complete, gather, join_facts
    from cityties.imports.world.account import Accounts

    store = LocalStore()
    say("reading")
    store.replace({**intake.read_model(), **intake.read_facts()})
    gather(store)
    accounts = Accounts(store)
    for key in accounts.sources():
        say(f"loading {key}")
        pieces: list[str] = []
        accounts.write(key, pieces.append)
        store.load_text(accounts.graph(key), "".join(pieces).encode())
    del accounts, pieces
    say("settling")
    complete(store)
    join_facts(store)
    say("concluding")
    infer(store, anew=False)
    return store


def _make_once(folder: Path, say: Say) -> None:
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / "making.lock"):
        if generation.current(folder) is not None:  # another process made it meanwhile
            return
        made = make(say)
        say("writing")
        with generation.next_generation(folder) as fresh:
            store = LocalStore.open(fresh, create=True)
            made.pour_into(store)
            store.flush()
            store.compact()
            store.close()
        with closing(open_store(folder, read_only=True)) as whole:
            catalogue.keep(whole, made)
        del made
        for other in folder.parent.iterdir():  # what other versions, or other facts, made
            if other != folder and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)

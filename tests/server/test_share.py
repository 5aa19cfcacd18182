"""Fair shares: quick queries are answered beside heavy clients, few or many; the server ends in order."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from endpoint import Server, serving

from cityties.server.protocol import RefusedError
from cityties.server.share import SLICE, Job, Queue

HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != %d) }"
VARIED = (
    "SELECT DISTINCT ?a ?d WHERE {{ ?a ?b ?c . ?d ?e ?f {0} }} ORDER BY ?a",
    "ASK {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {0} FILTER(STR(?a) = 'nobody') }}",
    "SELECT (MAX(CONCAT(STR(?a), STR(?d))) AS ?m) {{ ?a ?b ?c . ?d ?e ?f {0} }}",
    "CONSTRUCT {{ ?a ?b ?f }} WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i {0} }}",
)
LIGHT = "SELECT ?p ?o WHERE { <http://www.wikidata.org/entity/Q3630> ?p ?o FILTER(?p != <x:%d>) }"


def taken(*told: tuple[str, str]) -> Queue:
    queue = Queue(8, 1)
    for client, kind in told:
        job = Job({}, client, kind)
        queue.account(job, 1.0)
    return queue


async def in_turn(queue: Queue, *jobs: Job) -> list[str]:
    for job in jobs:
        queue.put(job)
    order = []
    while (turn := queue.next(2)) is not None:
        order.append(f"{turn.client}{turn.kind}")
        queue.release(turn)
    return order


def test_who_took_least_is_next() -> None:
    queue = taken(("a", "1"), ("a", "1"), ("b", "1"))
    jobs = [Job({}, client, "2") for client in "abc"]
    assert asyncio.run(in_turn(queue, *jobs)) == ["c2", "b2", "a2"]


def test_of_one_client_what_is_known_to_be_quick_is_next_then_what_nobody_knows() -> None:
    queue = Queue(8, 1)
    queue.account(Job({}, "a", "quick"), SLICE / 2)
    queue.account(Job({}, "a", "long"), SLICE * 2)
    jobs = [Job({}, "a", kind) for kind in ("unknown", "long", "quick")]
    assert asyncio.run(in_turn(queue, *jobs)) == ["aquick", "along", "aunknown"]


def test_long_ones_have_so_many_places_and_of_the_unknown_one_is_tried() -> None:
    async def told() -> None:
        queue = Queue(8, 1)
        queue.account(Job({}, "a", "long"), SLICE * 2)
        for kind in ("long", "long", "new", "new"):
            queue.put(Job({}, "a", kind))
        first, second = queue.next(2), queue.next(2)
        assert first is not None and second is not None
        assert (first.kind, first.long, second.kind, second.long) == ("long", True, "new", False)
        assert queue.next(2) is None
        assert queue.lengthen(second) is False  # there is no place
        queue.release(first)
        assert queue.lengthen(second) is True

    asyncio.run(told())


def test_the_last_idle_worker_is_for_what_is_known_to_be_quick() -> None:
    async def told() -> None:
        queue = Queue(8, 2)
        queue.account(Job({}, "a", "long"), SLICE * 2)
        queue.account(Job({}, "a", "quick"), SLICE / 2)
        for kind in ("long", "new"):
            queue.put(Job({}, "a", kind))
        assert queue.next(1) is None
        quick = Job({}, "a", "quick")
        queue.put(quick)
        assert queue.next(1) is quick

    asyncio.run(told())


def test_where_too_many_wait_it_is_one_of_those_who_took_most_that_goes() -> None:
    async def told() -> None:
        queue = Queue(4, 1)
        queue.account(Job({}, "greedy", "1"), 100.0)
        turns = [queue.put(Job({}, "greedy", "1")) for _ in range(4)]
        modest = queue.put(Job({}, "modest", "1"))
        assert [turn.done() for turn in (*turns, modest)] == [False, False, False, True, False]
        with pytest.raises(RefusedError) as refused:
            turns[3].result()
        assert refused.value.status == 503 and refused.value.headers["Retry-After"]

    asyncio.run(told())


@contextmanager
def heavy_clients(server: Server, number: int, text: Callable[[int, int], str]) -> Iterator[list[int]]:
    """Let clients ask for much, again and again, until the block ends; give the statuses of their answers."""
    told: list[int] = []
    ended = threading.Event()

    def ask(client: int) -> None:
        turn = 0
        while not ended.is_set():
            turn += 1
            try:
                told.append(server.query(text(client, turn)).status)
            except OSError:
                told.append(0)

    several = [threading.Thread(target=ask, args=(client,)) for client in range(number)]
    for one in several:
        one.start()
    try:
        time.sleep(1)
        yield told
    finally:
        ended.set()
        for one in several:
            one.join(30)


@pytest.mark.parametrize("number", [2, 200])
@pytest.mark.parametrize("varied", [False, True], ids=["alike", "varied"])
def test_quick_queries_are_answered_beside_heavy_clients(
    tmp_path_factory: pytest.TempPathFactory, number: int, varied: bool
) -> None:
    def text(client: int, turn: int) -> str:
        if varied:
            names = "".join(f"BIND({client * 1000 + turn} AS ?n{name}) " for name in range(1 + client % 3))
            return VARIED[client % len(VARIED)].format(names)
        return HEAVY % (client * 1000 + turn)

    with serving(tmp_path_factory.mktemp("room"), "--timeout", "5") as server:
        server.query(LIGHT % 0)
        with heavy_clients(server, number, text) as told:
            times = []
            for turn in range(100):
                begin = time.monotonic()
                assert server.query(LIGHT % turn).status == 200
                times.append(time.monotonic() - begin)
                time.sleep(0.05)
        times.sort()
        print(f"\n{number} heavy clients: p50 {times[50]:.3f} s, p99 {times[98]:.3f} s; their answers: {len(told)}")
        assert times[98] < 1
        assert 500 not in told

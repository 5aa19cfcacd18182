"""A draft of an invented article, made by hand: what the tests of the review work on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cityties.model.vocabulary import WD
from cityties.reading.draft import Article, Draft, Fact, Value, Verdict

TITLE = "Surabaya and Bursa sign a letter of intent on trams"
TEXT = f"""{TITLE}
Surabaya (Example Wire) - Ratna Kusuma, deputy mayor of Surabaya, met the mayor of Bursa, Kemal Örnek, in Bursa \
on Tuesday (10/3). Both cities explored cooperation in public transport and tourism.
"We want to learn from Bursa how trams are run," said Kusuma after the talks.
The Consulate General of Indonesia in İzmir, headed by Dewi Lestari Putri, is ready to arrange meetings \
of businesses 🚋.
The two signed a letter of intent for five years. Örnek called the city network Example Ports League, \
which Bursa joined in 2019, useful for both.
"""
ARTICLE = Article(
    TEXT, "en", TITLE, "2026-03-11", "Example Wire", "https://example.org/news/surabaya-bursa"
)  # fmt: skip


def spans(*words: str) -> tuple[tuple[int, int], ...]:
    """Find words in the body of the article, else in its headline."""
    found = []
    for one in words:
        start = TEXT.find(one, len(TITLE))
        start = TEXT.index(one) if start < 0 else start
        found.append((start, start + len(one)))
    return tuple(found)


def fact(id_: str, score: float, words: Iterable[str], /, **slots: Value) -> Fact:
    told = {key.rstrip("_"): value for key, value in slots.items()}
    kind = id_.partition(":")[0]
    return Fact(id_, kind, told, spans(*words), f"{kind}.example", score)


BOTH: list[str] = ["government:surabaya", "government:bursa"]
MET = [
    {
        "participant": "person:ratna-kusuma",
        "inPost": "post:deputy-mayor-of-surabaya",
        "onBehalfOf": "government:surabaya",
        "role": "guest",
    },
    {
        "participant": "person:kemal-ornek",
        "inPost": "post:mayor-of-bursa",
        "onBehalfOf": "government:bursa",
        "role": "host",
    },
]
SIGNED = [{key: value for key, value in row.items() if key != "role"} for row in MET]
FACTS = (
    fact("place:surabaya", 0.98, ["Surabaya"], name="Surabaya", class_="City", country="ID", iri=f"{WD}Q11462"),
    fact("place:bursa", 0.97, ["Bursa"], name="Bursa", class_="City", country="TR", iri=f"{WD}Q40738"),
    fact("place:indonesia", 0.9, ["Indonesia"], name="Indonesia", class_="Country", iri=f"{WD}Q252"),
    fact("place:izmir", 0.8, ["İzmir"], name="İzmir", class_="City", country="TR"),
    fact("government:surabaya", 0.9, ["Surabaya"], name="Surabaya", place="place:surabaya"),
    fact("government:bursa", 0.9, ["Bursa"], name="Bursa", place="place:bursa"),
    fact(
        "mission:consulate-general-of-indonesia-in-izmir", 0.88, ["Consulate General of Indonesia in İzmir"],
        name="Consulate General of Indonesia in İzmir", missionKind="consulate-general",
        sentBy="place:indonesia", seat="place:izmir",
    ),
    fact("person:ratna-kusuma", 0.95, ["Ratna Kusuma", "Kusuma after"], name="Ratna Kusuma"),
    fact("person:kemal-ornek", 0.95, ["Kemal Örnek"], name="Kemal Örnek", otherNames=["Kemal Ornek"]),
    fact("person:dewi-lestari-putri", 0.7, ["Dewi Lestari Putri"], name="Dewi Lestari Putri"),
    fact(
        "post:deputy-mayor-of-surabaya", 0.9, ["deputy mayor of Surabaya"],
        title="deputy mayor", role="deputy-mayor", in_="government:surabaya",
    ),
    fact(
        "post:mayor-of-bursa", 0.9, ["mayor of Bursa"], title="mayor", role="mayor", in_="government:bursa",
    ),
    fact(
        "post:consul-general-in-izmir", 0.6, ["headed by"], title="consul general", role="consul-general",
        in_="mission:consulate-general-of-indonesia-in-izmir",
    ),
    fact(
        "tenure:ratna-kusuma-deputy-mayor-of-surabaya", 0.9, ["Ratna Kusuma, deputy mayor of Surabaya"],
        holder="person:ratna-kusuma", post="post:deputy-mayor-of-surabaya", attestedOn="2026-03-10",
    ),
    fact(
        "tenure:kemal-ornek-mayor-of-bursa", 0.9, ["mayor of Bursa, Kemal Örnek"],
        holder="person:kemal-ornek", post="post:mayor-of-bursa", attestedOn="2026-03-10",
    ),
    fact(
        "tenure:dewi-lestari-putri-consul-general-in-izmir", 0.55, ["headed by Dewi Lestari Putri"],
        holder="person:dewi-lestari-putri", post="post:consul-general-in-izmir", attestedOn="2026-03-11",
    ),
    fact(
        "encounter:meeting-1", 0.9, ["met the mayor of Bursa, Kemal Örnek, in Bursa on Tuesday (10/3)"],
        class_="Meeting", date="2026-03-10", venue="place:bursa", participants=MET,
    ),
    fact(
        "step:bursa-surabaya-explored-1", 0.85, ["Both cities explored cooperation in public transport and tourism"],
        parties=BOTH, stepKind="explored", tieKind="partnership", sectors=["public-transport", "tourism"],
        date="2026-03-10", realisedBy="encounter:meeting-1",
    ),
    fact(
        "step:bursa-surabaya-intent-declared-1", 0.6, [TITLE],
        parties=BOTH, stepKind="intent-declared", sectors=["public-transport"], date="2026-03-10",
        realisedBy="agreement:letter-of-intent-1", toldIn="headline",
    ),
    fact(
        "agreement:letter-of-intent-1", 0.8, ["The two signed a letter of intent for five years"],
        instrument="letter-of-intent", parties=BOTH, signedOn="2026-03-10", term="P5Y",
        sectors=["public-transport"], signatories=SIGNED,
    ),
    fact(
        "commitment:learning-1", 0.83, ["We want to learn from Bursa how trams are run"],
        class_="LearningInterest", by="government:surabaya", toward=["government:bursa"],
        sectors=["public-transport"], what="how trams are run", madeIn="encounter:meeting-1",
        spokenBy="person:ratna-kusuma",
    ),
    fact(
        "commitment:offer-1", 0.75, ["is ready to arrange meetings of businesses"],
        class_="Offer", by="mission:consulate-general-of-indonesia-in-izmir", toward=BOTH,
        what="meetings of businesses", noLaterThan="2026-03-11",
    ),
    fact(
        "remark:benefit-1", 0.5, ["Örnek called the city network Example Ports League"],
        remarkKind="benefit", by="person:kemal-ornek", what="the network is useful for both",
        about="step:bursa-surabaya-explored-1",
    ),
    fact("network:example-ports-league", 0.6, ["Example Ports League"], name="Example Ports League"),
    fact(
        "membership:bursa-example-ports-league", 0.6, ["which Bursa joined in 2019"],
        member="government:bursa", network="network:example-ports-league", from_="2019",
    ),
)  # fmt: skip
DRAFT = Draft(ARTICLE, FACTS)


def decided(draft: Draft, *refused: str, by: str = "Ada", on: str = "2026-03-12") -> Draft:
    """Accept all facts of a draft but some, as a person would one by one."""
    facts = tuple(
        replace(one, verdict=Verdict("refused" if one.id in refused else "accepted", by, on)) for one in draft.facts
    )
    return replace(draft, facts=facts)

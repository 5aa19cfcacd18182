"""Tables brought in by maps: a register with every fault, and the data sets that were at hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from checkout import SHARED

from cityties.graph import load
from cityties.imports.importer import Summary
from cityties.imports.table import import_table
from cityties.model.errors import DataError, RequestError
from cityties.model.vocabulary import ID, WD
from cityties.store import IRI, Literal, open_store

DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the data sets are not here: {DATA.parent.name}/data")
HEADER = "Partner;Negara;Jenis;Status;Sejak;Bidang;Narahubung;Dokumen;Jenis dokumen;Signed on;Berlaku sampai;Link\n"
ROWS = (
    " Smyrna ;Turki;sister city;berlaku;12 Juni 2019;public transport; Head of office ;MoU 2019;MoU;12.06.2019;2024;"
    "https://example.org/mou.pdf\n",
    "Köln;Almanya;friendship;;03/04/2020;;;;;;;\n",
    "Springfield;USA;kota kembar;;1999;;;;;;;\n",
    "Tokyo;Jepang;sister city;berlaku;23-10-1989;;;;\n",
)
Taken = Callable[..., Summary]


@pytest.fixture
def register(tmp_path: Path) -> Taken:
    """Import a register into a store of its own."""

    def take(rows: str | bytes, **options: object) -> Summary:
        path = tmp_path / "register.csv"
        path.write_bytes(rows.encode() if isinstance(rows, str) else rows)
        return import_table(
            str(path),
            str(tmp_path / "store"),
            plan=str(options.pop("plan", "register")),
            constants={"city": "Jakarta", "city_country": "Indonesia"},
            **options,  # type: ignore[arg-type]
        )

    return take


def test_a_register_is_taken_row_by_row_and_every_fault_is_told(register: Taken, tmp_path: Path) -> None:
    summary = register(HEADER + "".join(ROWS))
    told = summary.text()
    assert (summary.reading.read, summary.reading.taken) == (4, 2)
    assert "line 3: 03/04/2020: a date that can be read two ways" in told
    assert "line 4: Springfield, USA: a name that is not certain" in told
    assert "line 5: 9 cells, not 12: another number of cells" in told
    graph = load(tmp_path / "store")
    tie = next(iter(graph.ask("tie-history", city="Jakarta", other="Smyrna").rows))
    assert tie
    steps = {(str(step), str(date)) for date, step, *_ in graph.ask("tie-history", city="Jakarta", other="Smyrna").rows}
    assert any("2019-06-12" in date for _, date in steps), "the beginning is a step of its day"
    assert len(steps) == 2, "and what the tie is today is another"
    agreements = list(graph.ask("agreements-of-city", city="Smyrna"))
    assert len(agreements) == 1


def test_a_review_table_asks_about_names_and_a_decision_is_read(register: Taken, tmp_path: Path) -> None:
    from cityties.imports.merge import decide

    register(HEADER + ROWS[2] + ROWS[0])
    review = (tmp_path / "store" / "review.sssom.tsv").read_text(encoding="utf-8")
    assert "Springfield" in review and "geonames-4409896" in review
    decide(
        str(tmp_path / "store"),
        "Springfield, USA",
        f"{ID}city/geonames-4409896",
        same=True,
        author="A",
        day="2026-01-02",
    )
    again = register(HEADER + ROWS[2] + ROWS[0])
    assert again.reading.taken == 2
    assert again.evidence["a decision"] == 1


def test_the_same_again_changes_nothing_and_a_shorter_table_says_what_goes(register: Taken, tmp_path: Path) -> None:
    register(HEADER + ROWS[0] + ROWS[2].replace("Springfield;USA", "Gering;USA"))
    before = len(open_store(tmp_path / "store", read_only=True))
    assert register(HEADER + ROWS[0] + ROWS[2].replace("Springfield;USA", "Gering;USA")).change.nothing
    dry = register(HEADER + ROWS[0], dry_run=True)
    assert dry.change.things["Tie"]["went"] == 1 and dry.change.came == 0
    assert len(open_store(tmp_path / "store", read_only=True)) == before
    register(HEADER + ROWS[0])
    assert len(open_store(tmp_path / "store", read_only=True)) < before


def test_strict_refuses_the_file_and_leaves_no_store(register: Taken, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"line 3: .*two ways.*--strict"):
        register(HEADER + "".join(ROWS), strict=True)
    assert not (tmp_path / "store").exists()


def test_text_in_another_encoding_is_read_when_told_and_guessed_with_a_note(register: Taken) -> None:
    rows = (HEADER + ROWS[0].replace(" Smyrna ", "İzmir") + "Şanlıurfa;Türkiye;kardeş şehir;;2001;;;;;;;\n").encode(
        "windows-1254"
    )
    told = register(rows, encoding="windows-1254", dry_run=True)
    assert told.reading.taken == 2
    guessed = register(rows + b"Gering;USA;;;2001;;;;;;;\n", dry_run=True)
    assert any("guess" in note for note in guessed.reading.notes)
    with pytest.raises(RequestError, match="utf-77"):
        register(rows, encoding="utf-77")


def test_wide_text_with_a_mark_is_read(register: Taken) -> None:
    assert register((HEADER + ROWS[0]).encode("utf-16"), dry_run=True).reading.taken == 1


def test_a_byte_that_is_wrong_harms_its_line_only(register: Taken) -> None:
    rows = (HEADER + ROWS[0]).encode() + b"K\xf6ln;Germany;;;;;;;;;;\n"
    summary = register(rows, encoding="utf-8", dry_run=True)
    assert summary.reading.taken == 1
    assert any(p.line == 3 and "not utf-8" in p.reason for p in summary.reading.problems)


def test_hostile_cells_stay_text(register: Taken, tmp_path: Path) -> None:
    evil = '"<script>alert(1)</script> } INSERT DATA { <x:a> <x:b> <x:c> } #"'
    row = f"Izmir;Turkey;sister city;;2019;;{evil};../../etc;protocol;2019;;https://example.org/<x>\n"
    summary = register(HEADER + row)
    assert any("address" in p.reason for p in summary.reading.problems)
    store = open_store(tmp_path / "store", read_only=True)
    assert not list(store.naming(IRI("x:c")))
    contacts = store.select("SELECT ?name WHERE { ?tie ct:contact ?post . ?post rdfs:label ?name }")
    assert [name.value for (name,) in contacts] == [evil.strip('"')]  # type: ignore[union-attr]
    assert {path.name for path in tmp_path.iterdir()} == {"register.csv", "store"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "empty file"),
        (HEADER, "no rows"),
        ("Partner;Partner;Negara\nx;y;z\n", "two columns are called Partner"),
        ("Town,State\nx,y\n", "speaks of the column"),
        ("[1, 2]", "no records"),
        ('{"a": 1}', "no list of records"),
        ('{"a"', "not JSON"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(rows: str, words: str, register: Taken, tmp_path: Path) -> None:
    with pytest.raises((DataError, RequestError), match=words) as error:
        register(rows)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "store").exists()


def test_a_compressed_table_that_is_cut_short_gives_its_good_rows(tmp_path: Path) -> None:
    rows = HEADER + ROWS[0] + "".join(f"Nowhere {n};Turkey;;;;;;;;;;\n" for n in range(20_000))
    path = tmp_path / "register.csv.gz"
    path.write_bytes(gzip.compress(rows.encode())[:-2000])
    summary = import_table(
        str(path), str(tmp_path / "store"), plan="register", dry_run=True,
        constants={"city": "Jakarta", "city_country": "Indonesia"},
    )  # fmt: skip
    assert summary.reading.taken == 1
    assert "ends too early" in summary.text()


def test_json_records_are_read_by_their_path(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[table]\nrecords = "data.ties"\n'
        '[[tie]]\na = { qid = "{ours}" }\nb = { qid = "{theirs.id}" }\nstart = "{days[1]}"\n',
        encoding="utf-8",
    )
    table = tmp_path / "ties.json"
    record = {"ours": "Q3630", "theirs": {"id": "Q406"}, "days": ["x", "2001-02"]}
    table.write_text(json.dumps({"data": {"ties": [record, 3]}}), encoding="utf-8")
    summary = import_table(str(table), str(tmp_path / "store"), plan=str(plan))
    assert (summary.reading.taken, summary.reading.left_out["a record that is no object"]) == (1, 1)
    store = open_store(tmp_path / "store", read_only=True)
    assert store.ask("ASK { ?step ct:date ?date FILTER(STR(?date) = '2001-02') }")


@needs_data
@pytest.mark.parametrize(
    ("file", "plan", "taken", "left"),
    [
        ("embassies/database_of_embassies_2021-08-24.csv", "embassies", 8007, 12),
        ("officials/european_mayors.csv", "mayors", 728, 0),
        ("officials/indonesia-governors.csv", "governors", 34, 0),
        ("officials/ankara-governors.csv", "governors-of-ankara", 35, 0),
        ("us-missions/mission_status_range_cow_v0.1.csv", "us-missions", 378, 30),
        ("us-trips/destinations.json", "us-trips", 3300, None),
        ("wikidata-query-results/german-cities.json", "cities", 380, None),
        ("wikidata-query-results/european-cities.json", "cities", 240, None),
        ("wikidata-query-results/sister-cities.csv", "sister-cities", 15_228, 1),
    ],
)
def test_every_data_set_comes_in_and_is_the_same_the_second_time(
    file: str, plan: str, taken: int, left: int | None, tmp_path: Path
) -> None:
    store = str(tmp_path / "store")
    first = import_table(str(DATA / file), store, plan=plan, check=plan not in ("sister-cities",))
    if left is None:  # names against a gazetteer that grows: at least so many
        assert first.reading.taken >= taken
    else:
        assert (first.reading.taken, sum(first.reading.left_out.values())) == (taken, left)
    assert import_table(str(DATA / file), store, plan=plan, check=False).change.nothing


@needs_data
def test_the_missions_keep_kind_sender_and_every_accreditation(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    file = DATA / "embassies" / "database_of_embassies_2021-08-24.csv"
    import_table(str(file), store, plan="embassies", check=False)
    opened = open_store(store, read_only=True)
    mission = IRI(f"{WD}Q106450319")
    hosts = {quad.object.value for quad in opened.about(mission) if quad.predicate.value.endswith("accreditedTo")}  # type: ignore[union-attr]
    assert hosts == {f"{WD}Q408", f"{WD}Q664", f"{WD}Q712"}


@needs_data
@pytest.mark.parametrize("file", sorted((DATA / "wikidata-query-results" / "mandates").glob("*.json"))[:20])
def test_office_holders_of_every_post_are_read(file: Path, tmp_path: Path) -> None:
    bindings = json.loads(file.read_text(encoding="utf-8"))["results"]["bindings"]
    if not bindings:
        with pytest.raises(DataError):
            import_table(str(file), str(tmp_path / "s"), plan="office-holders", constants={"post": file.stem})
        return
    summary = import_table(
        str(file), str(tmp_path / "s"), plan="office-holders", constants={"post": file.stem}, dry_run=True
    )
    assert summary.reading.read == len(bindings)
    assert summary.reading.taken >= len(bindings) * 9 // 10


def test_the_template_register_comes_in_by_the_template_map(tmp_path: Path) -> None:
    from cityties.model import resources

    summary = import_table(
        str(resources.folder("graph") / "maps" / "register.csv"), str(tmp_path / "store"), plan="register",
        constants={"city": "Jakarta", "city_country": "Indonesia"}, strict=True,
    )  # fmt: skip
    assert summary.reading.taken == summary.reading.read == 2
    assert summary.change.things["Tie"]["came"] == 2 and summary.change.things["Agreement"]["came"] == 1


def test_a_place_told_in_two_countries_lies_where_most_rows_say_and_is_told(tmp_path: Path) -> None:
    head = (
        "operator;operatorQID;jurisdictions;jurisdictionQIDs;country;countryQID;city;cityQID;type;typeQID;creation;QID"
    )
    rows = [head] + [
        f"{sender};{WD}{number};;;{land};{WD}{land_number};Lisbon;{WD}Q597;embassy;{WD}Q3917681;;{WD}Q99999999{place}"
        for place, (sender, number, land, land_number) in enumerate(
            [
                ("Australia", "Q408", "Australia", "Q408"),
                ("France", "Q142", "Portugal", "Q45"),
                ("Spain", "Q29", "Portugal", "Q45"),
            ]
        )
    ]
    table = tmp_path / "missions.csv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    told = import_table(str(table), str(tmp_path / "store"), plan="embassies")
    assert "Lisbon is told to lie in Portugal (2 x) and Australia (1 x): Portugal is taken" in told.text()
    store = open_store(str(tmp_path / "store"), read_only=True)
    lands = store.select("SELECT DISTINCT ?land { wd:Q597 ct:country ?land }").rows
    assert [land.value for (land,) in lands if isinstance(land, IRI)] == [f"{WD}Q45"]


def test_dates_of_other_calendars_are_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    table = tmp_path / "partners.csv"
    table.write_text(
        "partner,country,kind,since\nBursa,Turkey,sister city,2021 12 31\nKonya,Turkey,sister city,1441\n"
        'Samsun,Turkey,sister city,"Senin, 3 Mei 2021"\nIzmir,Turkey,sister city,２０１９\n',
        encoding="utf-8",
    )
    jakarta = {"city": "Jakarta", "city_country": "Indonesia"}
    told = import_table(str(table), str(tmp_path / "store"), plan="register", constants=jakarta)
    assert told.reading.taken == 4
    assert [(one.line, "Hijri" in one.reason) for one in told.reading.problems] == [(3, True)]
    store = open_store(str(tmp_path / "store"), read_only=True)
    days = store.select(
        "SELECT ?day WHERE { GRAPH ?source { ?step a ct:Step ; ct:date ?day } }", source=IRI(told.source)
    )
    assert {day.value for (day,) in days if isinstance(day, Literal)} == {"2021-12-31", "2021-05-03", "2019"}


def test_an_undated_tie_of_a_source_with_a_day_was_by_that_day(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[about]\npublished = "2016-09-12"\n[[tie]]\na = { qid = "{a}", name = "{aname}" }\n'
        'b = { qid = "{b}", name = "{bname}" }\nkind = "sister-city"\n',
        encoding="utf-8",
    )
    table = tmp_path / "pairs.tsv"
    table.write_text("a\taname\tb\tbname\nQ3955\tWeimar\tQ42814\tBlois\n", encoding="utf-8")
    import_table(str(table), str(tmp_path / "store"), plan=str(plan))
    store = open_store(tmp_path / "store", read_only=True)
    assert store.ask("ASK { GRAPH ?g { ?step a ct:Step ; ct:noLaterThan '2016-09-12'^^xsd:date } }")


def test_ranges_and_lists_of_days_are_taken_as_what_they_say(register: Taken, tmp_path: Path) -> None:
    head = "partner;country;kind;since;document;document_kind;signed\n"
    rows = (
        "Bursa;Turkey;sister city;2011-2015;MoU;MoU;3 May 2011 and 4 June 2013\n"
        "Konya;Turkey;sister city;sejak 2019;;;\nMersin;Turkey;sister city;c. 1990;;;\n"
    )
    told = register(head + rows)
    assert [(one.line, one.reason) for one in told.reading.problems] == [(4, "a date that is only about")]
    assert told.change.things["Agreement"]["came"] == 2
    store = open_store(tmp_path / "store", read_only=True)
    days = store.select(
        "SELECT ?day WHERE { GRAPH ?g { ?step a ct:Step ; ct:date ?day } FILTER(?g = ?source) }",
        source=IRI(told.source),
    )
    assert {day.value for (day,) in days if isinstance(day, Literal)} == {"2011", "2015", "2019"}

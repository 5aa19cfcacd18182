"""Who and what short texts in three languages name. All people are invented."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from cityties.reading.draft import SLOTS, Article, Fact
from cityties.reading.entities import find_entities
from cityties.reading.text.mention import Entities
from cityties.reading.text.sentence import sentences
from cityties.reading.text.surface import Surface
from cityties.store import Store


@pytest.fixture
def read(shipped: Store) -> Reader:
    return Reader(shipped)


class Reader:
    """Reads a text with a headline above it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.text = ""
        self.entities = Entities()

    def __call__(self, lang: str, *paragraphs: str, published: str = "2025-05-07") -> Reader:
        self.text = "\n\n".join(("Kabar", *paragraphs))
        article = Article(self.text, lang, title="Kabar", published=published)
        self.entities = find_entities(article, Surface.of(self.text), sentences(article), self.store)
        return self

    def facts(self, kind: str) -> list[Fact]:
        return [fact for fact in self.entities.facts if fact.kind == kind]

    @property
    def sides(self) -> set[str]:
        return {self.name(fact.text("place")) for fact in self.facts("government")}

    def name(self, fact: str) -> str:
        found = self.entities.fact(fact)
        assert found is not None
        return found.text("name")

    @property
    def officials(self) -> dict[str, tuple[str, str]]:
        """The role of each official, and the name of the body or place that the post is in."""
        found = {}
        for tenure in self.facts("tenure"):
            post = self.entities.fact(tenure.text("post"))
            assert post is not None
            body = post.text("in")
            found[self.name(tenure.text("holder"))] = (post.text("role"), self.name(body) if body else "")
        return found

    @property
    def missions(self) -> list[tuple[str, str, str]]:
        """Kind, sender and seat of each mission that the text words."""
        return [
            (fact.text("missionKind"), self.name(fact.text("sentBy")), self.name(fact.text("seat")))
            for fact in self.facts("mission")
            if fact.rule == "mission"
        ]

    def words(self, kind: str, role: str | None = None) -> list[str]:
        return [
            self.text[one.start : one.end]
            for one in self.entities.mentions
            if one.kind == kind and (role is None or one.role == role)
        ]

    @property
    def sectors(self) -> list[str]:
        return [one.fact for one in self.entities.mentions if one.kind == "sector" and one.role == "listed"]


# Places


@pytest.mark.parametrize(
    ("lang", "text", "sides"),
    [
        (
            "id",
            "Pemkot Malang dan Pemerintah Kota Fukuyama, Jepang, memperpanjang kota kembar.",
            {"Malang", "Fukuyama"},
        ),
        ("id", "Malang menjajaki kerja sama kota kembar dengan Fukuyama di Jepang.", {"Malang", "Fukuyama"}),
        ("id", "Hubungan kota kembar Malang-Fukuyama dibekukan.", {"Malang", "Fukuyama"}),
        ("en", "The City of Leeds and the Municipality of Lille signed a twinning charter.", {"Leeds", "Lille"}),
        ("en", "Leeds has renewed its sister-city agreement with the French city of Lille.", {"Leeds", "Lille"}),
        ("en", "Leeds's oldest twinning, with Lille, is 50 years old.", {"Leeds", "Lille"}),
        ("tr", "Edirne Belediyesi ile Bulgaristan'ın Burgaz Belediyesi kardeş oldu.", {"Edirne", "Burgas"}),
        ("tr", "Edirne ile Burgaz arasında kardeş şehir protokolü imzalandı.", {"Edirne", "Burgas"}),
        ("tr", "Edirne heyeti, kardeş şehri Burgaz'ı ziyaret etti.", {"Edirne", "Burgas"}),
    ],
)
def test_sides_of_a_tie(read: Reader, lang: str, text: str, sides: set[str]) -> None:
    assert read(lang, text).sides == sides


@pytest.mark.parametrize(
    ("lang", "text", "venue"),
    [
        ("id", "Pemkot Malang dan Pemkot Fukuyama bertemu di Jakarta dan menandatangani kerja sama.", "Jakarta"),
        ("en", "The City of Leeds and the City of Lille signed a twinning charter in Brussels.", "Brussels"),
        ("tr", "Edirne Belediyesi ile Burgaz Belediyesi, Ankara'da kardeş şehir protokolü imzaladı.", "Ankara"),
    ],
)
def test_a_venue_takes_no_part(read: Reader, lang: str, text: str, venue: str) -> None:
    reading = read(lang, text)
    assert venue not in reading.sides
    assert reading.words("place", "venue") == [venue]


def test_a_dateline_takes_no_part(read: Reader) -> None:
    reading = read("id", "JAKARTA - Pemkot Malang dan Pemkot Fukuyama memperpanjang kerja sama kota kembar.")
    assert reading.sides == {"Malang", "Fukuyama"}
    assert reading.words("place", "dateline") == ["JAKARTA"]


def test_a_link_to_another_article_names_nothing(read: Reader) -> None:
    reading = read(
        "id", "Pemkot Malang dan Pemkot Fukuyama bekerja sama.", "Baca juga: Pemkot Solo gandeng Pemkot Bima"
    )
    assert reading.sides == {"Malang", "Fukuyama"}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Batu besar itu dipecah. Batu bata menyusul, kata pekerja."),
        ("en", "Reading the letter aloud, she cried. Orange juice was served."),
        ("tr", "Ordu sınırda bekliyor, dedi. Türk ordusuna ait araçlar geçti."),
    ],
)
def test_a_word_that_is_also_a_name_is_no_place(read: Reader, lang: str, text: str) -> None:
    assert read(lang, text).facts("place") == [] or all(
        fact.text("class") == "Country" for fact in read(lang, text).facts("place")
    )


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("id", "Wali Kota Batu Sari Handoko berbicara.", "Batu"),
        ("en", "The Mayor of Reading, Ann Cole, spoke.", "Reading"),
        ("tr", "Van Büyükşehir Belediyesi açıkladı.", "Van"),
    ],
)
def test_a_word_of_government_makes_it_one(read: Reader, lang: str, text: str, name: str) -> None:
    assert [fact.text("name") for fact in read(lang, text).facts("place")] == [name]


@pytest.mark.parametrize(
    ("lang", "text", "country"),
    [
        ("id", "Pemkot Solo menjalin kota kembar dengan Kota Kochi, Jepang.", "Japan"),
        ("id", "Pemkot Solo menjalin kota kembar dengan Kota Kochi di India.", "India"),
        ("en", "Windsor, Ontario, and Leeds are sister cities, said a Canadian official in Windsor.", "Canada"),
        ("tr", "Bursa Belediyesi, Kırgızistan'ın Talas şehri ile kardeş oldu.", "Kyrgyzstan"),
    ],
)
def test_of_namesakes_the_one_whose_country_is_named(read: Reader, lang: str, text: str, country: str) -> None:
    named = {"Kochi", "Kōchi", "Windsor", "Talas"}
    assert [fact.text("country") for fact in read(lang, text).facts("place") if fact.text("name") in named] == [country]


def test_an_adjective_names_a_country(read: Reader) -> None:
    reading = read("en", "A Korean delegation came.")
    assert [fact.text("name") for fact in reading.facts("place")] == ["South Korea"]
    assert reading.words("place", "adjective") == ["Korean"]


def test_a_place_that_no_gazetteer_has_is_known_by_its_government(read: Reader) -> None:
    reading = read("id", "Pemkot Malang dan Pemerintah Kota Zumbolari, Jepang, menjalin kota kembar.")
    assert reading.sides == {"Malang", "Zumbolari"}
    (place,) = [fact for fact in reading.facts("place") if fact.text("name") == "Zumbolari"]
    assert place.text("country") == "Japan"


def test_things_of_the_graph_are_linked(read: Reader) -> None:
    reading = read("id", "Pemkot Bandung dan Pemkot Ankara menjalin kota kembar, kata KBRI Ankara.")
    iris = {fact.id: fact.text("iri") for fact in reading.entities.facts}
    assert iris["place:ankara"] == "http://www.wikidata.org/entity/Q3640"
    assert iris["government:ankara"] == "https://w3id.org/cityties/id/government/ankara"
    assert iris["mission:embassy-of-indonesia-in-ankara"] == "http://www.wikidata.org/entity/Q75334780"


# People


@pytest.mark.parametrize(
    ("lang", "text", "name", "role", "body"),
    [
        ("id", "Wali Kota Malang Budi Santika hadir.", "Budi Santika", "mayor", "Malang"),
        (
            "id",
            "Wakil Gubernur Jawa Barat, Ir. H. Budi Santika, M.Si., hadir.",
            "Budi Santika",
            "vice-governor",
            "West Java",
        ),
        ("id", "Budi Santika, Bupati Sleman, hadir.", "Budi Santika", "regent", "Sleman"),
        ("id", "Ketua DPRD Kota Malang (Budi Santika) hadir.", "Budi Santika", "head-of-council", "Malang"),
        (
            "id",
            "Kepala Dinas Pariwisata dan Kebudayaan Kota Malang Budi Santika hadir.",
            "Budi Santika",
            "head-of-department",
            "Malang",
        ),
        ("id", "Wakil Wali Kota Malang Armuni hadir.", "Armuni", "deputy-mayor", "Malang"),
        ("en", "Leeds Mayor Ann Colebrook spoke.", "Ann Colebrook", "mayor", "Leeds"),
        ("en", "Cllr Ann Colebrook, the deputy mayor of Leeds, spoke.", "Ann Colebrook", "deputy-mayor", "Leeds"),
        ("en", "Alkmaar's mayor, Joost van Heusden, spoke.", "Joost van Heusden", "mayor", "Alkmaar"),
        ("en", "Mayor Ann Colebrook of Leeds spoke.", "Ann Colebrook", "mayor", "Leeds"),
        ("en", "Governor of Central Java Sri Handoko-Wijaya spoke.", "Sri Handoko-Wijaya", "governor", "Central Java"),
        ("tr", "Bursa Büyükşehir Belediye Başkanı Av. Kemal Örenli konuştu.", "Kemal Örenli", "mayor", "Bursa"),
        ("tr", "Bursa Vali Yardımcısı Kemal Örenli'nin konuğuydu.", "Kemal Örenli", "vice-governor", "Bursa"),
        ("tr", "Kemalpaşa Kaymakamı Sayın Kemal Örenli konuştu.", "Kemal Örenli", "district-governor", "Kemalpaşa"),
        ("tr", "Bursa Belediye Meclisi Başkanı Kemal Örenli konuştu.", "Kemal Örenli", "head-of-council", "Bursa"),
    ],
)
def test_people_with_posts(read: Reader, lang: str, text: str, name: str, role: str, body: str) -> None:
    assert read(lang, text).officials == {name: (role, body)}


@pytest.mark.parametrize(
    ("lang", "text", "role", "mission"),
    [
        ("id", "Dubes RI untuk Turki Budi Santika hadir.", "ambassador", "Embassy of Indonesia to Türkiye"),
        (
            "id",
            "Konjen Jepang di Surabaya Kenta Morikawa hadir.",
            "consul-general",
            "Consulate general of Japan in Surabaya",
        ),
        (
            "en",
            "Turkish Ambassador to Indonesia Kemal Örenli spoke.",
            "ambassador",
            "Embassy of Türkiye to Indonesia",
        ),
        (
            "en",
            "Ann Colebrook, the Consul General of Australia in Surabaya, spoke.",
            "consul-general",
            "Consulate general of Australia in Surabaya",
        ),
        ("tr", "Japonya'nın Ankara Büyükelçisi Kenta Morikawa geldi.", "ambassador", "Embassy of Japan in Ankara"),
        (
            "tr",
            "Türkiye'nin Taşkent Büyükelçisi Kemal Örenli geldi.",
            "ambassador",
            "Embassy of Türkiye in Tashkent",
        ),
    ],
)
def test_diplomats_head_missions(read: Reader, lang: str, text: str, role: str, mission: str) -> None:
    assert list(read(lang, text).officials.values()) == [(role, mission)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Pj. Wali Kota Malang Budi Santika hadir."),
        ("id", "Pelaksana Tugas (Plt) Wali Kota Malang Budi Santika hadir."),
        ("en", "Acting Leeds Mayor Ann Colebrook spoke."),
        ("tr", "Bursa Belediye Başkan Vekili Kemal Örenli konuştu."),
    ],
)
def test_who_acts_for_another(read: Reader, lang: str, text: str) -> None:
    (tenure,) = read(lang, text).facts("tenure")
    assert tenure.slots["acting"] is True


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Direktur Utama PT Kaca Jaya, Budi Santika, hadir di Stasiun Gambir."),
        ("en", "Chief executive Ann Colebrook won the Mayor's Prize."),
        ("tr", "Ticaret Odası Başkanı Kemal Örenli ödül aldı."),
    ],
)
def test_who_holds_no_public_post_is_no_official(read: Reader, lang: str, text: str) -> None:
    assert read(lang, text).facts("tenure") == []


def test_several_holders_of_one_post(read: Reader) -> None:
    reading = read("tr", "Bursa Belediye Başkan Yardımcıları Kemal Örenli, Ayla Sezgin ve Cem Tok geldi.")
    assert set(reading.officials) == {"Kemal Örenli", "Ayla Sezgin", "Cem Tok"}


def test_one_person_under_several_spellings_and_short_names(read: Reader) -> None:
    reading = read(
        "tr",
        "Bursa Belediye Başkanı Kemal Yavaşoğ konuştu.",
        "Başkan Yavaşoğlu, Bursa'yı anlattı. Kemal Yavaşoğlu'nun sözleri alkışlandı.",
    )
    (person,) = reading.facts("person")
    assert person.text("name") == "Kemal Yavaşoğlu"
    assert person.names("otherNames") == ["Kemal Yavaşoğ"]
    assert reading.words("person") == ["Kemal Yavaşoğ", "Yavaşoğlu", "Kemal Yavaşoğlu"]


def test_a_pronoun_stands_for_the_last_named(read: Reader) -> None:
    reading = read("id", "Wali Kota Malang Budi Santika hadir.", "Menurut dia, kota siap.")
    assert reading.words("person", "pronoun") == ["dia"]


def test_a_post_without_a_place_is_of_the_government_before_it(read: Reader) -> None:
    text = "Pemprov Jawa Barat yang diwakili Wakil Gubernur Budi Santika bertemu Wali Kota Ankara Cem Tok."
    assert read("id", text).officials == {
        "Budi Santika": ("vice-governor", "West Java"),
        "Cem Tok": ("mayor", "Ankara"),
    }


# Missions


@pytest.mark.parametrize(
    ("lang", "text", "mission"),
    [
        ("id", "KBRI Canberra siap membantu.", ("embassy", "Indonesia", "Canberra")),
        ("id", "KJRI Istanbul siap membantu.", ("consulate-general", "Indonesia", "Istanbul")),
        ("id", "Kedutaan Besar Jepang di Jakarta siap membantu.", ("embassy", "Japan", "Jakarta")),
        ("id", "Konsulat Kehormatan Polandia di Surabaya siap membantu.", ("honorary-consulate", "Poland", "Surabaya")),
        ("en", "The Indonesian Embassy in Tokyo helped.", ("embassy", "Indonesia", "Tokyo")),
        ("en", "The Consulate General of Japan in Surabaya helped.", ("consulate-general", "Japan", "Surabaya")),
        ("tr", "Endonezya'nın Ankara Büyükelçiliği destek verdi.", ("embassy", "Indonesia", "Ankara")),
        ("tr", "T.C. Frankfurt Başkonsolosluğu destek verdi.", ("consulate-general", "Türkiye", "Frankfurt")),
    ],
)
def test_missions(read: Reader, lang: str, text: str, mission: tuple[str, str, str]) -> None:
    reading = read(lang, text)
    assert [(kind, sender, seat.split(" am ")[0]) for kind, sender, seat in reading.missions] == [mission]
    assert reading.sides == set()


def test_two_wordings_of_one_mission(read: Reader) -> None:
    reading = read(
        "tr",
        "Hollanda'nın Ankara Büyükelçisi Jan de Witte konuştu. Hollanda Büyükelçiliği hazır.",
        "Büyükelçilik olarak destek verecekler.",
    )
    assert reading.missions == [("embassy", "Netherlands", "Ankara")]
    assert reading.words("mission") == ["Hollanda Büyükelçiliği", "Büyükelçilik"]


# Fields


@pytest.mark.parametrize(
    ("lang", "text", "sectors"),
    [
        (
            "id",
            "Kerja sama di bidang pengelolaan sampah, pemuda dan olahraga, serta transportasi publik.",
            ["waste-management", "youth-and-sport", "public-transport"],
        ),
        ("en", "They agreed to work together on heritage, climate action and schools.",
         ["heritage", "climate-resilience", "education"]),
        ("tr", "Turizmde, kültürel alanda ve afet yönetiminde iş birliği yapılacak.",
         ["tourism", "culture", "disaster-management"]),
        ("id", "Kerja sama mencakup kerajinan, jaringan bus, dan mitigasi bencana.",
         ["creative-economy", "public-transport", "disaster-management"]),
        ("en", "The agreement covers ferry services, composting, care homes and early warning systems.",
         ["transport", "waste-management", "social-services", "disaster-management"]),
        ("tr", "İş birliği el sanatlarını, lojistiği, yaşlı bakımını ve mesleki eğitimi kapsıyor.",
         ["creative-economy", "transport", "social-services", "education"]),
    ],
)  # fmt: skip
def test_fields_of_cooperation(read: Reader, lang: str, text: str, sectors: list[str]) -> None:
    assert read(lang, text).sectors == sectors


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Kepala Dinas Pariwisata Kota Malang Budi Santika bekerja sama dengan Kota Solo."),
        ("en", "The Chamber of Commerce and the Culture Minister will cooperate."),
        ("tr", "Kültür Merkezi'nde ve Ticaret Odası'nda iş birliği konuşuldu."),
    ],
)
def test_a_field_in_the_name_of_an_office_is_none(read: Reader, lang: str, text: str) -> None:
    assert read(lang, text).sectors == []


# The whole


def test_facts_are_whole_and_pinned(read: Reader) -> None:
    reading = read(
        "id",
        "Pemkot Malang dan Pemkot Fukuyama, Jepang, bekerja sama. Wali Kota Malang Budi Santika dan Duta Besar Jepang "
        "Kenta Morikawa hadir, juga UCLG.",
    )
    ids = {fact.id for fact in reading.entities.facts}
    assert {fact.kind for fact in reading.entities.facts} == {
        *("place", "government", "network", "mission", "person", "post", "tenure"),
    }
    for fact in reading.entities.facts:
        assert fact.spans and all(0 <= start < end <= len(reading.text) for start, end in fact.spans)
        assert set(fact.slots) <= set(SLOTS[fact.kind])
        assert 0 < fact.score <= 1
        for slot in ("place", "holder", "post", "in", "sentBy", "seat", "accreditedTo"):
            assert not fact.text(slot) or fact.text(slot) in ids
    assert all(one.fact in ids for one in reading.entities.mentions if one.kind not in ("sector", "both"))


def test_reading_again_says_the_same(read: Reader) -> None:
    text = "Pemkot Malang dan Pemkot Fukuyama bekerja sama. Wali Kota Malang Budi Santika hadir."
    assert read("id", text).entities == read("id", text).entities


_SYLLABLES = [first + last for first in ("An", "Bor", "Cal", "Dun", "Er") for last in ("ra", "to", "xu", "na", "imu")]


@pytest.mark.parametrize(
    "text",
    [
        *("", "x" * 40_000, "A " * 5_000, "\n\n\n", "ĞÜŞ " * 2_000, "Kota " * 3_000, "Bursa ve Ankara'da " * 2_000),
        " ".join(one + other.lower() for one in _SYLLABLES for other in _SYLLABLES),
    ],
    ids=["empty", "one word", "letters", "lines", "accents", "kinds", "places", "names"],
)
def test_odd_texts_are_read_in_time(read: Reader, text: str) -> None:
    begin = time.process_time()
    assert read("tr", text).facts("tenure") == []
    assert time.process_time() - begin < 20


def test_memory_stays_small() -> None:
    program = (
        "from pathlib import Path\n"
        "from cityties.facts import intake\n"
        "from cityties.reading.draft import Article\n"
        "from cityties.reading.entities import find_entities\n"
        "from cityties.reading.text.sentence import sentences\n"
        "from cityties.reading.text.surface import Surface\n"
        "text = 'Kabar\\n\\n' + 'Wali Kota Malang Budi Santika dan Wali Kota Fukuyama bertemu di Jakarta. ' * 40\n"
        "article = Article(text, 'id')\n"
        "find_entities(article, Surface.of(text), sentences(article), intake.shipped())\n"
        # Not ru_maxrss: that starts from what the process that began this one had.
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < 300

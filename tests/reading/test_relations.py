"""What rules find of encounters, agreements, ties and commitments, in short texts of invented people."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from cityties.reading.draft import SLOTS, Article, Fact
from cityties.reading.entities import find_entities
from cityties.reading.relations.relation import find_relations
from cityties.reading.text.mention import Entities
from cityties.reading.text.sentence import Sentence, quotes, sentences
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import days
from cityties.reading.words.cue import find_cues
from cityties.store import Store

PUBLISHED = "2025-09-12"


@dataclass
class ToldEncounter:
    """What an article tells, by names instead of ids."""

    article: Article
    entities: Entities
    facts: list[Fact]

    def name(self, fact: str) -> str:
        """The name by which an id calls a fact: "izmir" of "government:izmir"."""
        assert self.entities.fact(fact) is not None, fact
        return fact.partition(":")[2]

    def of_kind(self, kind: str) -> list[Fact]:
        """The facts of a kind."""
        return [fact for fact in self.facts if fact.kind == kind]

    @property
    def steps(self) -> set[tuple[frozenset[str], str, str]]:
        """Parties, step and day of each step."""
        return {
            (frozenset(map(self.name, fact.names("parties"))), fact.text("stepKind"), fact.text("date"))
            for fact in self.of_kind("step")
        }

    @property
    def wishes(self) -> set[tuple[str, str, frozenset[str]]]:
        """Class, body and addressees of each commitment."""
        return {
            (fact.text("class"), self.name(fact.text("by")), frozenset(map(self.name, fact.names("toward"))))
            for fact in self.of_kind("commitment")
        }


def read(store: Store, lang: str, text: str, published: str = PUBLISHED) -> ToldEncounter:
    """Read a text whose first line is its headline."""
    title = text.split("\n")[0] if "\n" in text else ""
    article = Article(text, lang, title, published)
    surface = Surface.of(text)
    parts = sentences(article)
    entities = find_entities(article, surface, parts, store)
    return ToldEncounter(article, entities, find_relations(article, surface, parts, entities, days(article, surface)))


def pair(one: str, other: str) -> frozenset[str]:
    return frozenset((one, other))


# Sentences


def cut(text: str, lang: str = "en", title: str = "") -> list[tuple[str, str]]:
    article = Article(text, lang, title)
    return [(one.kind, text[one.start : one.end]) for one in sentences(article)]


def test_a_headline_stands_apart_from_the_body() -> None:
    assert cut("Bath and Aix\n\nThey met. They signed.", title="Bath and Aix") == [
        ("headline", "Bath and Aix"),
        ("body", "They met."),
        ("body", "They signed."),
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("id", "Ia didampingi Dr. Ir. H. Budi Anu, M.Si. dan Plt. Sekda Kota Batu."),
        ("en", "Cllr. J. Penrose met Mr. van Dam at St. Mary's on Sept. 3 in the U.K. capital."),
        ("tr", "Belediye Başkanı Av. Dr. Ayşe K. Ünlü 29. kardeş şehri ziyaret etti."),
    ],
)
def test_a_stop_of_an_abbreviation_ends_no_sentence(lang: str, text: str) -> None:
    assert cut(text, lang) == [("body", text)]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("id", "Baca juga: Kota Malang jalin kota kembar dengan Fuqing"),
        ("id", "Editor: Nia P."),
        ("en", "Read also: Bandung, Suwon celebrate 27 years of ties"),
        ("en", "Copyright © 2025 The Herald"),
        ("tr", "İLGİLİ HABER: Edremit Urmiye ile kardeş şehir oluyor"),
        ("tr", "Muhabir: Ali Kaya"),
    ],
)
def test_links_and_credits_are_no_part_of_the_article(lang: str, line: str) -> None:
    assert [kind for kind, _ in cut(f"Birinci metin burada durur.\n{line}\n", lang)] == ["body", "boilerplate"]


def test_the_titles_below_a_bare_link_are_links_too() -> None:
    text = "Isi berita.\nBaca juga:\nKota Malang ke Fuqing\nKota Batu ke Jecheon\nTeks ini berlanjut lagi."
    assert [kind for kind, _ in cut(text, "id")] == ["body", "boilerplate", "boilerplate", "boilerplate", "body"]


def test_a_sentence_that_is_nothing_but_a_quotation_is_told_apart() -> None:
    text = '"Kami siap. Kami mau belajar," ujar Budi. "Ini awal."'
    assert [kind for kind, _ in cut(text, "id")] == ["quote-only", "body", "quote-only"]
    assert [text[start:end] for start, end in quotes(text)] == ['"Kami siap. Kami mau belajar,"', '"Ini awal."']


def test_places_of_sentences_follow_each_other_and_never_overlap() -> None:
    text = "Judul\n\nSatu. Dua? “Tiga.” Empat (4. bagian) lima!\n- butir\nEnam"
    found: list[Sentence] = sentences(Article(text, "id", "Judul"))
    assert [one.number for one in found] == list(range(len(found)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in found)


# Cues


def test_the_longer_of_two_wordings_has_the_words() -> None:
    surface = Surface.of("Kerja sama itu tidak diperpanjang.")
    names = [cue.name for cue in find_cues(surface, "id") if cue.about.get("step")]
    assert names == ["lapsed"]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("tr", "Protokol imzalanacağını söyledi.", "sign-done"),
        ("tr", "kardeş şehrimiz Linz", "sister-city"),
        ("id", "hubungan kota kembarnya", "sister-city"),
        ("en", "put their names to a charter", "sign-done"),
    ],
)
def test_endings_and_gaps_of_wordings_are_seen(lang: str, text: str, name: str) -> None:
    assert name in {cue.name for cue in find_cues(Surface.of(text), lang)}


# Ties

TIES = [
    (
        "id",
        "Malang dan Fuqing\n\nMalang (Kabar) - Wali Kota Malang Wahyu Hartana bertemu Wali Kota Fuqing Chen Guo "
        "di Balai Kota Malang, Senin (8/9). Keduanya menjajaki kerja sama sister city di bidang pendidikan dan "
        "pariwisata.",
        {(pair("malang", "fuqing"), "explored", "2025-09-08")},
    ),
    (
        "id",
        "Bogor dan Kawagoe\n\nBogor - Pemerintah Kota Bogor dan Pemerintah Kota Kawagoe, Jepang, menandatangani nota "
        "kesepahaman tentang pengelolaan sampah, Rabu (10/9/2025).",
        {(pair("bogor", "kawagoe"), "agreed", "2025-09-10")},
    ),
    (
        "id",
        "Surabaya\n\nSurabaya - Pemkot Surabaya tidak memperpanjang kerja sama sister city dengan Kota Seattle yang "
        "berakhir pada 2023. Kerja sama itu terjalin sejak 1992.",
        {(pair("surabaya", "seattle"), "ended", "2023"), (pair("surabaya", "seattle"), "agreed", "1992")},
    ),
    (
        "en",
        "Izmir and Bremen\n\nIzmir Metropolitan Municipality and Bremen renewed their partnership with a new "
        "cooperation protocol on Sept. 10. It was inked by Izmir Mayor Cem Tugrul and Bremen Mayor Anders Bovin.",
        {(pair("izmir", "bremen"), "renewed", "2025-09-10")},
    ),
    (
        "en",
        "Oakland\n\nThe Oakland City Council unanimously approved a resolution on Tuesday to establish a sister city "
        "relationship with Da Nang, Vietnam. Oakland already has sister cities including Fukuoka, Japan (1962), "
        "Nakhodka, Russia (1975) and Dalian, China (1982).",
        {
            (pair("oakland", "da-nang"), "intent-declared", "2025-09-09"),
            (pair("oakland", "fukuoka"), "agreed", "1962"),
            (pair("oakland", "nakhodka"), "agreed", "1975"),
            (pair("oakland", "dalian"), "agreed", "1982"),
        },
    ),
    (
        "tr",
        "Bornova ile Filibe\n\nBornova Belediyesi ile Bulgaristan'ın Filibe Belediyesi arasında kardeş şehir "
        "protokolü imzalandı. Protokole Bornova Belediye Başkanı Ömer Ekici ve Filibe Belediye Başkanı Kostadin "
        "Dimov 10 Eylül'de düzenlenen törenle imza attı.",
        {(pair("bornova", "plovdiv"), "agreed", "2025-09-10")},
    ),
    (
        "tr",
        "Eskişehir\n\nEskişehir Büyükşehir Belediyesi ile Avusturya'nın Linz Belediyesi arasında 1995 yılında "
        "imzalanan kardeş şehir protokolü 2019'da sona ermişti.",
        {(pair("eskisehir", "linz"), "agreed", "1995"), (pair("eskisehir", "linz"), "ended", "2019")},
    ),
]


@pytest.mark.parametrize(("lang", "text", "steps"), TIES, ids=[text.split("\n")[0] for _, text, _ in TIES])
def test_a_tie_is_told_with_its_step_and_day(
    shipped: Store, lang: str, text: str, steps: set[tuple[frozenset[str], str, str]]
) -> None:
    assert read(shipped, lang, text).steps == steps


NO_TIES = [
    (
        "id",
        "Batam\n\nBatam - Wali Kota Batam Amri Saleh menegaskan belum ada kerja sama apa pun dengan Pemerintah "
        "Kota Johor "
        'Bahru. "Tidak ada nota kesepahaman yang ditandatangani," katanya.',
    ),
    (
        "id",
        "Persib\n\nBandung - Persib Bandung menang 2-0 atas Selangor FC dalam laga uji coba. Wali Kota Bandung "
        "Farhat Anwar menonton. Kedua klub sepakat bekerja sama dalam pembinaan pemain muda.",
    ),
    (
        "id",
        "Bogor\n\nBogor - Pemkot Bogor membuka pasar murah.\nBaca juga: Pemkot Malang dan Kota Fuqing teken kota "
        "kembar",
    ),
    (
        "en",
        "Fair\n\nThe trade fair opened in Bandung on Monday with companies from Busan and Hamburg. Its organiser "
        "signed a deal with the Hamburg Chamber of Commerce. Bandung Mayor Deni Rahmat opened the event.",
    ),
    (
        "en",
        "Summit\n\nIndia and Indonesia signed eleven agreements on Wednesday. The City of Pune and the City of "
        "Yogyakarta will see the next talks of ministers.",
    ),
    (
        "tr",
        "Kütahya\n\nKütahya Belediyesi ile Macaristan'ın Pécs Belediyesi arasında henüz imzalanan bir protokol "
        "yok. Belediye Başkanı Eyüp Kahveci, kardeş şehir haberlerinin doğru olmadığını söyledi.",
    ),
    (
        "tr",
        "Fuar\n\nMersin'de düzenlenen gıda fuarına Halep ve Erbil'den firmalar katıldı. Mersin Ticaret ve Sanayi "
        "Odası ile Erbil Ticaret Odası iş birliği protokolü imzaladı.",
    ),
]


@pytest.mark.parametrize(("lang", "text"), NO_TIES, ids=[text.split("\n")[0] for _, text in NO_TIES])
def test_what_is_no_tie_of_cities_gives_none(shipped: Store, lang: str, text: str) -> None:
    told = read(shipped, lang, text)
    assert not told.of_kind("step")
    assert not told.of_kind("agreement")


def test_a_headline_that_claims_more_is_kept_apart(shipped: Store) -> None:
    told = read(
        shipped,
        "id",
        "Makassar Resmi Bersaudara dengan Izmir\n\nMakassar - Pemerintah Kota Makassar dan Pemerintah Kota "
        "Izmir, Turki, meneken Letter of Intent menuju kota kembar, Rabu (10/9). Statusnya belum kota kembar.",
    )
    found = {(fact.text("stepKind"), fact.text("toldIn")) for fact in told.of_kind("step")}
    assert found == {("agreed", "headline"), ("intent-declared", "body")}


def test_three_who_sign_are_one_tie(shipped: Store) -> None:
    told = read(
        shipped,
        "en",
        "Protocol\n\nEskisehir Metropolitan Municipality, the City of Kazan and the City of Turkistan signed a "
        "three-way protocol on Wednesday.",
    )
    assert {(len(fact.names("parties")), fact.text("stepKind")) for fact in told.of_kind("step")} == {(3, "agreed")}


# Encounters and agreements


def test_a_signing_has_signatories_and_witness(shipped: Store) -> None:
    told = read(
        shipped,
        "id",
        "Semarang dan Brisbane\n\nSemarang - Nota kesepahaman kota kembar diteken Wali Kota Semarang Ratri "
        "Wulandari dan Wali Kota Brisbane Graeme Tollison di Balai Kota Semarang, Selasa (9/9), disaksikan Duta "
        "Besar RI untuk Australia Haryo Widagdo. Nota itu berlaku lima tahun.",
    )
    (signing,) = told.of_kind("encounter")
    parts = {told.name(part["participant"]): part["role"] for part in signing.tables("participants")}
    assert signing.text("class") == "Signing"
    assert signing.text("date") == "2025-09-09"
    assert parts == {"ratri-wulandari": "signatory", "graeme-tollison": "signatory", "haryo-widagdo": "witness"}
    (agreement,) = told.of_kind("agreement")
    assert agreement.text("signedOn") == "2025-09-09"
    assert {told.name(part["participant"]) for part in agreement.tables("signatories")} == {
        "ratri-wulandari",
        "graeme-tollison",
    }
    (step,) = told.of_kind("step")
    assert step.text("realisedBy") == agreement.id


def test_who_is_received_is_the_guest(shipped: Store) -> None:
    told = read(
        shipped,
        "tr",
        "Konuk\n\nKonya Büyükşehir Belediye Başkanı Uğur Altan, Lahor Belediye Başkanı Mübeşşir Cavid'i 10 "
        "Eylül'de ağırladı.",
    )
    (visit,) = told.of_kind("encounter")
    parts = {told.name(part["participant"]): part["role"] for part in visit.tables("participants")}
    assert visit.text("class") == "Visit"
    assert parts == {"ugur-altan": "host", "mubessir-cavid": "guest"}


def test_a_visit_that_is_planned_is_no_encounter(shipped: Store) -> None:
    told = read(
        shipped,
        "id",
        "Rencana\n\nWali Kota Malang Wahyu Hartana berencana mengunjungi Wali Kota Fuqing Chen Guo tahun depan.",
    )
    assert not told.of_kind("encounter")


def test_a_mission_that_brings_others_together_is_their_facilitator(shipped: Store) -> None:
    told = read(
        shipped,
        "id",
        "Makassar\n\nWali Kota Makassar Andi Tamrin bertemu Wali Kota Izmir Ferhat Karagöz, Rabu (10/9). "
        "Pertemuan itu difasilitasi KJRI Istanbul.",
    )
    (meeting,) = told.of_kind("encounter")
    helpers = [part for part in meeting.tables("participants") if part["role"] == "facilitator"]
    assert [part["participant"].partition(":")[0] for part in helpers] == ["mission"]


def test_who_brought_two_together_stands_behind_that_in_turkish(shipped: Store) -> None:
    told = read(
        shipped,
        "tr",
        "Konya\n\nKonya Belediye Başkanı Rıfat Şahin, Surakarta Belediye Başkanı Astuti Kusuma'yı kabul etti. "
        "Törene Japonya'nın Ankara Büyükelçisi Ken Mori ile iki kenti tanıştıran Endonezya'nın Ankara Büyükelçiliği de "
        "katıldı.",
    )
    helpers = {
        part["participant"]
        for meeting in told.of_kind("encounter")
        for part in meeting.tables("participants")
        if part.get("role") == "facilitator"
    }
    assert {told.name(helper) for helper in helpers} == {"embassy-of-indonesia-in-ankara"}


# Commitments


def test_what_is_listed_in_an_offer_is_split(shipped: Store) -> None:
    told = read(
        shipped,
        "id",
        'KBRI\n\nJakarta - "Kami siap memfasilitasi Kota Ambon dan Kota Darwin, mulai dari pertemuan bisnis, '
        'pertukaran pelajar, hingga penyusunan naskah," kata Duta Besar RI untuk Australia Haryo Widagdo dalam '
        "keterangan tertulis, "
        "Rabu (10/9).",
    )
    offers = [fact for fact in told.of_kind("commitment") if fact.text("class") == "Offer"]
    assert [fact.text("what") for fact in offers] == ["pertemuan bisnis", "pertukaran pelajar", "penyusunan naskah"]
    assert {told.name(fact.text("spokenBy")) for fact in offers} == {"haryo-widagdo"}
    assert {fact.text("by").partition(":")[0] for fact in offers} == {"mission"}


WISHES = [
    (
        "en",
        "Kuching\n\nKuching Mayor Hilmi Othman met Melbourne Mayor Emily Watt on 9 September. Kuching is keen to "
        "learn from Melbourne about public transport.",
        ("LearningInterest", "kuching", frozenset({"melbourne"})),
    ),
    (
        "tr",
        "Konya\n\nKonya Belediye Başkanı Rıfat Şahin, Surakarta Belediye Başkanı Astuti Kusuma'yı kabul etti. Kusuma, "
        '"Konya\'nın toplu taşıma tecrübesinden yararlanmak istiyoruz" dedi.',
        ("LearningInterest", "surakarta", frozenset({"konya"})),
    ),
    (
        "id",
        "Sabang\n\nWakil Gubernur Phuket Somchai Rattana bertemu Wali Kota Sabang Fahri Umar, Rabu (10/9). "
        "Somchai menawarkan pelatihan pemandu selam bagi Kota Sabang.",
        ("Offer", "phuket-province", frozenset({"sabang"})),
    ),
    (
        "en",
        "Kuching drafts a pact\n\nKuching Mayor Hilmi Othman received Melbourne Mayor Emily Watt on 9 September. "
        "The draft covers tourism and ferry links.",
        ("Intention", "kuching", frozenset({"melbourne"})),
    ),
    (
        "en",
        "Kuching thanks Melbourne\n\nKuching Mayor Hilmi Othman received Melbourne Mayor Emily Watt on 9 September. "
        '"They have offered to train ten of our drivers," Othman said.',
        ("Offer", "melbourne", frozenset({"kuching"})),
    ),
    (
        "id",
        "Sabang menjamu Phuket\n\nWakil Gubernur Phuket Somchai Rattana bertemu Wali Kota Sabang Fahri Umar, Rabu "
        "(10/9). Biaya pelatihan pemandu selam ditanggung Pemkot Sabang.",
        ("Offer", "sabang", frozenset({"phuket-province"})),
    ),
    (
        "id",
        "Sabang bersiap\n\nWakil Gubernur Phuket Somchai Rattana bertemu Wali Kota Sabang Fahri Umar, Rabu (10/9). "
        "Tahun depan kami kirim sepuluh nelayan ke Phuket, kata Fahri.",
        ("Intention", "sabang", frozenset({"phuket-province"})),
    ),
    (
        "tr",
        "Konya ile Surakarta\n\nKonya Belediye Başkanı Rıfat Şahin, Surakarta Belediye Başkanı Astuti Kusuma'yı kabul "
        "etti. Konya kültür yollarını Surakarta'dan dinleyecek, Surakarta ise Konya'nın tramvayından ders alacak.",
        ("LearningInterest", "surakarta", frozenset({"konya"})),
    ),
]


@pytest.mark.parametrize(("lang", "text", "wish"), WISHES, ids=[text.split("\n")[0] for _, text, _ in WISHES])
def test_a_wish_is_of_a_body_toward_another(
    shipped: Store, lang: str, text: str, wish: tuple[str, str, frozenset[str]]
) -> None:
    assert wish in read(shipped, lang, text).wishes


@pytest.mark.parametrize(
    ("lang", "text", "field"),
    [
        (
            "en",
            "Kuching\n\nKuching Mayor Hilmi Othman met Melbourne Mayor Emily Watt on 9 September. "
            '"Our buses run empty. Half of the fleet is too old. We want to learn from Melbourne," Othman said.',
            "public-transport",
        ),
        (
            "id",
            "Sabang\n\nWakil Gubernur Phuket Somchai Rattana bertemu Wali Kota Sabang Fahri Umar, Rabu (10/9). "
            '"Sampah kami menumpuk. Baru separuh yang terangkut. Kami mau belajar dari Phuket," kata Fahri.',
            "waste-management",
        ),
    ],
)
def test_what_one_wants_to_learn_was_told_before(shipped: Store, lang: str, text: str, field: str) -> None:
    wishes = [fact for fact in read(shipped, lang, text).of_kind("commitment")]
    assert [fact.names("sectors") for fact in wishes if fact.text("class") == "LearningInterest"] == [[field]]


def test_a_wish_that_is_denied_is_none(shipped: Store) -> None:
    told = read(
        shipped,
        "en",
        "Kuching\n\nKuching Mayor Hilmi Othman met Melbourne Mayor Emily Watt on 9 September. Kuching does not "
        "want to learn from Melbourne.",
    )
    assert not told.of_kind("commitment")


# Whole facts


@pytest.mark.parametrize(("lang", "text", "_steps"), TIES, ids=[text.split("\n")[0] for _, text, _ in TIES])
def test_facts_are_whole_and_point_into_the_text(
    shipped: Store, lang: str, text: str, _steps: set[tuple[frozenset[str], str, str]]
) -> None:
    told = read(shipped, lang, text)
    names = [fact.id for fact in told.facts]
    assert len(set(names)) == len(names)
    known = {fact.id for fact in (*told.entities.facts, *told.facts)}
    for fact in told.facts:
        assert set(fact.slots) <= set(SLOTS[fact.kind])
        assert 0 < fact.score <= 1
        assert fact.spans
        assert all(0 <= start < end <= len(text) for start, end in fact.spans)
        linked = [*fact.names("parties"), *fact.names("toward"), fact.text("realisedBy"), fact.text("by")]
        assert {name for name in linked if name} <= known


def test_reading_twice_gives_the_same(shipped: Store) -> None:
    lang, text, _ = TIES[0]
    assert read(shipped, lang, text).facts == read(shipped, lang, text).facts


# Whose ties these are

WHOSE = (
    (
        "tr",
        "Tepebaşı Belediye Başkanı Ekin Dalgıç yıllık raporunu sundu. Tepebaşı Belediyesi'nin 2011'den bu yana kardeş "
        "şehri olan Gostivar'la yürüttüğü eğitimler sürüyor.",
        ("tepebasi", "gostivar"),
    ),
    (
        "id",
        "Gubernur Jawa Tengah Seno Wiratmaja menerima laporan. Provinsi Jawa Tengah dan Chungcheong Selatan, Korea "
        "Selatan, resmi menjadi provinsi bersaudara sejak 2014.",
        ("central-java", "south-chungcheong"),
    ),
    (
        "en",
        "The eThekwini Municipality said on Monday that it has renewed its sister city agreement with Bremen, Germany.",
        ("durban", "bremen"),
    ),
)


@pytest.mark.parametrize(("lang", "text", "parties"), WHOSE, ids=[text[:30] for _, text, _ in WHOSE])
def test_a_tie_is_of_those_who_are_told_to_have_it(
    shipped: Store, lang: str, text: str, parties: tuple[str, str]
) -> None:
    assert {who for who, _, _ in read(shipped, lang, text).steps} == {pair(*parties)}


NO_PARTY = (
    (
        "en",
        "Indonesian makers sold chairs at a trade fair. Two Jepara companies signed a memorandum of understanding with "
        "a Cologne retailer and a Cirebon cooperative.",
    ),
    (
        "id",
        "Wali Kota Surakarta Bagus Hartono menonton laga bersama Bupati Sleman Wira Adinata. Dua kelompok suporter "
        "menandatangani nota kesepakatan damai sebelum laga.",
    ),
    ("tr", "Sivas Belediye Başkanı Can Ertürk konuştu. Kooperatif ile Batumlu taraftar grubu bir protokol imzaladı."),
)


@pytest.mark.parametrize(("lang", "text"), NO_PARTY, ids=[text[:30] for _, text in NO_PARTY])
def test_what_others_sign_is_no_agreement_of_cities(shipped: Store, lang: str, text: str) -> None:
    told = read(shipped, lang, text)
    assert not told.of_kind("agreement")
    assert not told.steps


def test_stops_of_a_journey_are_no_partners(shipped: Store) -> None:
    text = (
        "Pemkot Makassar dan Dewan Kota Gold Coast, Australia, meneken nota kesepahaman kota kembar pada Kamis. "
        "Dari Makassar, rombongan Gold Coast bertolak ke Denpasar sebelum kembali ke Brisbane."
    )
    assert {who for who, _, _ in read(shipped, "id", text).steps} == {pair("makassar", "gold-coast")}


def test_who_is_named_besides_is_no_party_with_the_other(shipped: Store) -> None:
    text = "Duluth's council met on Monday. Besides Växjö, Duluth has been a sister city of Isumi, Japan, since 1994."
    told = {who for who, _, _ in read(shipped, "en", text).steps}
    assert pair("duluth", "isumi") in told
    assert all("duluth" in who for who in told)

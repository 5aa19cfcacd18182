"""What real news taught: kinds of sentences that were read wrongly, each in invented words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cityties.reading.article import article_of
from cityties.reading.draft import Draft
from cityties.reading.reading import read
from cityties.store import Store

Reader = Callable[..., Draft]


@pytest.fixture
def draft(shipped: Store) -> Reader:
    def of(lang: str, text: str, published: str = "2025-05-02") -> Draft:
        return read(article_of(text.encode(), "a", published=published, lang=lang), shipped)

    return of


def held(draft: Draft) -> dict[str, tuple[str, str]]:
    """Give the role and the body of each person."""
    found = {}
    for tenure in draft.of_kind("tenure"):
        person, post = draft.fact(tenure.text("holder")), draft.fact(tenure.text("post"))
        if person and post:
            found[person.text("name")] = (post.text("role"), post.text("in").partition(":")[2])
    return found


def acting(draft: Draft) -> dict[str, str]:
    """Give the places whose governments act, with their countries."""
    places = [draft.fact(one.text("place")) for one in draft.of_kind("government")]
    return {one.text("name"): one.text("country") for one in places if one}


def steps(draft: Draft) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give kind, day and parties of each step."""
    return [
        (
            one.text("stepKind"),
            one.text("date"),
            tuple(sorted(party.partition(":")[2] for party in one.names("parties"))),
        )
        for one in draft.of_kind("step")
    ]


@pytest.mark.parametrize(
    ("lang", "text", "people"),
    [
        (
            "en",
            "At City Hall in Keelung, the mayor Lin Guowei welcomed guests led by the deputy mayor Ken Abe of Kure.",
            {"Lin Guowei": ("mayor", "keelung"), "Ken Abe": ("deputy-mayor", "kure")},
        ),
        (
            "en",
            "The corporation has signed a twinning pact with Pskov in Russia. The team that flew there included mayor "
            "Arun Das, corporation secretary Leela Menon and councillor Joy Kurian of Kochi.",
            {
                "Arun Das": ("mayor", "kochi"),
                "Leela Menon": ("regional-secretary", "kochi"),
                "Joy Kurian": ("council-member", "kochi"),
            },
        ),
        (
            "en",
            "Ambon City Mayor Tirta Latu signed the sister-city pact while Governor Omar Aziz signed on behalf of "
            "Mosul City in Iraq.",
            {"Tirta Latu": ("mayor", "ambon"), "Omar Aziz": ("governor", "mosul")},
        ),
        (
            "en",
            "Ren Bo, deputy party secretary and mayor of Chengdu City in China, received Nepal's visiting Deputy Prime "
            "Minister and Foreign Minister Hari Rana on Monday.",
            {"Ren Bo": ("mayor", "chengdu"), "Hari Rana": ("minister", "nepal")},
        ),
        (
            "en",
            "Pune mayor Asha Kale met a delegation led by Hu Lin, executive vice mayor of Jinhua Municipal Peoples' "
            "government, on Monday.",
            {"Asha Kale": ("mayor", "pune"), "Hu Lin": ("deputy-mayor", "jinhua")},
        ),
        (
            "en",
            "Reza Moradi (Shiraz Mayor) met Sipho Dube South African Ambassador to Tehran on 1 May 2025.",
            {"Reza Moradi": ("mayor", "shiraz"), "Sipho Dube": ("ambassador", "embassy-of-south-africa-in-tehran")},
        ),
        (
            "id",
            "Kegiatan dihadiri antara Walikota Bogor – Arif Santoso, Dubes RI Azerbaijan – Dewi Lestari, dan warga.",
            {"Arif Santoso": ("mayor", "bogor"), "Dewi Lestari": ("ambassador", "embassy-of-indonesia")},
        ),
        (
            "id",
            "KARO, KABARKOTA - Bupati Karo, Brigjen [Purn] Darma Tarigan, menyambut rombongan Distrik Jinning. Ikut "
            "serta Wang Bo, Wakil Kepala Distrik, dan Li Mei, Kepala Dinas Pariwisata.",
            {
                "Darma Tarigan": ("regent", "karo"),
                "Wang Bo": ("deputy-district-governor", "jinning"),
                "Li Mei": ("head-of-department", "jinning"),
            },
        ),
        (
            "id",
            "Portal Warga\n\nWagub Bali Gede Surya dan Bupati Klungkung Wayan Darma Tandatangani Prasasti Pura\n\n"
            "Klungkung – Wakil Gubernur Bali Gede Surya hadir, Kamis (1/5).",
            {"Gede Surya": ("vice-governor", "bali"), "Wayan Darma": ("regent", "klungkung")},
        ),
        (
            "tr",
            "Konya Belediye Başkanı Kemal Tunç ile Bosna-Hersek İliçak Belediye Başkanı Emir Begoviç arasında kardeş "
            "şehir protokolü imzalandı.",
            {"Kemal Tunç": ("mayor", "konya"), "Emir Begoviç": ("mayor", "ilicak")},
        ),
        (
            "tr",
            "Ataşehir Belediye Başkanı Onursal Adak, Worms Belediye Başkanı Jens Vogt ile bir araya geldi.",
            {"Onursal Adak": ("mayor", "atasehir"), "Jens Vogt": ("mayor", "worms")},
        ),
        (
            "tr",
            "Worms Belediye Başkan Yardımcısı Uwe Frank'a Worms şehir Meclisi üyeleri, Dr. Jan Becker, Kurt Lang eşlik "
            "etti. Edremit Belediye Başkanı Kamil Er konukları ağırladı.",
            {
                "Uwe Frank": ("deputy-mayor", "worms"),
                "Jan Becker": ("council-member", "worms"),
                "Kurt Lang": ("council-member", "worms"),
                "Kamil Er": ("mayor", "edremit"),
            },
        ),
    ],
    ids=[
        "hall",
        "list",
        "behalf",
        "two posts",
        "behind",
        "no comma",
        "dash",
        "district",
        "page",
        "tr abroad",
        "stop",
        "council",
    ],
)
def test_whose_post_it_is(draft: Reader, lang: str, text: str, people: dict[str, tuple[str, str]]) -> None:
    assert held(draft(lang, text)) == people


@pytest.mark.parametrize(
    ("lang", "text", "cities"),
    [
        (
            "id",
            "Konjen Tiongkok di Medan, Liu Hua, menawarkan kerja sama sister city kepada Kota Padang dengan Kota "
            "Tulufan Provinsi Singciang.",
            {"Padang": "Indonesia", "Tulufan": "China"},
        ),
        (
            "id",
            "Samarinda, Toledo.ID – Wali Kota Samarinda Dedi Putra menerima rombongan Majlis Daerah Kudat, Sabah, "
            "Malaysia, Kamis (1/5/2025). Rombongan berharap ada kerja sama antar kedua kota.",
            {"Samarinda": "Indonesia", "Kudat": "Malaysia"},
        ),
        (
            "en",
            "Pune Municipal Corporation (PMC) received a delegation from Jinhua in China on Monday. PMC mayor Asha "
            "Kale said the sister city plan is being worked out.",
            {"Pune": "India", "Jinhua": "China"},
        ),
        (
            "en",
            "Mandaue, Mosul are sisters\nMandaue City Mayor Leo Cruz signed the sister-city pact with Mosul, Iraq.",
            {"Mandaue": "Philippines", "Mosul": "Iraq"},
        ),
        (
            "tr",
            "Taşköy İlk Kademe Belediyesi ile Strumica Belediyesi 3 Mayıs 2010'da kardeş şehir protokolü imzaladı.",
            {"Taşköy": "Türkiye", "Strumica": "North Macedonia"},
        ),
        (
            "tr",
            "Bosna Hersek'in Velja Glava (Büyük Baş) Belediye Başkanı Edin Begiç, Konak Belediye Başkanı Nur Er'i "
            "ziyaret etti. Fahri Konsolos Ali Can, Velja Glava Belediye Başkan Yardımcısı Adnan Hasiç de eşlik etti. "
            "İki belediye kardeş şehir olma konusunu görüştü.",
            {"Velja Glava": "Bosnia & Herzegovina", "Konak": "Türkiye"},
        ),
    ],
    ids=["province", "paper", "abbreviation", "city", "rank", "two words"],
)
def test_which_places_act(draft: Reader, lang: str, text: str, cities: dict[str, str]) -> None:
    assert acting(draft(lang, text)) == cities


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "id",
            "Konsulat Jenderal Republik Indonesia (KJRI) Los Angeles berharap menjalin sister city dengan Kota Manado.",
        ),
        (
            "id",
            "Presiden Turki, Selim Aydan, menyatakan bahwa Ankara akan terus bekerja sama dengan Indonesia dalam "
            "rekonstruksi Gaza. Menteri Luar Negeri Turki Halil Duru hadir.",
        ),
        ("en", "The deputy mayor of Lyon invited Leeds officials to pay Lyon a visit in the near future."),
    ],
    ids=["seat of a mission", "capital for its State", "invitation"],
)
def test_what_is_no_tie(draft: Reader, lang: str, text: str) -> None:
    found = draft(lang, text)
    assert steps(found) == [] and not list(found.of_kind("encounter"))


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        (
            "id",
            "Pemerintah Kota Ambon dan Durban menandatangani MoU sister city pada 1 Mei 2025.Perjanjian tersebut "
            "merupakan perpanjangan dari MoU yang telah habis masa berlakunya.",
            [("renewed", "2025-05-01", ("ambon", "durban"))],
        ),
        (
            "en",
            "Pokhara of Nepal has long been a sister city of Kunming in China.",
            [("agreed", "", ("kunming", "pokhara"))],
        ),
        (
            "tr",
            "Narlıdere Belediye Başkanı Can Er, Elbasan ile kardeş şehir ilişkisi kurulması kararını açıkladı. Er, "
            "'Kardeş belediyelerimizle karşılıklı projelere imza atıyoruz' dedi.",
            [("intent-declared", "", ("elbasan", "narlidere"))],
        ),
        (
            "tr",
            "Beyoğlu Belediyesi ile Kuzey Makedonya'nın Bitola ve Prilep Belediyeleri arasında kardeş belediye "
            "protokolü imzalandı.",
            [("agreed", "", ("beyoglu", "bitola")), ("agreed", "", ("beyoglu", "prilep"))],
        ),
        (
            "en",
            "Tagum mayor Ben Rosal and councillors of Basra in Iraq signed the pact on May 1, 2025.",
            [("agreed", "2025-05-01", ("basrah", "magugpo-poblacion"))],
        ),
        (
            "id",
            "Bupati Klungkung Wayan Darma menjajaki sister city antara Kota Semarapura dan Kota Florence Italia.",
            [("explored", "", ("florence", "semarapura"))],
        ),
        (
            "en",
            "The memorandum between Malawi and Fingal County Council was signed on 2 April 2025 by Joan Byrne, Head of "
            "Corporate Affairs, Fingal County Council and Esau Banda, Deputy Prime Minister of Malawi.",
            [("agreed", "2025-04-02", ("fingal", "malawi"))],
        ),
        (
            "en",
            "The mayor of Chengdu in China expressed willingness to establish sister city relations with Pokhara in "
            "Nepal.",
            [("explored", "", ("chengdu", "pokhara"))],
        ),
        (
            "id",
            "Gubernur Provinsi Annaba, Aljazair, Karim Saidi berkunjung ke Kota Bogor. Ia mengajak kota terbesar kedua "
            "di provinsi itu menjadi Sister City Annaba.",
            [("explored", "", ("annaba", "bogor"))],
        ),
        (
            "tr",
            "Akhisar Belediyesi ile Kuzey Makedonya'nın Resen Belediyesi kardeş şehir oldu. Akhisar Belediye Başkanı "
            "Can Er, dost şehirler ile kardeşlik köprüsü kurmaya devam edeceklerini söyledi.",
            [("agreed", "", ("akhisar", "resen"))],
        ),
        (
            "en",
            "Pokhara in Nepal and Kunming in China have already been sister cities to promote exchanges of visits.",
            [("agreed", "", ("kunming", "pokhara"))],
        ),
        (
            "id",
            "Konjen Tiongkok di Medan, Liu Hua, menemui Wali Kota Padang Rudi Hakim. “Kami menawarkan kerja sama "
            "sister city dua kota di Tiongkok dengan Kota Padang. Diantaranya dengan Kota Kunming dan Kota Guilin,” "
            "kata Liu Hua.",
            [("explored", "", ("guilin", "padang")), ("explored", "", ("kunming", "padang"))],
        ),
        (
            "id",
            "Konjen Tiongkok di Medan, Liu Hua, menawarkan kerja sama sister city kepada Kota Padang dengan Kota "
            "Tulufan Provinsi Singciang, Kamis (1/5/2025).",
            [("explored", "2025-05-01", ("padang", "tulufan"))],
        ),
    ],
    ids=[
        *(
            "renewal",
            "in force",
            "idiom",
            "one with each",
            "month of May",
            "between two",
            "with a State",
            "willingness",
        ),
        *("asked to be", "begun and wished", "visits at large", "listed behind the wish", "day of a wish"),
    ],
)
def test_which_step_it_is(draft: Reader, lang: str, text: str, told: list[tuple[str, str, tuple[str, ...]]]) -> None:
    found = draft(lang, text)
    assert steps(found) == told
    if "imza atıyoruz" in text:
        assert not list(found.of_kind("agreement"))


def test_what_cities_have_alike_is_no_field(draft: Reader) -> None:
    found = draft(
        "en",
        "Kochi and Pskov signed a sister city agreement on 1 May 2025. They will work together on tourism. The two "
        "cities have similar climate and economic standard, and both mayors value security.",
    )
    (step,) = found.of_kind("step")
    assert step.names("sectors") == ["tourism"]


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        (
            "Home    FA    Site Map\n\nShiraz Mayor Meets Mayor of Leeds\n\nShiraz Mayor Rad met Leeds Mayor Lee.",
            "Shiraz Mayor Meets Mayor of Leeds",
            "Shiraz Mayor Meets",
        ),
        (
            "Altın 6941.19\nBIST 12433.5\n\nTwo ports are sisters at last\n\nThe mayors of Kochi and Pskov signed.",
            "Two ports are sisters at last",
            "Two ports",
        ),
        (" date 2024-05-02 The mayors of Kochi and Pskov signed.\n\nThey met in Kochi.", "", "The mayors of Kochi"),
    ],
    ids=["menu", "prices", "stamp"],
)
def test_an_article_begins_with_its_headline(text: str, title: str, first: str) -> None:
    article = article_of(text.encode(), "a", lang="en")
    assert article.title == title and article.text.startswith(first)
    if not title:
        assert article.published == "2024-05-02"


def test_a_minister_signs_and_is_received_for_a_state(draft: Reader) -> None:
    found = draft(
        "en",
        "The memorandum between Malawi and Fingal County Council was signed on 2 April 2025 by Joan Byrne, Head of "
        "Corporate Affairs, Fingal County Council and Esau Banda, Deputy Prime Minister of Malawi.",
    )
    (signing,) = found.of_kind("encounter")
    told = [(part["participant"], part["onBehalfOf"]) for part in signing.tables("participants")]
    assert told == [("person:joan-byrne", "government:fingal"), ("person:esau-banda", "place:malawi")]


def test_an_audience_of_private_people_is_a_reception(draft: Reader) -> None:
    found = draft(
        "id",
        "Bupati Klungkung Wayan Darma menerima audiensi seorang warga Italia di rumah dinas Bupati, Kamis (1/5/2025). "
        "Ia menjajaki sister city antara Kota Semarapura dan Kota Florence Italia.",
    )
    (audience,) = found.of_kind("encounter")
    assert (audience.text("class"), audience.text("date")) == ("Reception", "2025-05-01")
    assert [part["role"] for part in audience.tables("participants")] == ["host"]


def test_a_meeting_that_goes_on_from_a_planned_one_is_planned(draft: Reader) -> None:
    text = (
        "Wakil Wali Kota Bandung Rina Sari akan bertemu dengan Wali Kota Kawasaki dan menjalani agenda di kota itu "
        "seperti kunjungan ke pusat kompos dan kunjungan ke kantor Wali Kota Kawasaki."
    )
    assert not list(draft("id", text).of_kind("encounter"))


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        (
            "id",
            "Duta Besar Swiss Jonas Keller menemui Wali Kota Surabaya Dewi Putri, Kamis (1/5/2025), untuk membahas "
            "kerja sama transportasi dan pengolahan sampah.",
            ("Interest", "embassy-of-switzerland", "surabaya", ["transport", "waste-management"]),
        ),
        (
            "en",
            "Both towns vowed to swap know-how in culture and schools. Tagum mayor Ben Rosal and councillors of Basra "
            "in Iraq signed the pact on May 1, 2025.",
            ("Intention", "magugpo-poblacion", "basrah", ["culture", "education"]),
        ),
    ],
    ids=["call without a tie", "both"],
)
def test_who_wishes_what_toward_whom(
    draft: Reader, lang: str, text: str, told: tuple[str, str, str, list[str]]
) -> None:
    (wish,) = draft(lang, text).of_kind("commitment")
    toward = [name.partition(":")[2] for name in wish.names("toward")]
    assert (wish.text("class"), wish.text("by").partition(":")[2], toward[0], wish.names("sectors")) == told
    assert len(toward) == 1


def test_a_word_of_meeting_is_no_place(draft: Reader) -> None:
    text = "Shiraz Mayor Meets Mayor of Leeds\n\nShiraz Mayor Reza Rad met Leeds Mayor Ann Lee on 1 May 2025."
    assert {one.text("name") for one in draft("en", text).of_kind("place")} == {"Shiraz", "Leeds"}


def test_what_guests_are_shown_is_no_field(draft: Reader) -> None:
    text = (
        "Gubernur Provinsi Annaba, Aljazair, Karim Saidi berkunjung ke Bogor, Kamis (1/5/2025), dan diajak Wali Kota "
        "Bogor Arif Santoso berkeliling di taman kota. Ia mengajak kota itu menjadi Sister City Annaba."
    )
    assert [step.names("sectors") for step in draft("id", text).of_kind("step")] == [[]]


def test_a_canton_acts(draft: Reader) -> None:
    text = "Bosna Hersek'ten gelen Zenica Kantonu heyeti, Etimesgut Belediyesi'ni ziyaret etti."
    assert "Zenica" in {one.text("name") for one in draft("tr", text).of_kind("place")}

"""What sentences of releases and news tell of states: with whom, which way, when and how it is meant."""

# ruff: noqa: E501  (the tables read better with a case a line)

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.measure import cldr_names
from trivet.intake.facts.fact import ReadFact
from trivet.intake.facts.reading import read_facts
from trivet.intake.passages import Pages

_ON = date(2024, 11, 20)


def told(text: str, language: str = "en", **more: dict[str, str]) -> tuple[ReadFact, ...]:
    """What a release of Viet Nam of 20 November 2024 tells."""
    return read_facts(Pages.of(text, cldr_names(language)), speaker="VNM", on=_ON, **more)


def brief(one: ReadFact) -> tuple[str, ...]:
    return one.kind, one.act, one.modality, *one.partners, one.direction, one.date


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Hanoi and Riga plan to raise their ties to a strategic partnership next year.",
            "raised planned LVA 2025",
        ),
        ("vi", "Hai bên kỳ vọng sớm nâng quan hệ với Lát-vi-a lên Đối tác chiến lược.", "raised expected LVA "),
        ("id", "Vietnam belum menaikkan hubungan dengan Latvia menjadi kemitraan strategis.", "raised denied LVA "),
        ("en", "A strategic partnership with Riga was launched on 18 November.", "established done LVA 2024-11-18"),
    ],
)
def test_partnerships_are_told_as_they_are_meant(language: str, text: str, expected: str) -> None:
    [one] = told(text, language)
    assert f"{one.act} {one.modality} {one.partners[0]} {one.date}" == expected
    assert (one.kind, one.detail) == ("tier", "strategic")


@pytest.mark.parametrize(
    ("text", "partner", "direction", "when"),
    [
        ("The state visit of the President of Finland took place from 12 to 14 November.", "FIN", "in", "2024-11-12/2024-11-14"),
        ("The President left Hanoi this morning for Türkiye.", "TUR", "out", "2024-11-20"),
        ("During his stay in Hanoi the Estonian Foreign Minister met students.", "EST", "in", ""),
        ("A delegation from the Parliament of Ghana visited Hanoi last week.", "GHA", "in", "2024-11-11/2024-11-17"),
        ("Prime Minister to visit India in January", "IND", "out", "2025-01"),
        ("Chancellor Weber of Germany was welcomed at the airport by the Prime Minister on Tuesday.", "DEU", "in", "2024-11-19"),
    ],
)  # fmt: skip
def test_who_comes_and_who_goes(text: str, partner: str, direction: str, when: str) -> None:
    [one] = [fact for fact in told(text) if fact.kind == "visit"]
    assert (one.partners, one.direction, one.date) == ((partner,), direction, when)


def test_a_person_of_the_record_keeps_the_whole_name() -> None:
    people = {"Lê Hoàng Nam": "VNM", "Nam": "VNM", "Ji Woo-jin": "KOR"}
    [one] = told("Chiều 19/11, Thủ tướng Lê Hoàng Nam điện đàm với Thủ tướng Úc.", "vi", people=people)
    assert (one.leader, one.partners) == ("Lê Hoàng Nam", ("AUS",))


def test_each_stop_of_a_journey_is_a_visit() -> None:
    visits = told("Menteri melawat ke Paris, lalu ke Berlin dan Roma.", "id")
    assert [one.partners for one in visits] == [("FRA",), ("DEU",), ("ITA",)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In a video link the Minister and the Foreign Minister of Ireland went over the lists."),
        ("vi", "Qua đường dây điện thoại tối qua, Bộ trưởng và Ngoại trưởng Ai-len điểm lại hợp tác."),
        ("id", "Dalam sambungan telepon semalam, Menlu dan Menlu Irlandia membahas kerja sama."),
    ],
)
def test_a_meeting_over_the_telephone_is_a_call(language: str, text: str) -> None:
    assert {(one.kind, one.partners) for one in told(text, language)} == {("call", ("IRL",))}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The leaders of Japan and Peru spoke on Monday."),
        (
            "en",
            "Hanoi, 18 November 2024 - Foreign Minister Lavrov of Russia and his Peruvian counterpart met in Riyadh.",
        ),
        ("en", "The Japanese and Philippine defence ministers signed an agreement."),
        ("en", "In Berlin the Chancellor received the Prime Minister of Norway."),
        ("en", "The African Union elected the Foreign Minister of Djibouti as chair."),
        ("vi", "Bulgaria đã viện trợ lô vắc-xin."),
        ("vi", "Đại sứ Uruguay đến trình Quốc thư tại Hà Nội."),
        ("id", "Festival kopi digelar di lapangan kota pada Senin."),
        ("en", "A meeting between Japan and Peru was held in Lima."),
        ("en", "Under the Vienna Convention the receiving state approves the head of a mission."),
        ("en", "The striker signed a contract with a Spanish club."),
        ("vi", "Câu lạc bộ ký hợp đồng với tiền đạo người Bra-xin."),
        ("vi", "Việt Nam ủng hộ mọi cuộc gặp giữa Mỹ và Triều Tiên."),
        ("id", "Timnas bertemu Malaysia pada babak final."),
        ("id", "Menurut Konvensi Wina, negara penerima memberi persetujuan."),
    ],
)
def test_what_others_do_and_what_is_private_is_nothing_of_ours(language: str, text: str) -> None:
    assert told(text, language) == ()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("We urged Lesotho to ratify the water protocol signed in 2022.", ""),
        ("The Cabinet on 14 November authorised the Minister to sign the protocol with Morocco.", ""),
        ("We hope to sign the protocol with Morocco by the end of 2026.", "2026"),
        ("Vietnam was elected to the UN Human Rights Council for 2026-2028.", ""),
    ],
)
def test_a_time_is_told_only_of_what_can_have_it(text: str, when: str) -> None:
    assert {one.date for one in told(text) if one.kind in {"agreement", "seat"} and one.modality != "done"} <= {when}
    assert all(one.date == when for one in told(text) if one.kind == "seat")


def test_a_number_of_partners_is_none_of_those_that_are_named_next() -> None:
    text = "We have established diplomatic relations with 194 states and raised our ties to a strategic partnership with Brazil."
    assert {(one.kind, one.partners) for one in told(text)} == {("tier", ("BRA",))}


def test_somebody_whom_the_record_knows_stands_for_a_country() -> None:
    people = {"Étienne Garnier": "FRA", "Garnier": "FRA"}
    [one] = told("The Prime Minister met President Garnier on Monday.", people=people)
    assert (one.kind, one.partners, one.date) == ("meeting", ("FRA",), "2024-11-18")
    assert told("Garnier is a street in the old town, where the Minister met students.", people=people) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "As Resolution 34, Conclusion 71 and Directive No. 12-CT/TW say, we work together."),
        ("vi", "Như Nghị quyết số 34, Kết luận 71 và Chỉ thị 12-CT/TW nêu, ta cùng làm."),
        ("id", "Sebagaimana Resolusi 34, Kesimpulan nomor 71 dan Arahan 12-CT/TW, kita bekerja sama."),
    ],
)
def test_numbered_documents_of_policy_are_told(language: str, text: str) -> None:
    documents = [(one.act, one.detail) for one in told(text, language) if one.kind == "policy"]
    assert documents == [("resolution", "34"), ("conclusion", "71"), ("directive", "12-CT/TW")]


def test_resolutions_of_the_united_nations_are_no_policy_of_ours() -> None:
    assert told("Resolution 242 of the Security Council was named by both.") == ()


@pytest.mark.parametrize(
    ("language", "intro", "points"),
    [
        ("en", "The tasks for 2025 are these.", ("First, keep the frameworks.", "Second, join resources.", "Finally, train people.")),
        ("vi", "Nhiệm vụ năm 2025 như sau.", ("Một là, giữ khuôn khổ.", "Hai là, nối nguồn lực.", "Ba là, đào tạo người.")),
        ("id", "Tugas tahun 2025 adalah sebagai berikut.", ("Pertama, jaga kerangka.", "Kedua, satukan sumber daya.", "Ketiga, latih orang.")),
    ],
)  # fmt: skip
def test_a_numbered_list_of_tasks_gives_directions(language: str, intro: str, points: tuple[str, ...]) -> None:
    found = told(" ".join([intro, *points]), language)
    assert [(one.kind, one.detail, one.quote.text) for one in found] == [
        ("direction", str(number), point) for number, point in enumerate(points, start=1)
    ]
    assert told(" ".join(["The cook explains.", *points[:2]]), language) == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2025 we mark the 80th anniversary of the state and the 50th anniversary of reunification."),
        ("vi", "Năm 2025, ta kỷ niệm 80 năm thành lập nước và 50 năm thống nhất đất nước."),
        ("id", "Tahun 2025 adalah tahun perayaan 80 tahun berdirinya negara dan 50 tahun reunifikasi."),
    ],
)
def test_anniversaries_are_told_with_their_years(language: str, text: str) -> None:
    kept = [(one.detail, one.date) for one in told(text, language) if one.kind == "anniversary"]
    assert kept == [("80", "2025"), ("50", "2025")]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Trade with Italy came to nearly 14 billion euros in 2023.", "trade ITA nearly 14000000000 EUR 2023"),
        (
            "vi",
            "Kim ngạch thương mại Việt Nam - Hàn Quốc năm 2023 đạt 76 tỷ USD.",
            "trade KOR exact 76000000000 USD 2023",
        ),
        (
            "id",
            "Investasi Tiongkok di Vietnam pada 2023 mencapai 4,5 miliar dolar AS.",
            "investment CHN exact 4500000000 USD 2023",
        ),
        ("vi", "Hiện khoảng 600.000 người Việt Nam đang sinh sống tại Nhật Bản.", "community JPN about 600000 None "),
        ("en", "Some 25,000 students are enrolled in Australia.", "community AUS about 25000 None "),
    ],
)
def test_a_number_told_with_a_partner_is_a_figure_of_both(language: str, text: str, expected: str) -> None:
    [one] = told(text, language)
    assert one.kind == "figure" and one.count is not None
    number = f"{one.count.qualifier} {one.count.value:f} {one.count.unit}"
    assert f"{one.act} {one.partners[0]} {number} {one.date}" == expected


@pytest.mark.parametrize(
    "text",
    [
        "We aim to bring trade with Italy to 14 billion euros by 2030.",
        "Some 250 students were flown home from Sudan on Monday.",
        "Two students in Australia won a prize.",
    ],
)
def test_a_number_that_is_an_aim_or_of_people_on_their_way_is_no_figure(text: str) -> None:
    assert "figure" not in {one.kind for one in told(text)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The Minister held talks with the Prime Minister of Malaysia on Monday. The two sides signed a memorandum on oil.",
        ),
        ("vi", "Bộ trưởng hội đàm với Thủ tướng Malaysia hôm thứ Hai. Hai bên đã ký bản ghi nhớ về dầu khí."),
        (
            "id",
            "Menteri bertemu Perdana Menteri Malaysia pada Senin. Kedua negara menandatangani nota kesepahaman tentang minyak.",
        ),
    ],
)
def test_the_two_sides_are_we_and_who_was_named_just_before(language: str, text: str) -> None:
    [signed] = [one for one in told(text, language) if one.kind == "agreement"]
    assert (signed.act, signed.partners) == ("signed", ("MYS",))
    assert told(text.replace("Malaysia", "Malaysia, Peru" if language == "en" else "Peru, Malaysia"), language)[
        -1
    ].partners != ("MYS",)

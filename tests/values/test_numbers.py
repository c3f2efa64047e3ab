from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivet.values.numbers import Quantity, find_quantities

LANGUAGES = ["vi", "id", "en"]

VI = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
ID = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
EN += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
GROUPS = {
    "vi": [(10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn")],
    "id": [(10**9, "miliar"), (10**6, "juta"), (1000, "ribu")],
    "en": [(10**9, "billion"), (10**6, "million"), (1000, "thousand")],
}


def vi_below_thousand(number, inside):
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [VI[hundreds], "trăm"] if hundreds or inside else []
    if tens == 0 and unit and words:
        words += ["linh"]
    if tens == 1:
        words += ["mười"]
    elif tens:
        words += [VI[tens], "mươi"]
    if unit:
        after_tens = {1: "mốt" if tens > 1 else "một", 5: "lăm" if tens else "năm"}
        words.append(after_tens.get(unit, VI[unit]))
    return words


def id_below_thousand(number, inside):
    hundreds, rest = divmod(number, 100)
    words = ["seratus"] if hundreds == 1 else [ID[hundreds], "ratus"] if hundreds else []
    if rest in {10, 11}:
        return [*words, {10: "sepuluh", 11: "sebelas"}[rest]]
    if 11 < rest < 20:
        return [*words, ID[rest - 10], "belas"]
    tens, unit = divmod(rest, 10)
    return words + ([ID[tens], "puluh"] if tens else []) + ([ID[unit]] if unit else [])


def en_below_thousand(number, inside):
    hundreds, rest = divmod(number, 100)
    words = [EN[hundreds], "hundred"] if hundreds else []
    if rest and (words or inside):
        words.append("and")
    if rest >= 20:
        tens, unit = divmod(rest, 10)
        words.append(EN_TENS[tens] + (f"-{EN[unit]}" if unit else ""))
    elif rest:
        words.append(EN[rest])
    return words


BELOW_THOUSAND = {"vi": vi_below_thousand, "id": id_below_thousand, "en": en_below_thousand}


def written_out(number, language):
    """Write a number in words, independently of the reader's tables."""
    below = BELOW_THOUSAND[language]
    words = []
    for size, name in GROUPS[language]:
        count, number = divmod(number, size)
        if count:
            words += ["seribu"] if (language, size, count) == ("id", 1000, 1) else [*below(count, False), name]
    return " ".join(words + below(number, bool(words))) if number else " ".join(words)


def grouped(number, language):
    return f"{number:,}".replace(",", "," if language == "en" else ".")


def only(text, language):
    (found,) = find_quantities(text, language)
    return found


@given(st.integers(2, 10**12 - 1), st.sampled_from(LANGUAGES))
def test_a_number_written_out_is_read_back(number, language):
    # A few words alone are rather articles, years or negations, and are left alone on purpose.
    text = f"( {written_out(number, language)} )"
    if number == 5 and language == "vi":
        return
    found = only(text, language)
    assert (found.value, found.qualifier) == (number, "exact")
    assert text[found.start : found.end] == text[2:-2]


@given(st.integers(0, 10**12), st.sampled_from(LANGUAGES))
def test_digits_grouped_in_the_manner_of_the_language_are_read_back(number, language):
    assert only(grouped(number, language), language).value == number


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(LANGUAGES))
def test_a_decimal_times_a_multiplier_is_exact(whole, tenths, language):
    sign = "." if language == "en" else ","
    for size, name in GROUPS[language]:
        found = only(f"{whole}{sign}{tenths} {name}", language)
        assert found.value == (Decimal(whole) + Decimal(tenths) / 10) * size


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_gives_ordered_quantities_inside_it(text, language):
    found = find_quantities(text, language)
    ends = [0]
    for one in found:
        assert ends[-1] <= one.start < one.end <= len(text)
        ends.append(one.end)


QUALIFIED = [
    ("vi", "hơn 170", 170, "more_than"),
    ("vi", "trên 60", 60, "more_than"),
    ("vi", "ít nhất 60", 60, "at_least"),
    ("vi", "không dưới 60", 60, "at_least"),
    ("vi", "gần sáu triệu", 6_000_000, "nearly"),
    ("vi", "khoảng 6 triệu", 6_000_000, "about"),
    ("vi", "không quá 60", 60, "at_most"),
    ("vi", "60 nước trở lên", 60, "exact"),
    ("id", "lebih dari 170", 170, "more_than"),
    ("id", "170 lebih", 170, "more_than"),
    ("id", "sedikitnya 60", 60, "at_least"),
    ("id", "hampir enam juta", 6_000_000, "nearly"),
    ("id", "sekitar 6 juta", 6_000_000, "about"),
    ("id", "170-an", 170, "about"),
    ("id", "maksimal 60", 60, "at_most"),
    ("en", "more than 170", 170, "more_than"),
    ("en", "well over 170", 170, "more_than"),
    ("en", "60-plus", 60, "more_than"),
    ("en", "no fewer than 60", 60, "at_least"),
    ("en", "60 or more", 60, "at_least"),
    ("en", "nearly six million", 6_000_000, "nearly"),
    ("en", "some 170", 170, "about"),
    ("en", "up to 60", 60, "at_most"),
]


@pytest.mark.parametrize(("language", "text", "value", "qualifier"), QUALIFIED)
def test_a_qualifier_is_part_of_the_quantity(language, text, value, qualifier):
    found = only(text, language)
    assert (found.value, found.qualifier) == (value, qualifier)
    if qualifier != "exact":
        assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("vi", "hàng nghìn", None),
        ("vi", "hàng chục tỷ đô la Mỹ", "USD"),
        ("vi", "vài trăm", None),
        ("id", "ribuan", None),
        ("id", "puluhan miliar dolar AS", "USD"),
        ("id", "ratusan ribu", None),
        ("en", "thousands", None),
        ("en", "tens of billions of dollars", "USD"),
        ("en", "several dozen", None),
    ],
)
def test_a_vague_quantity_has_no_value(language, text, unit):
    assert only(text, language) == Quantity(None, None, "vague", unit, 0, len(text))


@pytest.mark.parametrize(
    ("language", "text", "value", "of"),
    [
        ("vi", "6/7", 6, 7),
        ("vi", "6 trong 7", 6, 7),
        ("vi", "sáu trong tổng số bảy", 6, 7),
        ("id", "6 dari 7", 6, 7),
        ("id", "enam dari tujuh", 6, 7),
        ("en", "6 of the 7", 6, 7),
        ("en", "six out of seven", 6, 7),
        ("en", "six of UNESCO's seven", 6, 7),
        ("en", "191 of the 193", 191, 193),
    ],
)
def test_a_share_keeps_its_whole(language, text, value, of):
    found = only(text, language)
    assert (found.value, found.of) == (value, of)


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("vi", "gần 800 tỷ USD", 800 * 10**9, "USD"),
        ("vi", "2 nghìn tỷ đồng", 2 * 10**12, "VND"),
        ("vi", "sáu triệu đồng bào", 6 * 10**6, None),
        ("vi", "12 tỷ LAK", 12 * 10**9, "LAK"),
        ("id", "US$ 16 miliar", 16 * 10**9, "USD"),
        ("id", "Rp 5,5 triliun", 55 * 10**11, "IDR"),
        ("id", "RM1,4 triliun", 14 * 10**11, "MYR"),
        ("en", "$16bn", 16 * 10**9, "USD"),
        ("en", "USD 800 billion", 800 * 10**9, "USD"),
        ("en", "800 billion US dollars", 800 * 10**9, "USD"),
        ("en", "FJD 11 billion", 11 * 10**9, "FJD"),
        ("en", "15 per cent", 15, "%"),
        ("en", "all 17", 17, None),
    ],
)
def test_a_currency_is_told_by_its_code(language, text, value, unit):
    found = only(text, language)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("vi", "mười bảy (17)", 17),
        ("id", "17 (tujuh belas)", 17),
        ("en", "seventeen (17)", 17),
        ("vi", "hai triệu rưỡi", 2_500_000),
        ("id", "dua setengah juta", 2_500_000),
        ("en", "half a million", 500_000),
        ("en", "two dozen", 24),
        ("en", "5 million 300 thousand", 5_300_000),
        ("vi", "3 tỷ 200 triệu", 3_200_000_000),
        ("vi", "hai mươi tư", 24),
        ("vi", "1,234,567", 1_234_567),
        ("en", "6\u202f000", 6000),
    ],
)
def test_other_ways_of_writing_one_number(language, text, value):
    found = only(text, language)
    assert (found.value, found.start, found.end) == (value, 0, len(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "G20, Covid-19, 12/2024/QH15, thứ 13, lần thứ hai, ngày 6/7, 31/12/2023, 15-20"),
        ("vi", "một trong những, không, trong năm nước ta, tháng năm"),
        ("vi", "15 đến 20"),
        ("id", "G20, ke-13, kelima belas, tanggal 6/7, 31/12/2023, peringkat 15, salah satu"),
        ("id", "15 hingga 20"),
        ("en", "G20, 13th, twenty-first, 100-year, 31/12/2023, 10:30, 24/7, one of the, one another, COP28"),
        ("en", "a twenty-year plan, 2021-2025"),
    ],
)
def test_ordinals_dates_ranges_and_labels_are_no_quantities(language, text):
    assert find_quantities(text, language) == []


@pytest.mark.parametrize("text", ["tiếp 25 đoàn và 6/7 cơ chế", "sáu triệu người, gần 800 tỷ USD"])
def test_positions_are_those_of_the_text_as_given(text):
    decomposed = text.replace("ế", "e\u0302\u0301").replace("à", "a\u0300").replace("ầ", "a\u0302\u0300")
    assert decomposed != text
    told = [text[one.start : one.end] for one in find_quantities(text, "vi")]
    found = find_quantities(decomposed, "vi")
    assert [decomposed[one.start : one.end].replace("a\u0302\u0300", "ầ") for one in found] == told

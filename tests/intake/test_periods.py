import pytest

from trivet.intake.periods import find_periods
from trivet.intake.source_text import SourceText


def periods(text, language, year=2024):
    form = SourceText.of(text).text
    return [(one.edtf, one.use) for one in find_periods(form, 0, len(form), language, year)]


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("vi", "trong năm 2023", "2023"),
        ("vi", "tháng 3/2024", "2024-03"),
        ("vi", "tháng 12 năm 2023", "2023-12"),
        ("vi", "ngày 31/12/2023", "2023-12-31"),
        ("vi", "ngày 31 tháng 12 năm 2023", "2023-12-31"),
        ("vi", "tính đến cuối năm 2023", "2023-12-31"),
        ("vi", "đến hết tháng 6/2024", "2024-06-30"),
        ("vi", "6 tháng đầu năm 2024", "2024-01/2024-06"),
        ("vi", "nửa đầu năm 2024", "2024-01/2024-06"),
        ("vi", "chín tháng đầu năm 2024", "2024-01/2024-09"),
        ("vi", "quý III/2024", "2024-07/2024-09"),
        ("vi", "6 tháng cuối năm 2024", "2024-07/2024-12"),
        ("vi", "giai đoạn 2021-2025", "2021/2025"),
        ("vi", "năm ngoái", "2023"),
        ("vi", "hồi tháng 3", "2024-03"),
        ("id", "pada tahun 2023", "2023"),
        ("id", "pada 2023", "2023"),
        ("id", "Maret 2024", "2024-03"),
        ("id", "31 Desember 2023", "2023-12-31"),
        ("id", "hingga akhir Maret 2024", "2024-03-31"),
        ("id", "akhir tahun 2023", "2023-12-31"),
        ("id", "paruh pertama tahun 2024", "2024-01/2024-06"),
        ("id", "semester I 2024", "2024-01/2024-06"),
        ("id", "kuartal kedua 2024", "2024-04/2024-06"),
        ("id", "sembilan bulan pertama tahun 2024", "2024-01/2024-09"),
        ("id", "tahun lalu", "2023"),
        ("en", "in 2023", "2023"),
        ("en", "in March 2024", "2024-03"),
        ("en", "as of 31 December 2023", "2023-12-31"),
        ("en", "on December 31, 2023", "2023-12-31"),
        ("en", "by the end of 2023", "2023-12-31"),
        ("en", "at the end of March 2024", "2024-03-31"),
        ("en", "in the first half of 2024", "2024-01/2024-06"),
        ("en", "in the first nine months of 2024", "2024-01/2024-09"),
        ("en", "in the third quarter of 2024", "2024-07/2024-09"),
        ("en", "from 2021 to 2024", "2021/2024"),
        ("en", "last year", "2023"),
        ("en", "in June", "2024-06"),
        ("en", "this May", "2024-05"),
    ],
)
def test_times_are_read_as_edtf(language, text, edtf):
    assert periods(text, language) == [(edtf, "framed")]


@pytest.mark.parametrize(
    ("language", "text", "use"),
    [
        ("vi", "so với năm 2020", "compared"),
        ("vi", "từ năm 1995", "compared"),
        ("vi", "tầm nhìn đến năm 2045", "aimed"),
        ("id", "sejak tahun 1995", "compared"),
        ("id", "setelah tahun 2025", "compared"),
        ("id", "visi hingga tahun 2045", "aimed"),
        ("en", "since 1995", "compared"),
        ("en", "compared with 2020", "compared"),
        ("en", "the vision for 2045", "aimed"),
        ("en", "the 2030 Agenda", "compared"),
    ],
)
def test_a_time_compared_with_or_aimed_at_is_none_in_which_something_held(language, text, use):
    assert [found for _, found in periods(text, language)] == [use]


@pytest.mark.parametrize("text", ["you may go", "the march went on", "20245", "12/2024/QH15", "1.2024.3"])
def test_other_words_and_numbers_are_no_times(text):
    assert periods(text, "en") == []


def test_without_a_known_year_a_bare_month_names_no_time():
    assert periods("in June", "en", year=None) == []

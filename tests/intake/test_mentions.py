"""Partners are recognised in thirty languages beyond those that are read whole."""

from __future__ import annotations

import pytest
from babel import Locale

from trivet.intake.languages import detect_language
from trivet.intake.mentions import MENTIONED, mentions, written_in

#: A sentence each, of our own words, with the partners that it names.
SENTENCES = {
    "ar": ("وقعت فرنسا واليابان اتفاقا مع البرازيل أمس في العاصمة.", ["FR", "JP", "BR"]),
    "bg": ("Министърът посети Франция и Япония миналата седмица.", ["FR", "JP"]),
    "bn": ("প্রধানমন্ত্রী গত সপ্তাহে ফ্রান্স এবং জাপান সফর করেছেন।", ["FR", "JP"]),
    "cs": ("Ministr navštívil Francii a jednal o smlouvě s Japonskem.", ["FR", "JP"]),
    "de": ("Der Minister reiste nach Frankreich und danach nach Japan.", ["FR", "JP"]),
    "el": ("Ο υπουργός επισκέφθηκε τη Γαλλία και την Ιαπωνία.", ["FR", "JP"]),
    "es": ("El ministro viajó a Francia y firmó un acuerdo con Japón.", ["FR", "JP"]),
    "fa": ("وزیر خارجه هفته گذشته به فرانسه و ژاپن سفر کرد.", ["FR", "JP"]),
    "fi": ("Ministeri vieraili Ranskassa ja tapasi kollegansa Japanissa.", ["FR", "JP"]),
    "fil": ("Bumisita ang kalihim sa Japan at sa France noong Lunes.", ["JP", "FR"]),
    "fr": ("Le ministre a signé un accord avec le Japon et le Brésil.", ["JP", "BR"]),
    "he": ("שר החוץ ביקר בצרפת וביפן בשבוע שעבר.", ["FR", "JP"]),
    "hi": ("विदेश मंत्री ने पिछले सप्ताह फ़्रांस और जापान का दौरा किया।", ["FR", "JP"]),
    "hr": ("Ministar je posjetio Francusku i razgovarao o Japanu.", ["FR", "JP"]),
    "hu": ("A miniszter Franciaországban járt, majd Japánba utazott.", ["FR", "JP"]),
    "it": ("Il ministro ha visitato la Francia e il Giappone.", ["FR", "JP"]),
    "ja": ("外相は先週フランスとブラジルを訪問した。", ["FR", "BR"]),
    "km": ("រដ្ឋមន្ត្រីបានទៅទស្សនកិច្ចនៅបារាំង និងជប៉ុន។", ["FR", "JP"]),
    "ko": ("장관은 지난주 프랑스와 일본을 방문했다.", ["FR", "JP"]),
    "lo": ("ລັດຖະມົນຕີໄດ້ຢ້ຽມຢາມຝຣັ່ງ ແລະ ຍີ່ປຸ່ນ.", ["FR", "JP"]),
    "my": ("ဝန်ကြီးသည် ပြင်သစ်နှင့် ဂျပန်သို့ သွားရောက်ခဲ့သည်။", ["FR", "JP"]),
    "nl": ("De minister bezocht Frankrijk en sprak met Japan.", ["FR", "JP"]),
    "pl": ("Minister odwiedził Francję i rozmawiał o Japonii.", ["FR", "JP"]),
    "pt": ("O ministro visitou a França e assinou um acordo com o Japão.", ["FR", "JP"]),
    "ro": ("Ministrul a vizitat Franța și a discutat despre Japonia.", ["FR", "JP"]),
    "ru": ("Министр посетил Францию и провёл переговоры о Японии.", ["FR", "JP"]),
    "sv": ("Ministern besökte Frankrike och talade med Japan.", ["FR", "JP"]),
    "ta": ("அமைச்சர் கடந்த வாரம் பிரான்ஸ் மற்றும் ஜப்பான் சென்றார்.", ["FR", "JP"]),
    "th": ("รัฐมนตรีเดินทางเยือนฝรั่งเศสและญี่ปุ่นเมื่อสัปดาห์ก่อน", ["FR", "JP"]),
    "tr": ("Bakan geçen hafta Fransa'yı ve Japonya'yı ziyaret etti.", ["FR", "JP"]),
    "uk": ("Міністр відвідав Францію та говорив про Японію.", ["FR", "JP"]),
    "ur": ("وزیر خارجہ نے گزشتہ ہفتے فرانس اور جاپان کا دورہ کیا۔", ["FR", "JP"]),
    "zh": ("外交部长上周访问了法国和日本。", ["FR", "JP"]),
}
EVERY = {two: two for two in Locale("en").territories if len(two) == 2}


def test_there_are_thirty_and_each_has_its_sentence() -> None:
    assert set(SENTENCES) == set(MENTIONED) and len(MENTIONED) >= 30


@pytest.mark.parametrize("language", MENTIONED)
def test_partners_are_named_with_the_words_that_name_them(language: str) -> None:
    text, expected = SENTENCES[language]
    found = mentions(text, language, EVERY)
    assert [one.partner for one in found] == expected
    assert all(text[q.start : q.end] == q.text for one in found for q in one.quotes)
    assert written_in(detect_language(" ".join([text] * 3))) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Französin japanischer Herkunft kam gestern aus dem Japangarten."),
        ("fr", "Un francophone et un japonisant se sont rencontrés."),
        ("nl", "Hij at een frankfurter."),
        ("it", "La tavola era apparecchiata con la porcellana."),
    ],
)
def test_a_piece_of_a_word_names_nobody(language: str, text: str) -> None:
    assert mentions(text, language, EVERY) == []


def test_a_longer_name_is_not_the_shorter_one_inside_it() -> None:
    assert [one.partner for one in mentions("La Guinea Ecuatorial y Guinea firmaron.", "es", EVERY)] == ["GQ", "GN"]

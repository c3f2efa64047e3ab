import pytest

from trivet.intake.grammar import expand, grammar
from trivet.intake.sentences import split_sentences
from trivet.intake.source_text import SourceText


def cut(text, language="en"):
    document = SourceText.of(text)
    return split_sentences(document.text, document.cased, grammar(language).words["abbreviations"])


def texts(text, language="en"):
    return [text[one.start : one.end] for one in cut(text, language)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We came. We saw.", ["We came.", "We saw."]),
        ("The U.S. Secretary met Dr. Smith. Resolution No. 34 passed.", 2),
        ("Growth was 7.1 per cent. Trade grew.", 2),
        ("Really? Yes! Good…", 3),
        ("One idea... goes on here. Another", 2),
        ("“Is it so?” he asked. It is.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, sentences):
    found = texts(text)
    assert found == sentences if isinstance(sentences, list) else len(found) == sentences


def test_lines_broken_by_hand_are_joined_and_others_are_not():
    wrapped = (
        "In the course of the year the Ministry and its missions\n"
        "Abroad worked on many things, and the leaders of the\n"
        "country travelled far.\n"
    )
    assert len(texts(wrapped)) == 1
    assert texts("Summary\nThe year was good.\nThe next will be better.") == [
        "Summary",
        "The year was good.",
        "The next will be better.",
    ]


def test_items_stand_under_their_introduction_and_heading():
    text = "Results in 2023\n\nWe signed:\n- 12 treaties;\n- 30 agreements.\n\nOther matters went well."
    found = cut(text)
    told = {text[one.start : one.end]: [text[low:high] for low, high in one.context] for one in found}
    assert told["12 treaties;"] == ["Results in 2023", "We signed:"]
    assert told["30 agreements."] == ["Results in 2023", "We signed:"]
    assert told["Other matters went well."] == ["Results in 2023"]


@pytest.mark.parametrize("mark", ["-", "•", "*", "1.", "a)", "(2)", "iv."])
def test_marks_of_lists_are_no_part_of_the_item(mark):
    assert texts(f"Signed:\n{mark} Twelve treaties")[1] == "Twelve treaties"


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("plain", ["plain"]),
        ("(a|b) c", ["a c", "b c"]),
        ("a [b] c", ["a b c", "a c"]),
        ("(a|b [c|d])", ["a", "b c", "b d", "b"]),
    ],
)
def test_phrases_of_the_grammar_are_written_out(phrase, written):
    assert set(expand(phrase)) == set(written)


@pytest.mark.parametrize("phrase", ["(a|b", "a]", "a|b"])
def test_a_phrase_with_an_open_bracket_is_refused(phrase):
    with pytest.raises(ValueError, match="bracket is open"):
        list(expand(phrase))

import pytest

from trivet.intake.grammar import LANGUAGES, grammar, rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_list_is_there_in_every_language(language):
    assert set(grammar(language).words) == set(grammar("en").words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tier_is_named_in_every_language(language):
    assert set(grammar(language).tiers) == {"comprehensive-strategic", "strategic", "comprehensive"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_composites_are_made_of_known_concepts(language):
    known = set(grammar(language).concepts) | {"@partner", "@people", "@tier"}
    for composite in grammar(language).composites:
        assert {composite.concept, *composite.parts, *composite.without} <= known


def test_the_figures_are_those_that_can_be_checked():
    told = {rule.figure for rule in rules().figures} | {wording.figure for wording in rules().wordings}
    assert told == {
        "relations.states", "frameworks.partners", "agreements.signed", "agreements.fta", "agreements.fta-partners",
        "activities.key-leaders", "activities.out", "activities.in", "seats.unesco", "trade.total", "titles.new",
        "titles.total", "community.total", "citizens.evacuated", "remittances.total", "diaspora.projects",
        "events.first", "rankings.fdi",
    }  # fmt: skip


def test_bounds_of_a_figure_are_in_order():
    assert all(rule.least < rule.most for rule in rules().figures)

"""How pages of papers are set up: from the profile's table [documents], in the languages it is meant for."""

from dataclasses import dataclass

from trivet.core.profile import Profile


@dataclass(frozen=True)
class PageSetup:
    """An A4 page: margins in millimetres, the font that Word asks for, and its size in points."""

    top: int = 20
    bottom: int = 20
    left: int = 25
    right: int = 20
    font: str = "Times New Roman"
    size: int = 12


def page_setup(chosen: Profile, language: str) -> PageSetup:
    """The set-up of the profile for papers in a language; a plain one where it has none."""
    table = chosen.tables.get("documents", {})
    if language not in table.get("languages", [language]):
        return PageSetup()
    return PageSetup(**{name: table[name] for name in PageSetup.__dataclass_fields__ if name in table})

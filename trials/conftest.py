"""The office and the people of the tests work in the trials too."""

from tests.conftest import office

__all__ = ["office"]

"""The office and the people of the tests work in the trials too."""

from tests.conftest import _world, office

__all__ = ["_world", "office"]

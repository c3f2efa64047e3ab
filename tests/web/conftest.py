"""The people and dossiers of the procedures' stories, for the stories of their pages."""

from tests.procedures.conftest import hire, prepared

__all__ = ["hire", "prepared"]

"""The models of this room, gathered for Django."""

from trivet.intake.naming.answers import Naming

__all__ = ["Naming"]

"""The models of this room, gathered for Django."""

from trivet.programme.lines import LineDecision, ProgrammeLine, SecondLeader
from trivet.programme.programmes import Programme, ProgrammeEdition

__all__ = ["LineDecision", "Programme", "ProgrammeEdition", "ProgrammeLine", "SecondLeader"]

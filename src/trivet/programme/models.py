"""The models of this room, gathered for Django."""

from trivet.programme.lines import LineDecision, ProgrammeLine, SecondLeader
from trivet.programme.programmes import Programme, ProgrammeEdition
from trivet.programme.visit_means import Cost, Gift, TextToSign
from trivet.programme.visit_rows import Delegate, Hour
from trivet.programme.visits import Visit

__all__ = [
    "Cost",
    "Delegate",
    "Gift",
    "Hour",
    "LineDecision",
    "Programme",
    "ProgrammeEdition",
    "ProgrammeLine",
    "SecondLeader",
    "TextToSign",
    "Visit",
]

"""The models of this room, gathered for Django."""

from trivet.coordination.copies import SanitisedCopy
from trivet.coordination.decisions import Conclusion, Decision
from trivet.coordination.follows import Follow, LastTold
from trivet.coordination.notes import Acknowledgement, Note
from trivet.coordination.proposals import ChangeProposal
from trivet.coordination.protection import Extension
from trivet.coordination.reads import Reading
from trivet.coordination.requests import Answer, Chase, Request
from trivet.coordination.texts import LastRead, Paragraph, Position, Reliance, Text, TextEdition

__all__ = [
    "Acknowledgement",
    "Answer",
    "ChangeProposal",
    "Chase",
    "Conclusion",
    "Decision",
    "Extension",
    "Follow",
    "LastRead",
    "LastTold",
    "Note",
    "Paragraph",
    "Position",
    "Reading",
    "Reliance",
    "Request",
    "SanitisedCopy",
    "Text",
    "TextEdition",
]

"""The models of this room, gathered for Django."""

from trivet.coordination.copies import SanitisedCopy
from trivet.coordination.follows import Follow, LastTold
from trivet.coordination.notes import Acknowledgement, Note
from trivet.coordination.proposals import ChangeProposal
from trivet.coordination.protection import Extension
from trivet.coordination.reads import Reading
from trivet.coordination.requests import Answer, Chase, Request

__all__ = [
    "Acknowledgement",
    "Answer",
    "ChangeProposal",
    "Chase",
    "Extension",
    "Follow",
    "LastTold",
    "Note",
    "Reading",
    "Request",
    "SanitisedCopy",
]

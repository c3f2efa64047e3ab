"""The models of this room, gathered for Django."""

from trivet.coordination.notes import Acknowledgement, Note
from trivet.coordination.requests import Answer, Chase, Request

__all__ = ["Acknowledgement", "Answer", "Chase", "Note", "Request"]

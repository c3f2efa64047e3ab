"""The models of this room, gathered for Django."""

from trivet.coordination.decisions import Conclusion, Decision
from trivet.coordination.texts import Paragraph, Position, Reading, Reliance, Text, TextEdition

__all__ = [
    "Conclusion",
    "Decision",
    "Paragraph",
    "Position",
    "Reading",
    "Reliance",
    "Text",
    "TextEdition",
]

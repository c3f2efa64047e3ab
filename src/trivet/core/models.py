"""The kernel's tables, gathered for Django."""

from trivet.core.audit import AuditEntry
from trivet.core.bodies import Body
from trivet.core.entries import Entry
from trivet.core.history import Assignment, Chain, Link, Transaction
from trivet.core.imports import FilePiece, Import, ImportRow
from trivet.core.office import Office
from trivet.core.partners import FormerName, Member, Partner
from trivet.core.people import Person, Post, Tenure
from trivet.core.sources import Citation, Content, Source
from trivet.core.tokens import Token
from trivet.core.users import Duty, User
from trivet.core.withheld import Withheld

__all__ = [
    "Assignment",
    "AuditEntry",
    "Body",
    "Chain",
    "Citation",
    "Content",
    "Duty",
    "Entry",
    "FilePiece",
    "FormerName",
    "Import",
    "ImportRow",
    "Link",
    "Member",
    "Office",
    "Partner",
    "Person",
    "Post",
    "Source",
    "Tenure",
    "Token",
    "Transaction",
    "User",
    "Withheld",
]

"""All commands by name, the failures they tell in words, and what they share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError, ProgrammingError

from trivet.cli import (
    agreements,
    backup,
    brief,
    check,
    conference,
    demo,
    exercise,
    figure,
    find,
    importing,
    init,
    pack,
    procedures,
    read,
    remind,
    restore,
    review,
    serve,
    show,
    user,
    verify,
    work,
)
from trivet.cli.shared import WrongCall
from trivet.core.actions import Conflict, NotAllowed
from trivet.core.backup import BackupError
from trivet.core.office import NoOffice, no_record, record_begun
from trivet.core.profile import ProfileError
from trivet.core.uploads import Unreadable
from trivet.core.validation import Invalid
from trivet.core.wording import in_reader_language
from trivet.figures.figure import UnknownFigure
from trivet.intake.documents.opened import UnreadableFile
from trivet.intake.naming.catalogue import CatalogueError
from trivet.intake.streams.mapping import WrongMapping
from trivet.intake.streams.running import NoDay
from trivet.values.dates import DateError
from trivet.values.wording import WordedError

COMMANDS: dict[str, Any] = {
    "demo": demo,
    "exercise": exercise,
    "init": init,
    "serve": serve,
    "work": work,
    "check": check,
    "read": read,
    "figure": figure,
    "review": review,
    "brief": brief,
    "pack": pack,
    "agreements": agreements,
    "conference": conference,
    "show": show,
    "find": find,
    "import": importing,
    "remind": remind,
    "user": user,
    "procedures": procedures,
    "verify": verify,
    "backup": backup,
    "restore": restore,
}

FAILURES = (
    BackupError,
    CatalogueError,
    Conflict,
    DateError,
    Invalid,
    NoDay,
    NoOffice,
    NotAllowed,
    OSError,
    OperationalError,
    ProfileError,
    ProgrammingError,
    UnknownFigure,
    Unreadable,
    UnreadableFile,
    ValidationError,
    WrongCall,
    WrongMapping,
)


def told(problem: BaseException) -> str:
    """A failure in the reader's language."""
    if isinstance(problem, WordedError):
        return in_reader_language(problem)
    if isinstance(problem, OperationalError | ProgrammingError) and not record_begun():
        return no_record()
    return " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)

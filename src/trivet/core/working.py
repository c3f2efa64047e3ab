"""Long work outside requests: it is asked for, done by a worker, and begun again when a worker was killed in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from trivet.core.actions import Conflict, NotAllowed
from trivet.core.importing import NotNow, check_writable, commit
from trivet.core.imports import Import
from trivet.core.preparing import prepare
from trivet.core.standpoint import Standpoint
from trivet.core.turns import turn
from trivet.core.undoing import check_undoable, undo
from trivet.core.uploads import Unreadable
from trivet.core.users import User
from trivet.core.validation import Invalid

# The import itself says what is asked for, and whoever has the turn works. A queue of tasks beside it would say the
# same a second time, and django-tasks-db leaves the task of a worker that was killed running for ever.

#: More rows than these are no matter for a request: a worker does the work.
AT_ONCE = 5_000
#: Work that was cut off so often is not begun again unless somebody asks.
MOST_TRIES = 3
_WORK = Import.Work
#: The state in which a work has ended, whether or not its worker lived to say so.
_ENDS: dict[str, str] = {_WORK.COMMIT: Import.State.COMMITTED, _WORK.UNDO: Import.State.UNDONE}
_ASKED = ("asked", "asked_by", "asked_at", "asking", "begun", "step", "done", "of", "failure")
_log = logging.getLogger("trivet.work")


class Stopped(Exception):
    """The work is no longer asked for: somebody asked for something else, or put the file away."""


def is_long(one: Import) -> bool:
    """Whether what is to be done with an import is left to a worker."""
    return one.rows_sent is None or one.rows_sent > AT_ONCE


def ask(one: Import, work: str, actor: User, **asking: Any) -> None:
    """Leave work with an import to a worker: to `prepare`, `commit` (without_wrong) or `undo` it (reason).

    Raises NotNow when it cannot be done, so that who asks learns of it at once.
    """
    if work == _WORK.COMMIT:
        check_writable(one, without_wrong=bool(asking.get("without_wrong")))
    elif work == _WORK.UNDO:
        check_undoable(one)
    one.asked, one.asked_by, one.asked_at = work, actor, timezone.now()
    one.asking = {**asking, "language": get_language()}
    one.begun, one.step, one.done, one.of, one.failure = 0, Import.Step.WAIT, 0, None, ""
    one.save(update_fields=[*_ASKED, "choices", "keeper"])


def stop(one: Import) -> None:
    """Ask for nothing any more; a worker that is at it ends with the piece in hand."""
    Import.objects.filter(pk=one.pk).update(asked=_WORK.NONE)


def is_asked() -> bool:
    """Whether any work waits for a worker, or was cut off."""
    return Import.objects.exclude(asked=_WORK.NONE).exists()


def is_idle() -> bool:
    """Whether nobody is at work now."""
    with turn() as ours:
        return ours


@dataclass
class _Telling:
    """Tells how far a work has come, and ends it when nobody asks for it any more."""

    one: Import

    def __call__(self, step: str, done: int, of: int | None) -> None:
        still = Import.objects.filter(pk=self.one.pk, asked=self.one.asked)
        if not still.update(step=step, done=done, of=of):
            raise Stopped


def work_once() -> bool:
    """Do the work that was asked for first, if it is this process's turn. Whether there was any."""
    with turn() as ours:
        one = Import.objects.exclude(asked=_WORK.NONE).order_by("asked_at").first() if ours else None
        if one is None:
            return False
        language = one.asking.get("language") or "en"
        with override(language):
            failure = _begin(one)
            still = Import.objects.filter(pk=one.pk, asked=one.asked)
            still.update(asked=_WORK.NONE, failure=failure, step=Import.Step.WAIT)
        return True


def _begin(one: Import) -> str:
    """Do what an import asks for; why it failed, in words, or nothing."""
    if _ENDS.get(one.asked) == one.state:
        return ""
    if one.begun >= MOST_TRIES:
        return _("The worker was cut off %s times while it worked on this. Ask again, or send the file in pieces.") % (
            one.begun
        )
    Import.objects.filter(pk=one.pk).update(begun=one.begun + 1)
    try:
        _do(one)
    except Stopped:
        return ""
    except Invalid as problem:
        return "\n".join(map(str, problem.problems[:20]))
    except (Conflict, NotAllowed, NotNow, Unreadable) as problem:
        return str(problem)
    except OperationalError:
        raise  # the database is away or busy: the work stays asked for
    except Exception:  # whatever it is, the person who waits must learn that nothing more will come
        _log.exception("import %s: %s failed", one.pk, one.asked)
        return _("The work ended in a fault of the program; its log has the details. Nothing half done shows.")
    return ""


def _do(one: Import) -> None:
    actor, asking, told = one.asked_by or one.actor, one.asking, _Telling(one)
    if one.asked == _WORK.PREPARE:
        prepare(one, Standpoint(actor), actor, told)
    elif one.asked == _WORK.COMMIT:
        commit(one, actor, without_wrong=bool(asking.get("without_wrong")), told=told)
    else:
        undo(one, actor, asking["reason"], told)

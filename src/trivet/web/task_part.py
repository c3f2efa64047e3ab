"""What the page of a task has beyond its fields: the forms by which it is reported done, or put off."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from trivet.core.history import Assignment
from trivet.core.register import Register
from trivet.core.standpoint import Standpoint
from trivet.programme.cascade import TASKS
from trivet.programme.tasking import acts_open


def task_acts(standpoint: Standpoint, register: Register, row: Any, assigned: Collection[Assignment]) -> set[str]:
    """The acts that stand open to this reader on the page of a record: none where it is no task, or of the past."""
    if register.code != TASKS or standpoint.user is None or standpoint.number is not None:
        return set()
    return acts_open(standpoint.access, row, assigned, may_change=getattr(row, "may_change", False))

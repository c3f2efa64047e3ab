"""What all rows of a procedure's tables share: codes, words by language, and the text that a row rests on."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=50)]
Day = Annotated[str, StringConstraints(pattern=r"^(?:\d{4}-\d{2}-\d{2})?$")]
Words = dict[Literal["en", "vi", "id"], str]


class Row(BaseModel):
    """A row of a table; a name that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Legal(Row):
    """What rests on a text: which one, from when to when (ISO days, both included), and whether it was read."""

    basis: str = ""
    valid_from: Day = ""
    valid_to: Day = ""
    verified: bool = False

    def holds(self, day: date) -> bool:
        """Whether it is valid on a day."""
        text = day.isoformat()
        return (not self.valid_from or self.valid_from <= text) and (not self.valid_to or text <= self.valid_to)

"""Templates over the cells of a row: `{name}` stands for a cell, and blank space is one space."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

#: Cells by name: a text, or a list of rows where a row owns some.
Cells = dict[str, Any]
_HOLE = re.compile(r"\{([^{}]*)\}")


def fill(template: str, cells: Cells) -> str:
    """The template with its cells, each run of blank space made one space; a cell that is not there is empty."""
    if template.startswith("{") and template.find("}") == len(template) - 1:
        value = cells.get(template[1:-1], "")
    else:
        value = "".join(told if plain else str(cells.get(told, "")) for plain, told in _split(template))
    return " ".join(value.split()) if isinstance(value, str) else ""


def cell_of(template: str) -> str:
    """The first cell that a template names: where an error of it is to be looked for."""
    return next((told for plain, told in _split(template) if not plain), template)


@lru_cache(maxsize=4096)
def _split(template: str) -> tuple[tuple[bool, str], ...]:
    pieces = _HOLE.split(template)
    return tuple((place % 2 == 0, piece) for place, piece in enumerate(pieces) if piece)

"""Rows out of XML: every element of one name is a row, its descendants are cells named by their path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from trivet.core.uploads import Unreadable
from trivet.intake.streams.templates import Cells


def elements(octets: IO[bytes], each: str, where: Mapping[str, str]) -> Iterator[tuple[int, Cells]]:
    """The rows of a document with their numbers.

    A cell is named by the path below the row (`appointed/date`), an attribute by `path@name`, a child of the root that
    stands before the rows by `/path`. Several of one path are joined by a line. Raises Unreadable: also for a document
    that declares entities, which could grow without bound or fetch files.
    """
    number, above, stack = 0, Cells(), list[Element]()
    try:
        for event, element in iterparse(octets, ("start", "end")):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if _tag(element) == each and all(element.get(name) == value for name, value in where.items()):
                number += 1
                yield number, {**above, **_cells(element)}
                element.clear()
            elif len(stack) == 1 and _tag(stack[0]) != each and not any(_tag(one) == each for one in element.iter()):
                above |= {
                    f"/{_tag(element)}{'/' if k and k[0] != '@' else ''}{k}": v for k, v in _cells(element).items()
                }
                above[f"/{_tag(element)}"] = " ".join("".join(element.itertext()).split())
    except DefusedXmlException as problem:
        raise Unreadable(_("the file declares entities of its own, which are not read")) from problem
    except ParseError as problem:
        raise Unreadable(_("this is no well-formed XML: %s") % problem) from problem


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _cells(row: Element) -> Cells:
    cells: dict[str, Any] = {}

    def gather(element: Element, path: str) -> None:
        for name, value in element.attrib.items():
            cells.setdefault(f"{path}@{name.rpartition('}')[2]}", value)
        for child in element:
            below = f"{path}/{_tag(child)}" if path else _tag(child)
            text = " ".join("".join(child.itertext()).split())
            cells[below] = f"{cells[below]}\n{text}" if cells.get(below) else text
            gather(child, below)

    gather(row, "")
    return cells

"""Addresses of records as people type them, and what stands there for one who may change it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from trivet.core.access import Access, restrict
from trivet.core.register import Register, registers

_ADDRESS = re.compile(r"/registers/([a-z0-9-]+)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/?#]|\Z)")


def pointed(text: str) -> tuple[Register, UUID] | None:
    """The register and the identity that a typed address names; None where it names none. Nothing is looked up."""
    found = _ADDRESS.search(text)
    register = registers().get(found[1]) if found else None
    return (register, UUID(found[2])) if found and register else None


def record_at(text: str, access: Access, verb: str) -> Any | None:
    """The record at a typed address, if a reader may do something with it; else None, whatever the reason is."""
    told = pointed(text)
    if told is None:
        return None
    register, uuid = told
    return restrict(register.model.objects.filter(pk=uuid), access, verb).order_by().first()

"""The records that rows of a page point to; found by the kernel, named here for the pages."""

from trivet.core.linked import Linked, Wanted, find_linked, gather, links_to, targets

__all__ = ["Linked", "Wanted", "find_linked", "gather", "links_to", "targets"]

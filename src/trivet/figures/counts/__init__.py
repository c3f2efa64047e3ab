"""The figures themselves, a file a subject; importing the folder declares them."""

from trivet.figures.counts import activities, agreements, network, relations, standing, tasks

__all__ = ["activities", "agreements", "network", "relations", "standing", "tasks"]

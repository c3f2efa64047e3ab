"""Where the real documents lie: TRIVET_SHARED, else a folder `shared` beside the checkout."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def shared() -> Path | None:
    """The folder, or None when it is not on this machine."""
    for place in (os.environ.get("TRIVET_SHARED"), _ROOT.parent / "shared"):
        if place and (Path(place) / "seeds").is_dir():
            return Path(place)
    return None

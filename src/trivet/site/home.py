"""Where the record worked on lives: TRIVET_HOME, or the nearest `.trivet` folder."""

import os
import secrets
import sys
from pathlib import Path


def find_home() -> Path:
    """The folder of the record: TRIVET_HOME, else `.trivet` here, beside the virtual environment, or at home."""
    named = os.environ.get("TRIVET_HOME")
    if named:
        return Path(named).expanduser().resolve()
    for place in (Path.cwd(), Path(sys.prefix).parent):
        if (place / ".trivet").is_dir():
            return place / ".trivet"
    return Path.home() / ".trivet"


def secret_key(home: Path) -> str:
    """The signing key of this record's sessions, made once and readable by its owner only."""
    file = home / "secret_key"
    if file.exists():
        return file.read_text().strip()
    key = secrets.token_urlsafe(48)
    if home.is_dir():
        file.touch(mode=0o600)
        file.write_text(key)
    return key

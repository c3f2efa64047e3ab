"""Small streams of the tests: mapping files that a clerk could have written, and files as others send them."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.people import People
from trivet.core.users import User
from trivet.intake.streams.mapping import load_stream
from trivet.intake.streams.report import Report
from trivet.intake.streams.running import Run

#: A mapping for a table of visits as an office of protocol keeps it.
VISITS = """
confidence = "high"

[source]
title = "Guest book of protocol"
publisher = "Protocol"

[[rows]]
register = "activities"
key = "{no}"
alike = ["{guest}", "{from day}"]
order = [["starts", "ends"]]

[rows.read]
files = ["*.csv"]
format = "csv"

[rows.values]
title = "{guest} ({country})"
kind = { set = "visit_in" }
partners = { from = "{country}", partner = true, on = "{from day}", order = "dmy", split = ";" }
counterpart = { made = "guest" }
starts = { from = "{from day}", date = "dmy" }
ends = { from = "{to day}", date = "dmy" }
outcome = "{result}"

[rows.make.guest]
register = "people"
key = "{guest}"

[rows.make.guest.values]
name = "{guest}"
"""

#: A mapping for a directory of missions that comes as a snapshot, again and again.
MISSIONS = """
[[rows]]
register = "missions"
key = "{id}"
gone = "closed"

[rows.read]
files = ["missions-*.csv"]
format = "csv"
delimiter = ";"

[rows.values]
kind = { from = "{what}", choose = [["consulate", "consulate"]], otherwise = "embassy" }
sender = { from = "{sender}", partner = true }
host = { from = "{host}", partner = true }
city = "{city}"
telephone = "{telephone}"
latitude = { from = "{lat}", round = 6 }
"""

GUESTS = """no,guest,country,from day,to day,result
1,Ana Lima,Brazil,03/02/2024,05/02/2024,talks on coffee
2,Jean Petit,France;Belgium,10/03/2024,10/03/2024,
3,Mobutu Sese Seko,Zaire,01/06/1980,03/06/1980,state visit
"""


def mapping(folder: Path, text: str = VISITS, name: str = "protocol") -> Path:
    """Write a mapping file; its name is the stream's."""
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def table(folder: Path, text: str, name: str = "guests.csv") -> Path:
    """Write a table."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def take(office: People, mapping_file: Path | str, *paths: Path, actor: User | None = None, **more: Any) -> Report:
    """Run a stream as the clerk of the ministry would."""
    day = more.pop("day", None)
    run = Run(
        load_stream(str(mapping_file)),
        list(paths),
        actor or office.clerk,
        more.pop("keeper", office.ministry),
        date.fromisoformat(day) if day else None,
        **more,
    )
    return run.go()


def counts(report: Report) -> tuple[int, int, int, int, int]:
    """Rows read, created, changed, closed, unchanged."""
    return report.rows, report.created, report.changed, report.closed, report.unchanged

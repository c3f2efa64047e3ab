"""A small set of roll calls as files: what others keep of who voted how."""

from pathlib import Path

from trivet.intake.streams.report import Report
from trivet.watch.ballots import find_ballots
from trivet.watch.taking import TakingBallots

VOTES = """rcid,country_code,country,vote
1,US,United States,Y
1,KE,Kenya,Y
1,SU,Russia,N
2,KE,Kenya,N
2,US,United States,Y
3,KE,Kenya,A
3,US,United States,N
3,RU,Russia,A
"""
CALLS = """rcid,session,importantvote,date,unres,amend,para,short,descr
1,34.0,0,1979-12-02,R/34/78,0,0,"ZONE, NUCLEAR",TO APPROVE A ZONE
2,46.0,0,1991-12-06,R/46/1,0,0,,"=TO APPROVE, ANOTHER"
3,69.0,0,2014-12-18,R/69/171,0,0,HUMAN RIGHTS CENTRE,
"""
ISSUES = """rcid,short_name,issue
1,nu,Nuclear weapons and nuclear material
3,hr,Human rights
3,me,Palestinian conflict
"""


def files(folder: Path, votes: str = VOTES, calls: str = CALLS, issues: str = ISSUES, encoding: str = "utf-8") -> Path:
    """The three files in a folder of their own."""
    folder.mkdir(exist_ok=True)
    for name, text in (("un_votes", votes), ("un_roll_calls", calls), ("un_roll_call_issues", issues)):
        (folder / f"{name}.csv").write_text(text, encoding=encoding)
    return folder


def taken(clerk, keeper, *paths: Path, dry: bool = False) -> Report:
    """One run of the bundled set over some files."""
    ballots = find_ballots("un-votes")
    assert ballots is not None
    return TakingBallots(ballots, paths, clerk, keeper, dry=dry).go()

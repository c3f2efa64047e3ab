"""The whole matrix of roles, registers, acts, markings and relations, through pages and interface."""

import os

import pytest

from tests.people import People
from tests.rights import check_matrix


@pytest.mark.timeout(4 * 3600)
def test_the_whole_matrix(office: People) -> None:
    cells = check_matrix(office, 0, None if os.environ.get("TRIVET_TRIALS") == "full" else 30)
    print(f"\n{cells} cells, each as the rules say")

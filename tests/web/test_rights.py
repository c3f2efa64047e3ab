"""Every role meets pages and interface as the rules say: a sample of the whole matrix, which the trials go through."""

import random
from typing import Any

from tests.people import People
from tests.rights import check_matrix


def test_pages_and_interface_answer_as_the_rules_say(office: People, record_property: Any) -> None:
    seed = random.SystemRandom().randrange(10**6)
    cells = check_matrix(office, seed, most=12)
    record_property("measured", f"rights: {cells} cells, seed {seed}, each as the rules say")

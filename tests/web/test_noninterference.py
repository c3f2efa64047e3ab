"""What a reader may not see changes nothing of what they see: byte for byte, in random worlds."""

import random
from typing import Any

from django.db import transaction

from tests.people import People
from tests.worlds import World, differing


def test_nothing_of_what_is_hidden_reaches_anybody_else(office: People, record_property: Any) -> None:
    for _ in range(3):
        seed = random.SystemRandom().randrange(10**6)
        with transaction.atomic():
            world = World(office, seed)
            readers = {"outsider": None, "reader": office.reader, "planner": office.planner}
            before = {name: world.seen(user) for name, user in readers.items()}
            world.disturb(8)
            for name, user in readers.items():
                wrong = differing(before[name], world.seen(user))
                assert not wrong, f"seed {seed}: {name} sees a difference at {wrong[:10]}"
            transaction.set_rollback(True)
    record_property(
        "measured", f"non-interference: 3 worlds, {len(before['reader'])} outlets, 3 readers, no difference"
    )

"""Requests made by a machine from the description of the interface: no fault of ours, and every answer as described."""

import json
import os
import random
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.calling import Program, one_connection
from tests.people import People
from tests.web.samples import REGISTERS, made
from trivet.core.register import registers

FULL = os.environ.get("TRIVET_TRIALS") == "full"
REQUESTS = 20_000 if FULL else 600
_CALLERS = ["clerk", "clerk", "clerk", "reviewer", ""]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


class Aim:
    """Points most requests at records there are, in the version they have: a random one would find nothing."""

    def __init__(self, people: People) -> None:
        self.headers = {"clerk": Program(people.clerk).headers, "reviewer": Program(people.reviewer).headers}
        self.rows = {code: made(registers()[code], people, 1) for code in REGISTERS}
        self.statuses: dict[int, int] = {}

    def shoot(self, case: Any, who: str, aimed: bool) -> None:
        code = next((part for part in case.operation.path.split("/") if part in self.rows), "")
        case.headers = {**(case.headers or {}), **self.headers.get(who, {})}
        if aimed and "uuid" in (case.path_parameters or {}):
            row = registers()[code].model.objects.get(pk=self.rows[code].pk)
            case.path_parameters["uuid"] = str(row.uuid)
            case.headers["If-Match"] = f'"{row.version}"'
        self._name_a_keeper(case)
        answer = case.call()
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        case.validate_response(answer, checks=CHECKS)

    @staticmethod
    def _name_a_keeper(case: Any) -> None:
        """Random names name no body, so that nothing would ever be written."""
        if isinstance(case.body, dict):
            for row in [case.body, *(case.body.get("records") if isinstance(case.body.get("records"), list) else ())]:
                if isinstance(row, dict) and isinstance(row.get("keeper"), str):
                    row["keeper"] = "foreign-ministry"


@pytest.mark.timeout(7200)
@one_connection()
def test_no_request_is_a_fault_of_ours(office: People) -> None:
    number = random.SystemRandom().randrange(10**6)
    print(f"\nseed {number}")
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    operations = [found.ok() for found in schema.get_all_operations()]
    aim = Aim(office)
    faults: list[str] = []
    for place, operation in enumerate(operations):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                _tried(aim, operation, mode, number + place)
            except (Exception, BaseExceptionGroup) as problem:
                told = getattr(problem, "exceptions", [problem])
                faults += [f"{operation.method} {operation.path} {mode.value}: {str(one)[:1500]}" for one in told]
    print(json.dumps(dict(sorted(aim.statuses.items()))), sum(aim.statuses.values()), "requests")
    assert not faults, "\n\n".join(faults[:10])
    assert sum(aim.statuses.values()) >= REQUESTS * 0.8


def _tried(aim: Aim, operation: Any, mode: GenerationMode, number: int) -> None:
    each = max(1, -(-REQUESTS // (2 * 145)))

    @seed(number)
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from(_CALLERS), st.integers(0, 4))
    def shots(case: Any, who: str, aimed: int) -> None:
        aim.shoot(case, who, aimed > 0)

    with suppress(Unsatisfiable):  # an address that takes nothing cannot be asked wrongly
        shots()

"""What people do on the pages of dossiers, as the stories tell it."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from trivet.procedures.dossiers import Dossier

FACTS = {"starts": "2024-06-20", "ends": "2024-06-21", "rank": "minister", "topics": "none"}


def page_of(dossier: Any, more: str = "") -> str:
    return f"/registers/dossiers/{dossier.pk}/{more}"


def text(answer: Any) -> str:
    """What a page says, its tags taken out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def read(client: Client, url: str, status: int = 200, most: int = 12) -> Any:
    """A page, which must come with at most so many statements."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)
    return answer


def send(client: Client, dossier: Any, act: str, step: str = "", status: int = 302, **more: Any) -> Any:
    """What a form of the dossier's page sends: by a person who has read the version of now, unless another is told."""
    expected = Dossier.objects.values_list("version", flat=True).get(pk=dossier.pk)
    body = {"act": act, "step": step, "expected": str(expected), "reason": f"{act} {step}".strip(), **more}
    answer = client.post(f"/dossiers/{dossier.pk}/act/", body)
    assert answer.status_code == status, text(answer)[:3000]
    return answer

"""What many rows leave behind in the database: PostgreSQL plans for the rows there are, not for empty tables."""

import pytest
from django.db import connection

from tests.people import People


@pytest.mark.postgres
def test_a_large_transaction_is_counted_before_anybody_asks(example: People) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname IN ('core_entry', 'core_citation')")
        counted = dict(cursor.fetchall())
        for name in ("core_entry", "core_citation"):
            cursor.execute(f"SELECT count(*) FROM {name}")
            assert counted[name] >= cursor.fetchone()[0] / 2, name  # what the reviewer verified came after

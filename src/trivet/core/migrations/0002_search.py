"""The full-text index of each database, and the one row of the chain."""

from django.db import migrations

_FOREVER = 2**62


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE core_entry_text USING fts5(folded, content='', prefix='2 3', tokenize='unicode61')"
        )
    else:
        schema_editor.execute(
            "CREATE INDEX core_entry_text ON core_entry USING gin (to_tsvector('simple', folded)) "
            f"WHERE vt = {_FOREVER}"
        )
    apps.get_model("core", "Chain").objects.create(pk=1)


def undo(apps, schema_editor):
    kind = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
    schema_editor.execute(f"DROP {kind} core_entry_text")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(build, undo)]

"""Accounts get the identity by which the audit calls them."""

import uuid

from django.db import migrations, models


def give_identities(apps, schema_editor):
    User = apps.get_model("core", "User")
    for user in User.objects.all():
        user.uuid = uuid.uuid4()
        user.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("core", "0004_tokens")]

    operations = [
        migrations.AddField("user", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(give_identities, migrations.RunPython.noop),
        migrations.AlterField("user", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
    ]

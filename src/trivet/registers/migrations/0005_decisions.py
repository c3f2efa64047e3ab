"""Tasks come of decisions too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0001_initial'),
        ('registers', '0004_policy_to_tasks'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coordination.decision', verbose_name='from the decision'),
        ),
        migrations.AddField(
            model_name='taskversion',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coordination.decision', verbose_name='from the decision'),
        ),
    ]

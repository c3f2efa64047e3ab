"""A new text begins shut to all but its bodies."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0003_followed_filters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='text',
            name='need_to_know',
            field=models.BooleanField(default=True, verbose_name='need to know'),
        ),
        migrations.AlterField(
            model_name='textversion',
            name='need_to_know',
            field=models.BooleanField(default=True, verbose_name='need to know'),
        ),
    ]

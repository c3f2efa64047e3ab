"""The words taken out of kept documents whose bytes are not plain text."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_mail_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='content',
            name='text',
            field=models.TextField(blank=True, default=''),
        ),
    ]

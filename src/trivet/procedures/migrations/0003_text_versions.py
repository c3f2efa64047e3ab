"""Obligations tell the text version they speak of, paragraphs, more time asked for, and a stand-in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('procedures', '0002_board_and_reminders'),
    ]

    operations = [
        migrations.AddField(
            model_name='obligation',
            name='delegation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.delegation', verbose_name='delegation'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='scope',
            field=models.TextField(blank=True, default='', verbose_name='paragraphs'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='version',
            field=models.CharField(blank=True, default='', max_length=64, verbose_name='text version'),
        ),
        migrations.AddField(
            model_name='obligation',
            name='wanted',
            field=models.DateField(blank=True, null=True, verbose_name='more time until'),
        ),
        migrations.AlterField(
            model_name='obligation',
            name='outcome',
            field=models.CharField(choices=[('open', 'open'), ('met', 'met'), ('late', 'met late'), ('stopped', 'stopped'), ('unmet', 'not met'), ('silent', 'consent by silence'), ('reopened', 'asked anew')], default='open', max_length=10, verbose_name='outcome'),
        ),
    ]

"""Answers of people about names in other people's data, one for a stream, spelling and beginning."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0009_mail_addresses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Naming',
            fields=[
                ('uuid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('stream', models.CharField(max_length=60)),
                ('text', models.CharField(max_length=300, verbose_name='name')),
                ('folded', models.CharField(max_length=300)),
                ('starts', models.CharField(blank=True, default='', max_length=40)),
                ('ends', models.CharField(blank=True, default='', max_length=40)),
                ('answered_at', models.DateTimeField(auto_now=True)),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.partner')),
            ],
            options={
                'ordering': ('stream', 'folded', 'starts'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('stream', 'folded', 'starts'), name='intake_naming_one_answer')],
            },
        ),
    ]

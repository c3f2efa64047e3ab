"""The desk of reading: proposals and their words."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_words_of_documents'),
        ('intake', '0002_taken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('marking', models.PositiveSmallIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('kind', models.CharField(max_length=30)),
                ('act', models.CharField(max_length=30)),
                ('modality', models.CharField(max_length=10)),
                ('rule', models.CharField(blank=True, default='', max_length=60)),
                ('register', models.CharField(blank=True, default='', max_length=40)),
                ('values', models.JSONField(default=dict)),
                ('told', models.JSONField(default=dict)),
                ('would', models.CharField(max_length=10)),
                ('identity', models.CharField(max_length=64)),
                ('confidence', models.FloatField()),
                ('status', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('rejected', 'rejected'), ('merged', 'merged')], default='open', max_length=10)),
                ('record', models.UUIDField(null=True)),
                ('written', models.BigIntegerField(null=True)),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, default='')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.body')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.proposal')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-confidence', 'read_at', 'uuid'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ProposalQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('exact', models.TextField()),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='intake.proposal')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source')),
            ],
            options={
                'ordering': ('pk',),
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['status', 'keeper', 'language', 'kind'], name='intake_prop_status_bb3da5_idx'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['identity', 'keeper', 'status'], name='intake_prop_identit_5776c7_idx'),
        ),
        migrations.AddConstraint(
            model_name='proposalquote',
            constraint=models.UniqueConstraint(fields=('proposal', 'source', 'start', 'end'), name='intake_proposal_quote_once'),
        ),
    ]

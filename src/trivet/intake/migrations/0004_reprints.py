"""Reprints of kept documents, and by whom a proposal was read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_words_of_documents'),
        ('intake', '0003_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='proposal',
            name='by',
            field=models.CharField(default='rules', max_length=10),
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashes', models.BinaryField()),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.source')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Band',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('value', models.BigIntegerField()),
                ('fingerprint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='intake.fingerprint')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['place', 'value'], name='intake_band_place_5e3c1b_idx')],
            },
        ),
        migrations.CreateModel(
            name='Printing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=400)),
                ('address', models.CharField(blank=True, default='', max_length=1000)),
                ('publisher', models.CharField(blank=True, default='', max_length=200)),
                ('published', models.CharField(blank=True, default='', max_length=40)),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.content')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.source')),
            ],
            options={
                'ordering': ('pk',),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('source', 'content', 'address'), name='intake_printing_once')],
            },
        ),
    ]

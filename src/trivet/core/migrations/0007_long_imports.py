"""Long imports: files in pieces, what is asked of a worker, and undoing that hides at one moment."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def bring_over(apps, schema_editor):
    """Files that stood whole in one row, and which import a withheld transaction belongs to."""
    Import, FilePiece, ImportRow, Withheld = (
        apps.get_model("core", name) for name in ("Import", "FilePiece", "ImportRow", "Withheld")
    )
    for one in Import.objects.iterator(chunk_size=1):
        if one.octets:
            FilePiece.objects.create(whole=one, position=0, octets=bytes(one.octets))
    for held in Withheld.objects.filter(whole=None):
        row = ImportRow.objects.filter(written=held.number).first()
        if row is not None:
            Withheld.objects.filter(pk=held.pk).update(whole=row.whole)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='FilePiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('octets', models.BinaryField()),
            ],
            options={
                'ordering': ('position',),
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='import',
            name='asked',
            field=models.CharField(blank=True, choices=[('', ''), ('prepare', 'the file is being read'), ('commit', 'the import is being written'), ('undo', 'the import is being undone')], db_index=True, default='', max_length=8),
        ),
        migrations.AddField(
            model_name='import',
            name='asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='import',
            name='asking',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='import',
            name='begun',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='done',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='failure',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='import',
            name='of',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='rows_sent',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='step',
            field=models.CharField(blank=True, choices=[('', 'waiting for its turn'), ('read', 'reading the file'), ('compare', 'comparing with the record'), ('try', 'checking the rows'), ('write', 'writing'), ('undo', 'undoing')], default='', max_length=8),
        ),
        migrations.AddField(
            model_name='withheld',
            name='again',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='withheld',
            name='until',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='withheld',
            name='whole',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.import'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['whole', 'position'], name='core_import_whole_i_b0b08b_idx'),
        ),
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['whole', 'record'], name='core_import_whole_i_85482a_idx'),
        ),
        migrations.AddField(
            model_name='filepiece',
            name='whole',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='file', to='core.import'),
        ),
        migrations.AddConstraint(
            model_name='filepiece',
            constraint=models.UniqueConstraint(fields=('whole', 'position'), name='core_filepiece_place'),
        ),
        migrations.RunPython(bring_over, migrations.RunPython.noop),
    ]

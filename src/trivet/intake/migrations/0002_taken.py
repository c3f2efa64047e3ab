"""What each stream told last of each of its rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_namings'),
    ]

    operations = [
        migrations.CreateModel(
            name='TakenRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=40)),
                ('section', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=120)),
                ('record', models.UUIDField()),
                ('told', models.TextField()),
                ('day', models.CharField(blank=True, default='', max_length=10)),
                ('gone', models.BooleanField(default=False)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('stream', 'section', 'key'), name='one_taken_row_a_key')],
            },
        ),
    ]

"""The register of reads tells of the command line too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reading',
            name='way',
            field=models.CharField(choices=[('page', 'page'), ('form', 'form'), ('history', 'history'), ('paper', 'paper'), ('file', 'file'), ('interface', 'interface for programs'), ('command', 'command line')], max_length=10),
        ),
    ]

"""A conference at home is a kind of activity; the tables stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0008_network'),
    ]

    operations = [
        migrations.AlterField(
            model_name='activity',
            name='kind',
            field=models.CharField(choices=[('visit_out', 'visit abroad'), ('visit_in', 'visit received'), ('multilateral_abroad', 'multilateral meeting abroad'), ('hosted', 'event hosted'), ('home', 'conference at home'), ('call', 'call')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='activityversion',
            name='kind',
            field=models.CharField(choices=[('visit_out', 'visit abroad'), ('visit_in', 'visit received'), ('multilateral_abroad', 'multilateral meeting abroad'), ('hosted', 'event hosted'), ('home', 'conference at home'), ('call', 'call')], max_length=20, verbose_name='kind'),
        ),
    ]

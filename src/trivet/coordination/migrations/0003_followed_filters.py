"""What people follow may be narrowed by the filters of a list."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0002_command_line'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='follow',
            name='one_follow_of_a_register',
        ),
        migrations.AddField(
            model_name='follow',
            name='query',
            field=models.CharField(blank=True, default='', max_length=1000),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('record', None)), fields=('user', 'register', 'query'), name='one_follow_of_a_filter'),
        ),
    ]

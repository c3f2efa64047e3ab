from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0007_long_imports")]

    operations = [migrations.RemoveField("import", "octets")]

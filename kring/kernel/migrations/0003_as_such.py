"""Finds what was done for a circle as such among all that was done with its items."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_seals")]

    operations = [
        migrations.AddIndex(
            model_name="factrow",
            index=models.Index(
                fields=["circle", "at"], name="fact_as_such", condition=models.Q(circle__isnull=False, item=None)
            ),
        ),
    ]

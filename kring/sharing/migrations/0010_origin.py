"""What an item was made of: a report of others among the objects of its circle."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0009_sightings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="origin",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField("item", "origin_label", models.SmallIntegerField(blank=True, null=True)),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("origin", ""), _negated=True), fields=["circle", "origin"], name="item_origin"
            ),
        ),
    ]

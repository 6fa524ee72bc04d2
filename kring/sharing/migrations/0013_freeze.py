"""What is looked into goes no further: readers see so, and who steers says when it is over."""

import django.db.models.deletion
from django.db import migrations, models

FREEZES = """
ALTER TABLE sharing_freeze ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_freeze FORCE ROW LEVEL SECURITY;
CREATE POLICY follows_item ON sharing_freeze FOR SELECT USING (kring.has_item(item_id));
CREATE POLICY frozen_by_who_steers ON sharing_freeze FOR INSERT WITH CHECK (
    kring.steers(circle_id) AND EXISTS (SELECT FROM sharing_item i WHERE i.id = item_id
                                        AND i.circle_id = sharing_freeze.circle_id AND i.state = 1));
CREATE POLICY thawed_by_who_steers ON sharing_freeze FOR DELETE USING (kring.steers(circle_id));
CREATE POLICY librarian ON sharing_freeze FOR SELECT TO kring_librarian USING (true);
"""

UNDO = """
DROP POLICY follows_item ON sharing_freeze; DROP POLICY frozen_by_who_steers ON sharing_freeze;
DROP POLICY thawed_by_who_steers ON sharing_freeze; DROP POLICY librarian ON sharing_freeze;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0012_trust"),
    ]

    operations = [
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="freeze",
                        serialize=False,
                        to="sharing.item",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FREEZES, UNDO),
    ]

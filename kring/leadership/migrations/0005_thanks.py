"""Thanks that a member reads, with their lock."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids
from kring.kernel.lock import LockTable


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("leadership", "0004_advisers_lock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("community", models.UUIDField()),
                ("label", models.SmallIntegerField()),
                ("state", models.SmallIntegerField(default=0)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "passed_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("published", models.BooleanField(default=False)),
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("words", models.CharField(max_length=500)),
                ("on", models.DateField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circles.membership",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["to", "-on"], name="thanks_to")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("label__range", (0, 4))), name="leadership_thanks_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__range", (0, 2))), name="leadership_thanks_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="leadership_thanks_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="leadership_thanks_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="leadership_thanks_has_an_audience",
                    ),
                ],
            },
        ),
        LockTable("leadership_thanks"),
        migrations.RunSQL(
            """
            CREATE POLICY from_who_leads ON leadership_thanks AS RESTRICTIVE FOR INSERT TO kring_app
                WITH CHECK (kring.leads(circle_id));
            -- What was said stays said.
            REVOKE UPDATE, DELETE ON leadership_thanks FROM kring_app;
            """,
            "DROP POLICY from_who_leads ON leadership_thanks",
        ),
    ]

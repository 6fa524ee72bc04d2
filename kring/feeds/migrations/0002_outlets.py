import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids

LOCK = """
-- What was sent to whom tells who reads what: each person sees their own, and those who send see all while they send.
ALTER TABLE feeds_dispatch ENABLE ROW LEVEL SECURITY;
ALTER TABLE feeds_dispatch FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON feeds_dispatch FOR SELECT USING (person = (SELECT (kring.actor()).person));
CREATE POLICY courier ON feeds_dispatch
    USING (current_setting('kring.courier', true) = 'yes')
    WITH CHECK (current_setting('kring.courier', true) = 'yes');
CREATE POLICY librarian ON feeds_dispatch FOR SELECT TO kring_librarian USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feeds", "0001_live"),
        ("kernel", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "circle", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("circle", models.UUIDField()),
                ("id", models.UUIDField(default=kring.kernel.ids.new_id)),
                ("way", models.CharField(choices=[("webhook", "webhook"), ("messenger", "messenger")], max_length=9)),
                ("target", models.UUIDField()),
                ("person", models.UUIDField()),
                ("event", models.CharField(max_length=20)),
                ("occurrence", models.UUIDField()),
                ("item", models.UUIDField(null=True)),
                ("reply", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("delivered", "Delivered"),
                            ("failed", "Failed"),
                            ("withheld", "Withheld"),
                        ],
                        default="pending",
                        max_length=9,
                    ),
                ),
                ("carried", models.BooleanField(default=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["target", "-id"], name="dispatch_target"),
                    models.Index(
                        condition=models.Q(("carried", True)), fields=["item", "target"], name="dispatch_carried"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("circle", "occurrence", "target"), name="dispatch_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kring.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "circles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, null=True, size=None
                    ),
                ),
                ("ceiling", models.SmallIntegerField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("digest", models.BinaryField(unique=True)),
                ("fetched_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ceiling__range", (0, 3))), name="feed_never_reads_red")
                ],
            },
        ),
        migrations.CreateModel(
            name="Messenger",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kring.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "circles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, null=True, size=None
                    ),
                ),
                ("ceiling", models.SmallIntegerField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
                ("disabled_why", models.CharField(blank=True, max_length=12)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("sealed_address", models.BinaryField()),
                ("kind", models.CharField(max_length=24)),
                ("urgent_only", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("disabled_at", None), ("ended_at", None)),
                        fields=["person"],
                        name="messenger_on",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kring.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "circles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, null=True, size=None
                    ),
                ),
                ("ceiling", models.SmallIntegerField()),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
                ("disabled_why", models.CharField(blank=True, max_length=12)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("url", models.URLField(max_length=500)),
                ("sealed_secret", models.BinaryField()),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("disabled_at", None), ("ended_at", None)),
                        fields=["person"],
                        name="webhook_on",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ceiling__range", (0, 3))), name="webhook_never_reads_red"
                    )
                ],
            },
        ),
        migrations.RunSQL(LOCK, migrations.RunSQL.noop),
    ]

"""Tables of surveys, hours, lessons and visits."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0002_reach"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Survey",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("pulse", "Pulse"), ("barriers", "What keeps us from sharing")], max_length=8
                    ),
                ),
                ("quarter", models.CharField(max_length=7)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("repeats", models.BooleanField(default=False)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="health_survey_label"),
                    models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="health_survey_state"),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="health_survey_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="health_survey_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="health_survey_has_an_audience",
                    ),
                    models.UniqueConstraint(fields=("circle", "kind", "quarter"), name="survey_once_a_quarter"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "survey",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="health.survey",
                    ),
                ),
                ("answered", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                (
                    "remarks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answered",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "survey_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="health.survey"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
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
                ("title", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True, max_length=2000)),
                ("place", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("places", models.PositiveSmallIntegerField()),
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
            ],
            options={
                "ordering": ["at"],
                "indexes": [models.Index(fields=["circle", "at"], name="visit_circle")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="health_visit_label"),
                    models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="health_visit_state"),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="health_visit_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="health_visit_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="health_visit_has_an_audience",
                    ),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="visit_has_places"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visitor",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "visit_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visitors", to="health.visit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=60)),
                (
                    "side",
                    models.CharField(choices=[("teaches", "teaches"), ("learns", "wants to learn")], max_length=7),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["topic", "id"],
                "constraints": [models.UniqueConstraint(fields=("circle", "person", "topic"), name="wish_once")],
            },
        ),
        migrations.CreateModel(
            name="Hours",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.25"))],
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.membership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "-id"],
                "indexes": [models.Index(fields=["person", "-day"], name="hours_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", Decimal(24))), name="hours_of_one_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=60)),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("circle", "topic", "mentor", "learner"), name="pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("mentor", models.F("learner")), _negated=True), name="pair_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_by", models.F("mentor")), ("proposed_by", models.F("learner")), _connector="OR"
                        ),
                        name="pair_proposed_by_one_of_them",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=60)),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
            ],
            options={
                "ordering": ["topic"],
                "constraints": [models.UniqueConstraint(fields=("circle", "topic"), name="subject_once")],
            },
        ),
    ]

"""Rounds: the circle sees what is asked, who steers sees who answered, everybody gets the count."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids
from kring.kernel.lock import LockTable

STEERING = """
-- Does the bound actor, a token for some circles maybe, act in this circle?
CREATE FUNCTION kring.acts_in(circle uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT a.scope IS NULL OR $1 = ANY (a.scope) FROM kring.actor() a
$$;

-- Is the bound actor chair or secretary of this circle?
CREATE FUNCTION kring.steers(circle uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM kring.seated s WHERE s.person = (kring.actor()).person AND s.circle = $1
                   AND s.role IN ('chair', 'secretary') AND NOT s.observer AND kring.acts_in($1))
$$;

CREATE POLICY started_by_who_steers ON sharing_round AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
CREATE POLICY tended_by_who_steers ON sharing_round FOR UPDATE USING (kring.steers(circle_id)) WITH CHECK (true);
"""

ANSWERS = """
ALTER TABLE sharing_roundanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_roundanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON sharing_roundanswer USING (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]))
    WITH CHECK (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                AND person_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM sharing_round r WHERE r.id = round_id AND r.closed_at IS NULL));
CREATE POLICY who_steers ON sharing_roundanswer FOR SELECT
    USING (EXISTS (SELECT FROM sharing_round r WHERE r.id = round_id AND kring.steers(r.circle_id)));
CREATE POLICY librarian ON sharing_roundanswer FOR SELECT TO kring_librarian USING (true);

-- How many members answered, for everybody in the circle; of those that still sit there.
CREATE FUNCTION kring.round_answers(rounds uuid[]) RETURNS TABLE (round uuid, answered bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, count(*)
    FROM sharing_round r JOIN sharing_roundanswer a ON a.round_id = r.id
    WHERE r.id = ANY (rounds)
      AND kring.may_read(r.circle_id, r.community, r.label, r.state, r.author_id, r.audience, r.passed_to,
                         r.published, kring.actor())
      AND EXISTS (SELECT FROM kring.seated s WHERE s.membership = a.membership_id AND NOT s.observer)
    GROUP BY r.id
$$;
ALTER FUNCTION kring.round_answers OWNER TO kring_librarian;

-- The people who sit for members that were not heard: for those who deliver. It says who, and nothing of what.
CREATE FUNCTION kring.waited_for(round uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT s.person
    FROM sharing_round r
    JOIN kring.seated s ON s.circle = r.circle_id AND NOT s.observer
    JOIN people_person p ON p.id = s.person AND p.kind = 'person'
    WHERE r.id = $1 AND r.closed_at IS NULL AND r.until > statement_timestamp()
      AND NOT EXISTS (SELECT FROM sharing_roundanswer a WHERE a.round_id = r.id AND a.membership_id = s.membership)
$$;
ALTER FUNCTION kring.waited_for OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.waited_for; DROP FUNCTION kring.round_answers;
DROP POLICY own ON sharing_roundanswer; DROP POLICY who_steers ON sharing_roundanswer;
DROP POLICY librarian ON sharing_roundanswer;
DROP POLICY started_by_who_steers ON sharing_round; DROP POLICY tended_by_who_steers ON sharing_round;
DROP FUNCTION kring.steers; DROP FUNCTION kring.acts_in;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0006_faster_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
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
                ("question", models.CharField(blank=True, max_length=500)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                "indexes": [
                    models.Index(fields=["circle", "-started_at"], name="round_circle"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="sharing_round_label"),
                    models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="sharing_round_state"),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="sharing_round_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="sharing_round_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="sharing_round_has_an_audience",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("circle",), name="round_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundAnswer",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("nothing", "Nothing to report"), ("shared", "Shared something")], max_length=8
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="sharing.round"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "membership"), name="round_answer_once"),
                ],
            },
        ),
        LockTable("sharing_round"),
        migrations.RunSQL(STEERING + ANSWERS, UNDO),
    ]

"""Plans: topics that are offered, who pauses as host, what a host saw to, agendas to begin with; links for guests."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids
from kring.kernel.lock import LockTable

TOPICS = """
CREATE POLICY planned_by_who_steers ON meetings_topic FOR UPDATE
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[])) WITH CHECK (true);

ALTER TABLE meetings_rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_rating FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON meetings_rating USING (person_id = (SELECT (kring.actor()).person))
    WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM meetings_topic t WHERE t.id = topic_id));
CREATE POLICY librarian ON meetings_rating FOR SELECT TO kring_librarian USING (true);

-- What those who were there thought of topics that the bound actor may read: how many, and their mean.
CREATE FUNCTION kring.topic_ratings(topics uuid[]) RETURNS TABLE (topic uuid, ratings bigint, mean numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.id, count(*), round(avg(r.stars), 1)
    FROM meetings_topic t JOIN meetings_rating r ON r.topic_id = t.id
    WHERE t.id = ANY (topics)
      AND kring.may_read(t.circle_id, t.community, t.label, t.state, t.author_id, t.audience, t.passed_to, t.published,
                         kring.actor())
    GROUP BY t.id
$$;
ALTER FUNCTION kring.topic_ratings OWNER TO kring_librarian;
"""

HOSTS = """
ALTER TABLE meetings_hostpause ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_hostpause FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_in_circle ON meetings_hostpause FOR SELECT USING (
    circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
    AND ((SELECT (kring.actor()).scope) IS NULL OR circle_id = ANY ((SELECT (kring.actor()).scope)::uuid[])));
CREATE POLICY said_by_itself ON meetings_hostpause USING (
    membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) OR circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY librarian ON meetings_hostpause FOR SELECT TO kring_librarian USING (true);

ALTER TABLE meetings_hosttick ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_hosttick FORCE ROW LEVEL SECURITY;
CREATE POLICY of_the_host ON meetings_hosttick USING (
    EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id
            AND (m.host_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                 OR m.circle_id = ANY ((SELECT kring.steered())::uuid[]))));
CREATE POLICY librarian ON meetings_hosttick FOR SELECT TO kring_librarian USING (true);
"""

TEMPLATES = """
ALTER TABLE meetings_agendatemplate ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_agendatemplate FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_in_circle ON meetings_agendatemplate FOR SELECT USING (
    circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND (SELECT (kring.actor()).ceiling >= 3)
    AND ((SELECT (kring.actor()).scope) IS NULL OR circle_id = ANY ((SELECT (kring.actor()).scope)::uuid[])));
CREATE POLICY kept_by_who_steers ON meetings_agendatemplate
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY librarian ON meetings_agendatemplate FOR SELECT TO kring_librarian USING (true);
"""

INVITED = """
-- Whose invitation this is: for who answers by a token, before anybody is bound.
CREATE FUNCTION kring.invited_by(invitee uuid) RETURNS TABLE (person uuid, meeting uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.person_id, i.meeting_id FROM meetings_invitee i WHERE i.id = $1 AND i.person_id IS NOT NULL
$$;
ALTER FUNCTION kring.invited_by OWNER TO kring_librarian;

-- Who is invited to a meeting and may see it now: for those who deliver. It says who, and nothing of what.
CREATE FUNCTION kring.invited(meeting uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m meetings_meeting;
BEGIN
    SELECT * INTO m FROM meetings_meeting t WHERE t.id = meeting AND t.state = 1;
    IF m.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT who FROM meetings_invitee i CROSS JOIN unnest(ARRAY[i.person_id, i.deputy_id]) who
                              WHERE i.meeting_id = $9
                              INTERSECT SELECT a.person FROM kring.audience_of($1, $2, $3, $4, $5, $6, $7, $8) a'
            USING m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to, m.published, m.id;
    END IF;
END $$;
ALTER FUNCTION kring.invited OWNER TO kring_librarian;

-- What a guest's link opens, while its window is open and the meeting stands: a key, and a ceiling.
CREATE FUNCTION kring.meeting_guest(invitee uuid) RETURNS TABLE (key uuid, ceiling smallint, meeting uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.key, i.ceiling, m.id
    FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id AND m.state = 1 AND i.key = ANY (m.passed_to)
    JOIN circles_circle c ON c.id = m.circle_id AND c.closed_at IS NULL
    WHERE i.id = $1 AND i.person_id IS NULL AND m.stage <> 'cancelled'
      AND statement_timestamp() BETWEEN i.opens_at AND i.closes_at
$$;
ALTER FUNCTION kring.meeting_guest OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.meeting_guest; DROP FUNCTION kring.invited; DROP FUNCTION kring.invited_by;
DROP POLICY seen_in_circle ON meetings_agendatemplate; DROP POLICY kept_by_who_steers ON meetings_agendatemplate;
DROP POLICY librarian ON meetings_agendatemplate;
DROP POLICY of_the_host ON meetings_hosttick; DROP POLICY librarian ON meetings_hosttick;
DROP POLICY seen_in_circle ON meetings_hostpause; DROP POLICY said_by_itself ON meetings_hostpause;
DROP POLICY librarian ON meetings_hostpause;
DROP FUNCTION kring.topic_ratings; DROP POLICY own ON meetings_rating; DROP POLICY librarian ON meetings_rating;
DROP POLICY planned_by_who_steers ON meetings_topic;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("meetings", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("meeting", "moved", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="AgendaTemplate",
            fields=[
                (
                    "circle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="circles.circle",
                    ),
                ),
                ("items", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="HostPause",
            fields=[
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="circles.membership",
                    ),
                ),
                ("until", models.DateField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Topic",
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
                ("title", models.CharField(max_length=200)),
                ("speaker", models.CharField(blank=True, max_length=120)),
                ("organisation", models.CharField(blank=True, max_length=160)),
                ("bio", models.TextField(blank=True)),
                ("conditions", models.CharField(blank=True, max_length=300)),
                ("offered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="topics",
                        to="meetings.meeting",
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
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stars", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="meetings.topic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HostTick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=12)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ticks", to="meetings.meeting"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "task"), name="host_tick_once")],
            },
        ),
        migrations.AddIndex(
            model_name="topic",
            index=models.Index(fields=["circle", "offered_at"], name="topic_circle"),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__range", (0, 4))), name="meetings_topic_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__range", (0, 2))), name="meetings_topic_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                name="meetings_topic_red_is_not_passed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                name="meetings_topic_only_clear_is_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                name="meetings_topic_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(fields=("topic", "person"), name="rating_once"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(condition=models.Q(("stars__range", (1, 5))), name="rating_stars"),
        ),
        LockTable("meetings_topic"),
        migrations.RunSQL(TOPICS + HOSTS + TEMPLATES + INVITED, UNDO),
    ]

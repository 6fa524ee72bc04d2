"""The ground of meetings: series, meetings, agendas, invitees; the circle sees them, who steers makes them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.clock
import kring.kernel.ids
import kring.tlp.labels
from kring.kernel.lock import FollowParent, LockTable

STEERED = """
-- The circles of which the bound actor is chair or secretary. Planned once a connection, asked once a statement.
CREATE FUNCTION kring.steered() RETURNS uuid[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE who kring.actor := kring.actor();
BEGIN
    RETURN ARRAY(SELECT s.circle FROM kring.seated s
                 WHERE s.person = who.person AND s.role IN ('chair', 'secretary') AND NOT s.observer
                   AND (who.scope IS NULL OR s.circle = ANY (who.scope)));
END $$;
"""

SERIES = """
ALTER TABLE meetings_series ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_series FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_in_circle ON meetings_series FOR SELECT USING (
    circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
    AND ((SELECT (kring.actor()).scope) IS NULL OR circle_id = ANY ((SELECT (kring.actor()).scope)::uuid[])));
CREATE POLICY kept_by_who_steers ON meetings_series USING (circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY librarian ON meetings_series FOR SELECT TO kring_librarian USING (true);
"""

# A row of the circle's: made by whoever of those who steer writes it, and changed by any of them, not by its author alone.
KEPT_BY_WHO_STEERS = """
CREATE POLICY made_by_who_steers ON {table} AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY only_who_steers_changes ON {table} AS RESTRICTIVE FOR UPDATE TO kring_app
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY only_who_steers_removes ON {table} AS RESTRICTIVE FOR DELETE TO kring_app
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[]));
CREATE POLICY changed_by_who_steers ON {table} FOR UPDATE
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[])) WITH CHECK (true);
CREATE POLICY removed_by_who_steers ON {table} FOR DELETE USING (circle_id = ANY ((SELECT kring.steered())::uuid[]));
"""

INVITEES = """
-- The meetings that the bound actor is invited to, or goes to for another, and may see. The librarian looks: who is
-- invited is seen by those who are.
CREATE FUNCTION kring.invited_to() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE who kring.actor := kring.actor();
BEGIN
    RETURN ARRAY(SELECT m.id FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id
                 WHERE who.person IN (i.person_id, i.deputy_id)
                   AND kring.may_read(m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to,
                                      m.published, who));
END $$;
ALTER FUNCTION kring.invited_to OWNER TO kring_librarian;

ALTER TABLE meetings_invitee ENABLE ROW LEVEL SECURITY;
ALTER TABLE meetings_invitee FORCE ROW LEVEL SECURITY;
CREATE POLICY seen_by_the_invited ON meetings_invitee FOR SELECT
    USING (meeting_id = ANY ((SELECT kring.invited_to())::uuid[]));
CREATE POLICY own ON meetings_invitee FOR UPDATE
    USING (person_id = (SELECT (kring.actor()).person) AND meeting_id = ANY ((SELECT kring.invited_to())::uuid[]))
    WITH CHECK (person_id = (SELECT (kring.actor()).person));
CREATE POLICY kept_by_who_steers ON meetings_invitee
    USING (circle_id = ANY ((SELECT kring.steered())::uuid[])
           AND EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id AND m.circle_id = meetings_invitee.circle_id));
CREATE POLICY librarian ON meetings_invitee FOR SELECT TO kring_librarian USING (true);
"""

UNDO = """
DROP POLICY seen_by_the_invited ON meetings_invitee; DROP POLICY own ON meetings_invitee;
DROP POLICY kept_by_who_steers ON meetings_invitee; DROP POLICY librarian ON meetings_invitee;
DROP FUNCTION kring.invited_to;
"""
UNDO_SERIES = """
DROP POLICY seen_in_circle ON meetings_series; DROP POLICY kept_by_who_steers ON meetings_series;
DROP POLICY librarian ON meetings_series;
DROP FUNCTION kring.steered;
"""
UNDO_KEPT = """
DROP POLICY made_by_who_steers ON {table}; DROP POLICY only_who_steers_changes ON {table};
DROP POLICY only_who_steers_removes ON {table}; DROP POLICY changed_by_who_steers ON {table};
DROP POLICY removed_by_who_steers ON {table};
"""


def kept_by_who_steers(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(KEPT_BY_WHO_STEERS.format(table=table), UNDO_KEPT.format(table=table))


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0002_reach"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "pattern",
                    models.CharField(
                        choices=[
                            ("monthly", "On a set weekday of the month"),
                            ("weeks", "Every so many weeks"),
                            ("yearly", "So many times a year"),
                        ],
                        default="yearly",
                        max_length=8,
                    ),
                ),
                ("every", models.PositiveSmallIntegerField(default=6)),
                ("weekday", models.PositiveSmallIntegerField(default=1)),
                ("nth", models.SmallIntegerField(default=2)),
                ("time", models.TimeField()),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                ("minutes", models.PositiveSmallIntegerField(default=180)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(default="NL", max_length=2)),
                ("rotates", models.BooleanField(default=True)),
                ("until", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
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
                ("number", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "Regular meeting"),
                            ("extra", "Extra meeting"),
                            ("social", "Social event"),
                            ("kick_off", "Kick-off"),
                        ],
                        default="regular",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("online", models.URLField(blank=True, max_length=500)),
                ("within", models.CharField(blank=True, max_length=200)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("invited", "Invitations are out"),
                            ("running", "Going on"),
                            ("held", "Held"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("planned_at", models.DateTimeField(default=kring.kernel.clock.now)),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    "host",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circles.membership",
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
                    "series",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.series",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitee",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("guest", "Guest"),
                            ("speaker", "Speaker"),
                            ("observer", "Observer"),
                        ],
                        default="member",
                        max_length=8,
                    ),
                ),
                (
                    "reply",
                    models.CharField(
                        choices=[
                            ("none", "No answer yet"),
                            ("accepted", "Comes"),
                            ("tentative", "Maybe"),
                            ("declined", "Does not come"),
                        ],
                        default="none",
                        max_length=9,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("replied_to", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "attendance",
                    models.CharField(
                        choices=[
                            ("none", "Not noted"),
                            ("present", "Present"),
                            ("online", "Online"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                            ("deputy", "Deputy came"),
                        ],
                        default="none",
                        max_length=7,
                    ),
                ),
                ("checked_in_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.UUIDField(default=kring.kernel.ids.new_id, editable=False)),
                ("ceiling", models.SmallIntegerField(default=kring.tlp.labels.Label["GREEN"])),
                ("opens_at", models.DateTimeField(blank=True, null=True)),
                ("closes_at", models.DateTimeField(blank=True, null=True)),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitees", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "meeting"], name="invitee_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="invitee_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("name", ""), ("person__isnull", False)),
                            models.Q(
                                ("closes_at__gt", models.F("opens_at")),
                                ("opens_at__isnull", False),
                                ("person__isnull", True),
                                models.Q(("name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invitee_is_a_person_or_a_guest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ceiling__range",
                                (kring.tlp.labels.Label["CLEAR"], kring.tlp.labels.Label["AMBER_STRICT"]),
                            )
                        ),
                        name="invitee_ceiling",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
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
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("inform", "To inform"), ("discuss", "To discuss"), ("decide", "To decide")],
                        default="inform",
                        max_length=7,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=10)),
                ("presenter_name", models.CharField(blank=True, max_length=120)),
                ("explanation", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("carried", "Carried over")],
                        default="open",
                        max_length=7,
                    ),
                ),
                ("made_at", models.DateTimeField(default=kring.kernel.clock.now)),
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
                    "carried_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="meetings.agendaitem",
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
                    "presenter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="meetings.meeting"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "indexes": [models.Index(fields=["meeting", "position"], name="agenda_meeting")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("label__range", (0, 4))), name="meetings_agendaitem_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__range", (0, 2))), name="meetings_agendaitem_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="meetings_agendaitem_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="meetings_agendaitem_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="meetings_agendaitem_has_an_audience",
                    ),
                    models.CheckConstraint(condition=models.Q(("minutes__range", (1, 600))), name="agenda_minutes"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(fields=["circle"], name="series_circle"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="series_weekday"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(condition=models.Q(("nth__in", [1, 2, 3, 4, -1])), name="series_nth"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(condition=models.Q(("every__range", (1, 52))), name="series_every"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (15, 1440))), name="series_minutes"
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["circle", "starts_at"], name="meeting_circle"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["series", "number"], name="meeting_series"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__range", (0, 4))), name="meetings_meeting_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__range", (0, 2))), name="meetings_meeting_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                name="meetings_meeting_red_is_not_passed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                name="meetings_meeting_only_clear_is_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                name="meetings_meeting_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("series", "number"), name="meeting_number_once"),
        ),
        LockTable("meetings_meeting"),
        LockTable("meetings_agendaitem"),
        FollowParent("meetings_agendaitem", parent="meetings_meeting", column="meeting_id"),
        migrations.RunSQL(STEERED + SERIES, UNDO_SERIES),
        kept_by_who_steers("meetings_meeting"),
        kept_by_who_steers("meetings_agendaitem"),
        migrations.RunSQL(INVITEES, UNDO),
    ]

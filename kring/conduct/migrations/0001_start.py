"""Codes, letters, newcomers and breach cases, each with its lock."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kring.conduct.rules.cases
import kring.kernel.ids
from kring.kernel.lock import LockTable

CODES = """
CREATE POLICY published_by_who_steers ON conduct_code AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
-- What was promised stays what it was.
REVOKE UPDATE, DELETE ON conduct_code, conduct_acceptance, conduct_letter FROM kring_app;

-- Does the bound actor steer a circle, this one or one inside it, in which this person sits?
CREATE FUNCTION kring.steered_for() RETURNS TABLE (person uuid, around uuid) LANGUAGE sql STABLE AS $$
    SELECT s.person, unnest(c.path) FROM kring.seated s
    JOIN public.circles_circle c ON c.id = s.circle
    WHERE s.circle IN (SELECT o.circle FROM kring.seated o WHERE o.person = (SELECT (kring.actor()).person)
                         AND o.role IN ('chair', 'secretary') AND NOT o.observer)
$$;

ALTER TABLE conduct_acceptance ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_acceptance FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON conduct_acceptance
    USING (person_id = (SELECT (kring.actor()).person)
           AND ((SELECT (kring.actor()).scope) IS NULL
                OR kring.acts_in((SELECT c.circle_id FROM conduct_code c WHERE c.id = code_id))))
    WITH CHECK (person_id = (SELECT (kring.actor()).person) AND EXISTS (SELECT FROM conduct_code c WHERE c.id = code_id));
CREATE POLICY who_steers ON conduct_acceptance FOR SELECT
    USING ((person_id, code_id) IN (SELECT s.person, c.id FROM kring.steered_for() s
                                    JOIN conduct_code c ON c.circle_id = s.around));

ALTER TABLE conduct_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_letter FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON conduct_letter
    USING (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND kring.acts_in(circle_id))
    WITH CHECK (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                AND person_id = (SELECT (kring.actor()).person));
CREATE POLICY who_steers ON conduct_letter FOR SELECT USING (kring.steers(circle_id));
CREATE POLICY librarian ON conduct_letter FOR SELECT TO kring_librarian USING (true);

-- Whose letter there is, and since when, for everybody who sits in the circle.
CREATE FUNCTION kring.letters_signed(place uuid) RETURNS TABLE (membership uuid, signed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.membership_id, l.signed_at FROM conduct_letter l
    WHERE l.circle_id = place AND place = ANY ((kring.actor()).keys)
$$;
ALTER FUNCTION kring.letters_signed OWNER TO kring_librarian;
"""

ARRIVING = """
ALTER TABLE conduct_welcome ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_welcome FORCE ROW LEVEL SECURITY;
CREATE POLICY seated ON conduct_welcome FOR SELECT
    USING (circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND kring.acts_in(circle_id));
CREATE POLICY who_steers ON conduct_welcome USING (kring.steers(circle_id)) WITH CHECK (kring.steers(circle_id));

ALTER TABLE conduct_tick ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_tick FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON conduct_tick USING (person_id = (SELECT (kring.actor()).person) AND kring.acts_in(circle_id))
    WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY who_steers ON conduct_tick FOR SELECT USING (kring.steers(circle_id));

ALTER TABLE conduct_buddy ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_buddy FORCE ROW LEVEL SECURITY;
CREATE POLICY the_two ON conduct_buddy FOR SELECT
    USING ((SELECT (kring.actor()).person) IN (newcomer_id, buddy_id)
           AND circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND kring.acts_in(circle_id));
CREATE POLICY who_steers ON conduct_buddy FOR SELECT USING (kring.steers(circle_id));
CREATE POLICY asked ON conduct_buddy FOR INSERT WITH CHECK (
    kring.steers(circle_id) OR (newcomer_id = (SELECT (kring.actor()).person)
                                AND circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[])));
CREATE POLICY answered ON conduct_buddy FOR UPDATE
    USING (buddy_id = (SELECT (kring.actor()).person) AND circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]));

CREATE POLICY own_words ON conduct_introduction AS RESTRICTIVE FOR UPDATE TO kring_app
    USING (author_id = (SELECT (kring.actor()).person));
CREATE POLICY own_card ON conduct_introduction AS RESTRICTIVE FOR DELETE TO kring_app
    USING (author_id = (SELECT (kring.actor()).person));
GRANT DELETE ON conduct_introduction TO kring_librarian;
CREATE POLICY forgotten ON conduct_introduction FOR DELETE TO kring_librarian USING (true);

-- Who erases their account takes their introductions along.
CREATE FUNCTION kring.introductions_end_with_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM conduct_met WHERE introduction_id IN (SELECT id FROM conduct_introduction WHERE author_id = NEW.id);
    DELETE FROM conduct_introduction WHERE author_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION kring.introductions_end_with_account OWNER TO kring_librarian;
CREATE TRIGGER introductions_end AFTER UPDATE OF erased_at ON people_person FOR EACH ROW
    WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION kring.introductions_end_with_account();

CREATE FUNCTION kring.sits_in(who uuid, place uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM kring.seated s WHERE s.person = who AND s.circle = place)
$$;

ALTER TABLE conduct_met ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_met FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON conduct_met USING (person_id = (SELECT (kring.actor()).person))
    WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM conduct_introduction i WHERE i.id = introduction_id));
GRANT DELETE ON conduct_met TO kring_librarian;
CREATE POLICY forgotten ON conduct_met TO kring_librarian USING (true);
"""

CASES = """
-- Cases are for people at a page, and for no machine: a token reaches no further than AMBER+STRICT (3).
-- Does this person work or sit, anywhere, for the organisation of this membership? (None: it is not known whose.)
CREATE FUNCTION kring.belongs_to(who uuid, accused uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM public.circles_membership m WHERE m.id = accused AND (
            EXISTS (SELECT FROM public.circles_affiliation a
                    WHERE a.person_id = who AND a.organisation_id = m.organisation_id AND a.until IS NULL)
            OR EXISTS (SELECT FROM public.circles_seat t JOIN public.circles_membership n ON n.id = t.membership_id
                       WHERE t.person_id = who AND n.organisation_id = m.organisation_id AND t.until IS NULL)))
$$;
-- Who looks into a suspicion: who steers the circle and does not belong to the organisation it is about; where they all
-- do, who steers the nearest circle around it of whom that is true; and whom the reporter chose because nobody was left.
CREATE FUNCTION kring.handlers(of_circle uuid, accused uuid, chosen uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE AS $$
    SELECT n.person FROM (
        SELECT s.person, rank() OVER (ORDER BY cardinality(around.path) DESC) AS nearness
        FROM public.circles_circle c
        JOIN public.circles_circle around ON around.id = ANY (c.path)
        JOIN kring.seated s ON s.circle = around.id AND s.role IN ('chair', 'secretary') AND NOT s.observer
        JOIN public.people_person p ON p.id = s.person AND p.kind = 'person'
        WHERE c.id = of_circle AND NOT kring.belongs_to(s.person, accused)) n
    WHERE n.nearness = 1
    UNION
    SELECT s.person FROM kring.seated s JOIN public.people_person p ON p.id = s.person AND p.kind = 'person'
    WHERE s.circle = of_circle AND s.person = chosen AND NOT s.observer AND NOT kring.belongs_to(s.person, accused)
$$;
CREATE FUNCTION kring.handles(of_circle uuid, accused uuid, chosen uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (kring.actor()).ceiling >= 4
       AND EXISTS (SELECT FROM kring.handlers($1, $2, $3) h WHERE h.person = (kring.actor()).person)
$$;

ALTER TABLE conduct_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_case FORCE ROW LEVEL SECURITY;
CREATE POLICY who_handles ON conduct_case FOR SELECT USING (kring.handles(circle_id, accused_id, handler_id));
CREATE POLICY who_reported ON conduct_case FOR SELECT
    USING ((SELECT (kring.actor()).ceiling) >= 4
           AND (reporter_id = (SELECT (kring.actor()).person)
                OR return_key = ANY ((SELECT (kring.actor()).keys)::uuid[])));
CREATE POLICY reported ON conduct_case FOR INSERT WITH CHECK (
    circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND state = 'reported'
    AND (reporter_id IS NULL OR reporter_id = (SELECT (kring.actor()).person))
    AND (handler_id IS NULL OR ARRAY[handler_id] = ARRAY(SELECT kring.handlers(circle_id, accused_id, handler_id))));
CREATE POLICY handled ON conduct_case FOR UPDATE
    USING (kring.handles(circle_id, accused_id, handler_id)) WITH CHECK (true);
CREATE POLICY librarian ON conduct_case FOR SELECT TO kring_librarian USING (true);

CREATE FUNCTION kring.handles_case(which uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.conduct_case c WHERE c.id = which AND kring.handles(c.circle_id, c.accused_id, c.handler_id))
$$;
CREATE FUNCTION kring.reported_case(which uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.conduct_case c WHERE c.id = which
                   AND (c.reporter_id = (kring.actor()).person OR c.return_key = ANY ((kring.actor()).keys)))
$$;

ALTER TABLE conduct_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_note FORCE ROW LEVEL SECURITY;
CREATE POLICY who_handles ON conduct_note FOR SELECT USING (kring.handles_case(case_id));
CREATE POLICY who_reported ON conduct_note FOR SELECT
    USING (kind IN ('question', 'answer') AND kring.reported_case(case_id));
CREATE POLICY written ON conduct_note FOR INSERT WITH CHECK (
    (kind <> 'answer' AND by_id = (SELECT (kring.actor()).person) AND kring.handles_case(case_id))
    OR (kind = 'answer' AND by_id IS NULL AND kring.reported_case(case_id)));

ALTER TABLE conduct_hearing ENABLE ROW LEVEL SECURITY;
ALTER TABLE conduct_hearing FORCE ROW LEVEL SECURITY;
CREATE POLICY who_handles ON conduct_hearing USING (kring.handles_case(case_id));
CREATE POLICY who_is_heard ON conduct_hearing FOR SELECT
    USING ((SELECT (kring.actor()).ceiling) >= 4 AND membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY answered ON conduct_hearing FOR UPDATE
    USING (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND answered_on IS NULL)
    WITH CHECK (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                AND answered_by_id = (SELECT (kring.actor()).person));
CREATE POLICY librarian ON conduct_hearing FOR SELECT TO kring_librarian USING (true);

-- For those who deliver: who looks into a case, and who may speak for an organisation that is heard.
CREATE FUNCTION kring.handlers_of(which uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT h.person FROM conduct_case c, kring.handlers(c.circle_id, c.accused_id, c.handler_id) h WHERE c.id = which
$$;
ALTER FUNCTION kring.handlers_of OWNER TO kring_librarian;
CREATE FUNCTION kring.heard_in(which uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT s.person FROM conduct_hearing h JOIN kring.seated s ON s.membership = h.membership_id AND NOT s.observer
    JOIN people_person p ON p.id = s.person AND p.kind = 'person'
    WHERE h.id = which AND h.answered_on IS NULL
$$;
ALTER FUNCTION kring.heard_in OWNER TO kring_librarian;
"""

UNDO = """
DROP TRIGGER introductions_end ON people_person;
DROP FUNCTION kring.sits_in; DROP FUNCTION kring.introductions_end_with_account; DROP FUNCTION kring.heard_in; DROP FUNCTION kring.handlers_of;
DROP FUNCTION kring.letters_signed;
DROP POLICY who_handles ON conduct_hearing; DROP POLICY who_is_heard ON conduct_hearing;
DROP POLICY answered ON conduct_hearing; DROP POLICY librarian ON conduct_hearing;
DROP POLICY who_handles ON conduct_note; DROP POLICY who_reported ON conduct_note; DROP POLICY written ON conduct_note;
DROP POLICY who_handles ON conduct_case; DROP POLICY who_reported ON conduct_case; DROP POLICY reported ON conduct_case;
DROP POLICY handled ON conduct_case; DROP POLICY librarian ON conduct_case;
DROP FUNCTION kring.reported_case; DROP FUNCTION kring.handles_case;
DROP FUNCTION kring.handles; DROP FUNCTION kring.handlers; DROP FUNCTION kring.belongs_to;
DROP POLICY own ON conduct_acceptance; DROP POLICY who_steers ON conduct_acceptance; DROP FUNCTION kring.steered_for;
"""


# Backups are made as the librarian.
KEPT = "CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true)"
NOT_KEPT = "DROP POLICY librarian ON {table}"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0013_freeze"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Welcome",
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
                (
                    "steps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), default=list, size=None
                    ),
                ),
                (
                    "own",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("what", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (kring.conduct.rules.cases.CaseState["REPORTED"], "Reported"),
                            (kring.conduct.rules.cases.CaseState["LOOKED_INTO"], "Being looked into"),
                            (kring.conduct.rules.cases.CaseState["HEARD"], "Being heard"),
                            (kring.conduct.rules.cases.CaseState["FOUND"], "Found out"),
                            (kring.conduct.rules.cases.CaseState["CONCLUDED"], "Concluded"),
                            (kring.conduct.rules.cases.CaseState["DISMISSED"], "Dismissed"),
                        ],
                        default=kring.conduct.rules.cases.CaseState["REPORTED"],
                        max_length=12,
                    ),
                ),
                ("return_key", models.UUIDField(blank=True, null=True, unique=True)),
                ("reported_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_breach", "Nothing was broken"),
                            ("mistake", "A mistake, put right"),
                            ("warning", "A warning"),
                            ("suspended", "Suspended for a time"),
                            ("ended", "The membership ends"),
                            ("unknown", "It could not be found out"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "accused",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circles.membership",
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sharing.item",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="sharing.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Code",
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
                ("number", models.PositiveSmallIntegerField()),
                ("text_nl", models.TextField(blank=True)),
                ("text_en", models.TextField(blank=True)),
                ("changed", models.CharField(blank=True, max_length=500)),
                ("meetings", models.PositiveSmallIntegerField()),
                ("out_of", models.PositiveSmallIntegerField()),
                ("shares_a_year", models.PositiveSmallIntegerField()),
                ("hours_a_month", models.PositiveSmallIntegerField()),
                ("published_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acceptances", to="conduct.code"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("asked", models.TextField()),
                ("asked_on", models.DateField()),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hearing", to="conduct.case"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Introduction",
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
                ("does", models.CharField(max_length=400)),
                ("helps", models.CharField(blank=True, max_length=400)),
                ("seeks", models.CharField(blank=True, max_length=400)),
                ("beside", models.CharField(blank=True, max_length=400)),
                ("written_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("language", models.CharField(max_length=2)),
                ("signed_by", models.CharField(max_length=120)),
                ("function", models.CharField(max_length=120)),
                ("authority", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="conduct.code"),
                ),
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Met",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "introduction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="met", to="conduct.introduction"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("question", "Question"),
                            ("answer", "Answer"),
                            ("finding", "Finding"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                ("written_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="note", to="conduct.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("step", models.CharField(max_length=120)),
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
        ),
        migrations.CreateModel(
            name="Buddy",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("accepted", "accepted"), ("declined", "declined")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "buddy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "declined"), _negated=True),
                        fields=("circle", "newcomer"),
                        name="buddy_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("newcomer", models.F("buddy")), _negated=True), name="buddy_is_another"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("reporter__isnull", True), ("return_key__isnull", True), _connector="OR"),
                name="case_known_or_unknown",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("state__in", ["concluded", "dismissed"]), _connector="OR"
                ),
                name="case_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="conduct_code_label"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="conduct_code_state"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                name="conduct_code_red_is_not_passed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                name="conduct_code_only_clear_is_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                name="conduct_code_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("circle", "number"), name="code_numbered"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_en", ""), ("text_nl", ""), _negated=True), name="code_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.CheckConstraint(
                condition=models.Q(("meetings__lte", models.F("out_of"))), name="code_can_be_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=models.UniqueConstraint(fields=("code", "person"), name="acceptance_once"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__range", (0, 4))), name="conduct_introduction_label"
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__range", (0, 2))), name="conduct_introduction_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                name="conduct_introduction_red_is_not_passed_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                name="conduct_introduction_only_clear_is_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                name="conduct_introduction_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(fields=("circle", "author"), name="introduction_once"),
        ),
        migrations.AddConstraint(
            model_name="met",
            constraint=models.UniqueConstraint(fields=("introduction", "person"), name="met_once"),
        ),
        migrations.AddConstraint(
            model_name="tick",
            constraint=models.UniqueConstraint(fields=("circle", "person", "step"), name="tick_once"),
        ),
        LockTable("conduct_code"),
        LockTable("conduct_introduction"),
        migrations.RunSQL(CODES + ARRIVING + CASES, UNDO),
        *(
            migrations.RunSQL(KEPT.format(table=table), NOT_KEPT.format(table=table))
            for table in ("conduct_acceptance", "conduct_buddy", "conduct_note", "conduct_tick", "conduct_welcome")
        ),
    ]

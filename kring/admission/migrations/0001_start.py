"""Policies, links, applications, ballots: who sees and changes what, and that a closed ballot never changes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids
from kring.kernel.lock import LockTable

STEERED = """
-- What a circle asks, and the links by which one applies: shown to whoever has such a link, changed by who steers.
ALTER TABLE admission_policy ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_policy FORCE ROW LEVEL SECURITY;
CREATE POLICY shown ON admission_policy FOR SELECT USING (true);
CREATE POLICY written_by_who_steers ON admission_policy FOR INSERT
    WITH CHECK (kring.steers(circle_id) AND by_id = (SELECT (kring.actor()).person));
CREATE POLICY librarian ON admission_policy FOR SELECT TO kring_librarian USING (true);

ALTER TABLE admission_opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_opening FORCE ROW LEVEL SECURITY;
CREATE POLICY shown ON admission_opening FOR SELECT USING (true);
CREATE POLICY made_by_who_steers ON admission_opening FOR INSERT
    WITH CHECK (kring.steers(circle_id) AND by_id = (SELECT (kring.actor()).person));
CREATE POLICY closed_by_who_steers ON admission_opening FOR UPDATE USING (kring.steers(circle_id));
CREATE POLICY librarian ON admission_opening FOR SELECT TO kring_librarian USING (true);
"""

APPLICATIONS = """
-- An application is its candidate's, who comes in by a link that is the key with its own name. Who steers sees it from
-- the moment it is sent; the members when they are asked, by its audience. A candidate sends and withdraws, no more.
CREATE POLICY begun_by_the_candidate ON admission_application FOR INSERT
    WITH CHECK (id = ANY ((SELECT (kring.actor()).keys)::uuid[]) AND author_id IS NULL AND stage = 'draft'
                AND audience = ARRAY[id]
                AND EXISTS (SELECT FROM admission_opening o WHERE o.circle_id = admission_application.circle_id
                            AND o.revoked_at IS NULL AND o.expires_at > statement_timestamp()));
CREATE POLICY written_by_the_candidate ON admission_application FOR UPDATE
    USING (id = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY seen_by_who_steers ON admission_application FOR SELECT
    USING (stage <> 'draft' AND kring.steers(circle_id)
           AND kring.may_read(circle_id, community, label, state, author_id, ARRAY[circle_id], passed_to, published,
                              (SELECT kring.actor())));
CREATE POLICY decided_by_who_steers ON admission_application FOR UPDATE
    USING (stage <> 'draft' AND kring.steers(circle_id));
CREATE POLICY candidates_decide_nothing ON admission_application AS RESTRICTIVE FOR UPDATE TO kring_app
    USING (true) WITH CHECK (stage IN ('draft', 'sent', 'withdrawn') OR kring.steers(circle_id));

ALTER TABLE admission_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_question FORCE ROW LEVEL SECURITY;
CREATE POLICY follows_application ON admission_question FOR SELECT
    USING (EXISTS (SELECT FROM admission_application a WHERE a.id = application_id));
CREATE POLICY asked_by_who_steers ON admission_question FOR INSERT
    WITH CHECK (asked_by_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM admission_application a WHERE a.id = application_id
                            AND kring.steers(a.circle_id)));
CREATE POLICY answered_by_the_candidate ON admission_question FOR UPDATE
    USING (application_id = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY librarian ON admission_question FOR SELECT TO kring_librarian USING (true);

-- What candidates wrote who did not come in is emptied after a while, and drafts that were left are taken away. That an
-- application was there stays: a ballot may hang on it.
CREATE FUNCTION kring.erase_applications(ended_before timestamptz, begun_before timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone uuid[]; left_alone bigint;
BEGIN
    DELETE FROM admission_application WHERE stage = 'draft' AND begun_at < begun_before;
    GET DIAGNOSTICS left_alone = ROW_COUNT;
    WITH emptied AS (
        UPDATE admission_application
        SET organisation = '', person = '', email = '', function = '', motive = '', answers = '{}', conditions = '',
            declared = false, erased_at = statement_timestamp()
        WHERE stage IN ('refused', 'withdrawn') AND decided_at < ended_before AND erased_at IS NULL RETURNING id)
    SELECT coalesce(array_agg(id), '{}') INTO gone FROM emptied;
    DELETE FROM admission_question WHERE application_id = ANY (gone);
    RETURN left_alone + cardinality(gone);
END $$;
ALTER FUNCTION kring.erase_applications OWNER TO kring_librarian;
CREATE POLICY librarian_erases ON admission_application FOR UPDATE TO kring_librarian USING (true);
CREATE POLICY librarian_takes_away ON admission_application FOR DELETE TO kring_librarian USING (true);
CREATE POLICY librarian_takes_away ON admission_question FOR DELETE TO kring_librarian USING (true);
GRANT UPDATE (organisation, person, email, function, motive, answers, conditions, declared, erased_at), DELETE
    ON admission_application TO kring_librarian;
GRANT DELETE ON admission_question TO kring_librarian;
"""

BALLOTS = """
CREATE POLICY opened_by_who_steers ON admission_ballot AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
CREATE POLICY closed_by_who_steers ON admission_ballot FOR UPDATE USING (kring.steers(circle_id));
-- Once it is in, an organisation reads no ballot that was about itself.
CREATE POLICY not_by_the_candidate ON admission_ballot AS RESTRICTIVE FOR SELECT TO kring_app
    USING (NOT coalesce(candidate_id = ANY ((SELECT (kring.actor()).keys)::uuid[]), false));

-- What is closed stays as it is, and so does what is voted on: a ballot is closed once, after its deadline, and nothing
-- else about it ever changes, whoever asks.
CREATE FUNCTION kring.keep_ballots() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE counted constant text[] := '{closed_at,result,papers,reasons}';
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a closed ballot does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF to_jsonb(NEW) - counted <> to_jsonb(OLD) - counted THEN
        RAISE EXCEPTION 'what is voted on does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.result <> 'stopped' AND NEW.closed_at < OLD.until THEN
        RAISE EXCEPTION 'a ballot is counted after its deadline' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON admission_ballot FOR EACH ROW EXECUTE FUNCTION kring.keep_ballots();

-- An urn says nothing to who reads it: its key is not in the database. It is there while its ballot runs.
ALTER TABLE admission_urn ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_urn FORCE ROW LEVEL SECURITY;
CREATE POLICY sealed ON admission_urn FOR SELECT USING (true);
CREATE POLICY set_up_by_who_steers ON admission_urn FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM admission_ballot b WHERE b.id = ballot_id AND kring.steers(b.circle_id)));
CREATE POLICY voted_by_members ON admission_urn FOR UPDATE
    USING (EXISTS (SELECT FROM admission_ballot b WHERE b.id = ballot_id AND b.closed_at IS NULL));
CREATE POLICY destroyed_by_who_steers ON admission_urn FOR DELETE
    USING (EXISTS (SELECT FROM admission_ballot b WHERE b.id = ballot_id AND kring.steers(b.circle_id)));
CREATE POLICY librarian ON admission_urn FOR SELECT TO kring_librarian USING (true);
"""

UNDO = """
DROP TRIGGER kept ON admission_ballot;
DROP FUNCTION kring.keep_ballots; DROP FUNCTION kring.erase_applications;
DROP POLICY sealed ON admission_urn; DROP POLICY set_up_by_who_steers ON admission_urn;
DROP POLICY voted_by_members ON admission_urn; DROP POLICY destroyed_by_who_steers ON admission_urn;
DROP POLICY librarian ON admission_urn;
DROP POLICY opened_by_who_steers ON admission_ballot; DROP POLICY closed_by_who_steers ON admission_ballot;
DROP POLICY not_by_the_candidate ON admission_ballot;
DROP POLICY follows_application ON admission_question; DROP POLICY asked_by_who_steers ON admission_question;
DROP POLICY answered_by_the_candidate ON admission_question; DROP POLICY librarian ON admission_question;
DROP POLICY librarian_takes_away ON admission_question;
DROP POLICY begun_by_the_candidate ON admission_application; DROP POLICY written_by_the_candidate ON admission_application;
DROP POLICY seen_by_who_steers ON admission_application; DROP POLICY decided_by_who_steers ON admission_application;
DROP POLICY candidates_decide_nothing ON admission_application; DROP POLICY librarian_erases ON admission_application;
DROP POLICY librarian_takes_away ON admission_application;
DROP POLICY shown ON admission_opening; DROP POLICY made_by_who_steers ON admission_opening;
DROP POLICY closed_by_who_steers ON admission_opening; DROP POLICY librarian ON admission_opening;
DROP POLICY shown ON admission_policy; DROP POLICY written_by_who_steers ON admission_policy;
DROP POLICY librarian ON admission_policy;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0007_rounds"),  # kring.steers
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("criteria", models.JSONField(default=list)),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list, size=None
                    ),
                ),
                ("declaration", models.BooleanField()),
                ("motive", models.BooleanField()),
                ("rule", models.CharField(max_length=10)),
                ("quorum", models.PositiveSmallIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("minimum", models.PositiveIntegerField(blank=True, null=True)),
                ("maximum", models.PositiveIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("circle", "version"), name="policy_version"),
                    models.CheckConstraint(condition=models.Q(("quorum__lte", 100)), name="policy_quorum"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
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
                ("stage", models.CharField(default="draft", max_length=10)),
                ("organisation", models.CharField(blank=True, max_length=160)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(default="nl", max_length=2)),
                ("function", models.CharField(blank=True, max_length=16)),
                ("motive", models.TextField(blank=True)),
                ("declared", models.BooleanField(default=False)),
                ("answers", models.JSONField(blank=True, default=dict)),
                ("conditions", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
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
                "indexes": [models.Index(fields=["circle", "stage", "sent_at"], name="application_circle")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("label__range", (0, 4))), name="admission_application_label"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__range", (0, 2))), name="admission_application_state"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="admission_application_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="admission_application_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="admission_application_has_an_audience",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=500)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="admission.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
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
                ("rule", models.CharField(max_length=10)),
                ("quorum", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=10)),
                ("papers", models.JSONField(blank=True, default=list)),
                ("reasons", models.JSONField(blank=True, default=list)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ballots", to="admission.application"
                    ),
                ),
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
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
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
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["circle", "-opened_at"], name="ballot_circle")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="admission_ballot_label"),
                    models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="admission_ballot_state"),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="admission_ballot_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="admission_ballot_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="admission_ballot_has_an_audience",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("application",),
                        name="ballot_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("result", "")),
                            models.Q(("closed_at__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ballot_closed_with_a_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Urn",
            fields=[
                (
                    "ballot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="urn",
                        serialize=False,
                        to="admission.ballot",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        LockTable("admission_application"),
        LockTable("admission_ballot"),
        migrations.RunSQL(STEERED + APPLICATIONS + BALLOTS, UNDO),
    ]

"""Polls: seen with their item; who asks sees who answered what, others counts, unless names were promised."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids

POLLS = """
-- May the bound actor ask something of all who have this item? Its source may, and who steers the circle and has it.
CREATE FUNCTION kring.tends_polls(item uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM sharing_item i WHERE i.id = $1 AND i.state = 1
                   AND (kring.is_source_of(i.id) OR kring.steers(i.circle_id)))
$$;

ALTER TABLE sharing_poll ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_poll FORCE ROW LEVEL SECURITY;
-- Does the bound actor have this item, also without its being published? What is published is published alone: without what
-- its readers were asked, and what they saw.
CREATE FUNCTION kring.has_item(item uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.sharing_item i WHERE i.id = $1 AND i.state = 1
                   AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                                      false, kring.actor()))
$$;
CREATE POLICY follows_item ON sharing_poll FOR SELECT USING (kring.has_item(item_id));
CREATE POLICY asked_by_who_tends ON sharing_poll FOR INSERT
    WITH CHECK (kring.tends_polls(item_id) AND coalesce(person_id = (SELECT (kring.actor()).person), true));
CREATE POLICY tended ON sharing_poll FOR UPDATE USING (kring.tends_polls(item_id)) WITH CHECK (true);
-- What was promised before anybody answered stays: a poll is closed, and nothing else.
REVOKE UPDATE ON sharing_poll FROM kring_app;
GRANT UPDATE (closed_at) ON sharing_poll TO kring_app;
CREATE POLICY librarian ON sharing_poll TO kring_librarian USING (true);

ALTER TABLE sharing_pollanswer ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_pollanswer FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON sharing_pollanswer
    USING (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
           AND EXISTS (SELECT FROM sharing_poll p WHERE p.id = poll_id))
    WITH CHECK (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                AND person_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM sharing_poll p WHERE p.id = poll_id AND p.closed_at IS NULL));
CREATE POLICY who_tends ON sharing_pollanswer FOR SELECT
    USING (EXISTS (SELECT FROM sharing_poll p WHERE p.id = poll_id AND kring.tends_polls(p.item_id)));
CREATE POLICY with_names ON sharing_pollanswer FOR SELECT
    USING (EXISTS (SELECT FROM sharing_poll p WHERE p.id = poll_id AND p.named));
CREATE POLICY librarian ON sharing_pollanswer TO kring_librarian USING (true);

-- How many organisations gave each answer, for all who have the item; of those that still sit there. Of fewer than
-- `fewest` only how many they are, unless names were promised, or who asks.
CREATE FUNCTION kring.poll_counts(polls uuid[]) RETURNS TABLE (poll uuid, answer text, given bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.poll, CASE WHEN c.answered >= 5 OR c.open THEN c.kind END, count(*)
    FROM (
        SELECT p.id AS poll, a.kind::text AS kind, count(*) OVER (PARTITION BY p.id) AS answered,
               p.named OR kring.is_source(i.author_id, i.membership_id, kring.actor()) OR kring.steers(i.circle_id)
               OR EXISTS (SELECT FROM sharing_sealedsource s
                          WHERE s.item_id = i.id AND s.author_id = (kring.actor()).person) AS open
        FROM sharing_poll p JOIN sharing_item i ON i.id = p.item_id JOIN sharing_pollanswer a ON a.poll_id = p.id
        WHERE p.id = ANY (polls) AND i.state = 1
          AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                             false, kring.actor())
          AND EXISTS (SELECT FROM kring.seated s WHERE s.membership = a.membership_id AND NOT s.observer)
    ) c GROUP BY 1, 2
$$;
ALTER FUNCTION kring.poll_counts OWNER TO kring_librarian;

-- The organisations a poll asks, and the people of theirs who have the item. It says who, and nothing of what.
CREATE FUNCTION kring.asked_in_poll(poll uuid) RETURNS TABLE (membership uuid, person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seated AS (
        SELECT p.item_id, s.membership, s.person
        FROM sharing_poll p JOIN sharing_item i ON i.id = p.item_id AND i.state = 1
        JOIN kring.seated s ON s.circle = i.circle_id AND NOT s.observer
        JOIN people_person q ON q.id = s.person AND q.kind = 'person'
        WHERE p.id = $1
    )
    SELECT DISTINCT s.membership, s.person FROM seated s
    JOIN kring.readers_among((SELECT item_id FROM seated LIMIT 1), (SELECT array_agg(person) FROM seated)) r
      ON r.person = s.person
$$;
ALTER FUNCTION kring.asked_in_poll OWNER TO kring_librarian;

-- Those of them that were not heard, while the poll is open: for those who deliver.
CREATE FUNCTION kring.waited_for_in_poll(poll uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT a.person FROM kring.asked_in_poll($1) a
    WHERE EXISTS (SELECT FROM sharing_poll p
                  WHERE p.id = $1 AND p.closed_at IS NULL AND p.until > statement_timestamp())
      AND NOT EXISTS (SELECT FROM sharing_pollanswer g WHERE g.poll_id = $1 AND g.membership_id = a.membership)
$$;
ALTER FUNCTION kring.waited_for_in_poll OWNER TO kring_librarian;

-- The tombstone takes the questions and the answers with it, however the item came to its end.
CREATE FUNCTION kring.polls_end_with_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sharing_pollanswer WHERE poll_id IN (SELECT id FROM sharing_poll WHERE item_id = NEW.id);
    DELETE FROM sharing_poll WHERE item_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION kring.polls_end_with_item OWNER TO kring_librarian;
GRANT DELETE ON sharing_poll, sharing_pollanswer TO kring_librarian;
CREATE TRIGGER polls_end AFTER UPDATE OF state ON sharing_item FOR EACH ROW WHEN (NEW.state = 2)
    EXECUTE FUNCTION kring.polls_end_with_item();
"""

UNDO = """
DROP TRIGGER polls_end ON sharing_item; DROP FUNCTION kring.polls_end_with_item;
DROP FUNCTION kring.waited_for_in_poll; DROP FUNCTION kring.asked_in_poll; DROP FUNCTION kring.poll_counts;
DROP POLICY own ON sharing_pollanswer; DROP POLICY who_tends ON sharing_pollanswer;
DROP POLICY with_names ON sharing_pollanswer; DROP POLICY librarian ON sharing_pollanswer;
DROP POLICY follows_item ON sharing_poll; DROP POLICY asked_by_who_tends ON sharing_poll;
DROP POLICY tended ON sharing_poll; DROP POLICY librarian ON sharing_poll;
DROP FUNCTION kring.tends_polls; DROP FUNCTION kring.has_item;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0007_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Poll",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("patched", "Have you patched?"),
                            ("affected", "Are you affected?"),
                            ("free", "Another question"),
                        ],
                        default="patched",
                        max_length=10,
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=500)),
                ("named", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("until", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="polls", to="sharing.item"
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["item", "-asked_at"], name="poll_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)), fields=("item",), name="poll_one_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "free"), ("question", ""), _negated=True),
                        name="poll_asks_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollAnswer",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("yes", "Yes"),
                            ("in_progress", "In progress"),
                            ("planned", "Planned"),
                            ("not_applicable", "Not applicable"),
                            ("no", "No"),
                        ],
                        max_length=14,
                    ),
                ),
                ("planned_for", models.DateField(blank=True, null=True)),
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="sharing.poll"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("poll", "membership"), name="poll_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("planned_for__isnull", True), ("kind", "planned"), _connector="OR"),
                        name="poll_answer_day_when_planned",
                    ),
                ],
            },
        ),
        migrations.RunSQL(POLLS, UNDO),
    ]

"""Polls in a circle of a thousand: what holds for a whole poll is asked once, and most readers are known by their seat."""

from django.db import migrations

COUNTS = """
DROP FUNCTION kring.poll_counts;
CREATE FUNCTION kring.poll_counts(polls uuid[]) RETURNS TABLE (poll uuid, answer text, given bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seen AS MATERIALIZED (
        SELECT p.id,
               p.named OR kring.is_source(i.author_id, i.membership_id, kring.actor()) OR kring.steers(i.circle_id)
               OR EXISTS (SELECT FROM sharing_sealedsource s
                          WHERE s.item_id = i.id AND s.author_id = (kring.actor()).person) AS open
        FROM sharing_poll p JOIN sharing_item i ON i.id = p.item_id
        WHERE p.id = ANY (polls) AND i.state = 1
          AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                             false, kring.actor())
    ), counted AS (
        SELECT p.id, p.open, a.kind::text AS kind, count(*) AS given, sum(count(*)) OVER (PARTITION BY p.id) AS answered
        FROM seen p JOIN sharing_pollanswer a ON a.poll_id = p.id
        WHERE EXISTS (SELECT FROM kring.seated s WHERE s.membership = a.membership_id AND NOT s.observer)
        GROUP BY p.id, p.open, a.kind
    )
    SELECT c.id, CASE WHEN c.answered >= 5 OR c.open THEN c.kind END, sum(c.given)::bigint FROM counted c GROUP BY 1, 2
$$;
ALTER FUNCTION kring.poll_counts OWNER TO kring_librarian;
"""

# The keys that a seat gives say of most that they have the item. Only of the others the whole reach is worked out, which
# lets in who was named, or has it by another circle: more keys never shut anybody out.
ASKED = """
DROP FUNCTION kring.asked_in_poll;
CREATE FUNCTION kring.asked_in_poll(poll uuid) RETURNS TABLE (membership uuid, person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS MATERIALIZED (
        SELECT i.* FROM sharing_poll p JOIN sharing_item i ON i.id = p.item_id AND i.state = 1 WHERE p.id = $1
    ), seated AS MATERIALIZED (
        SELECT s.person, array_agg(DISTINCT s.membership) AS memberships
        FROM asked i JOIN kring.seated s ON s.circle = i.circle_id AND NOT s.observer
        JOIN people_person q ON q.id = s.person AND q.kind = 'person'
        GROUP BY s.person
    ), known AS MATERIALIZED (
        SELECT s.person, s.memberships,
               kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published,
                              ROW(s.person, s.memberships || ARRAY[s.person, i.circle_id], ARRAY[i.community], '{}', '{}',
                                  4, NULL)::kring.actor) AS reads
        FROM seated s, asked i
    )
    SELECT unnest(k.memberships), k.person FROM known k WHERE k.reads
    UNION ALL
    SELECT unnest(k.memberships), k.person FROM known k
    JOIN kring.readers_among((SELECT id FROM asked), (SELECT array_agg(o.person) FROM known o WHERE NOT o.reads)) r
      ON r.person = k.person
    WHERE NOT k.reads
$$;
ALTER FUNCTION kring.asked_in_poll OWNER TO kring_librarian;
"""

COUNTED_EACH = """
DROP FUNCTION kring.poll_counts;
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
"""

ASKED_EACH = """
DROP FUNCTION kring.asked_in_poll;
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
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0014_scope"), ("kernel", "0001_start")]

    operations = [migrations.RunSQL(COUNTS, COUNTED_EACH), migrations.RunSQL(ASKED, ASKED_EACH)]

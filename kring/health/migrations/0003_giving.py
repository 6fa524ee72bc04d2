"""Counts what members gave faster: of one's own members alone, or asking the lock once for all items that have the same."""

from django.db import migrations

FEEDBACK = """
DROP FUNCTION kring.feedback_given;

CREATE INDEX feedback_given ON sharing_feedback (at) INCLUDE (item_id, person_id) WHERE kind <> 'affected';

-- How often each member said something of what was shared, of what the bound actor may read: for the member itself. Who
-- steers learns it of all, when five or more did: of fewer one could guess who said what. "We are affected" does not count.
-- `members`: of these members of one's own alone, which is a hundredth of the work. Planned for the dates asked for: a plan
-- for any dates expects that little was said.
CREATE FUNCTION kring.feedback_given(circle uuid, since timestamptz, until timestamptz, members uuid[])
RETURNS TABLE (membership uuid, given bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    own uuid[] := (kring.actor()).keys;
BEGIN
    IF $4 <@ own OR NOT kring.steers($1) THEN
        RETURN QUERY
        SELECT d.membership, count(*)
        FROM (SELECT DISTINCT d.membership, d.person FROM kring.seated d
              WHERE d.circle = $1 AND d.membership = ANY (coalesce($4, own))
                AND d.membership = ANY (own)) d
        JOIN sharing_feedback f ON f.person_id = d.person AND f.kind <> 'affected' AND f.at >= $2 AND f.at < $3
        JOIN sharing_item i ON i.id = f.item_id AND i.circle_id = $1
            AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                               i.published, (SELECT kring.actor()))
        GROUP BY d.membership;
        RETURN;
    END IF;
    RETURN QUERY
    WITH seat AS MATERIALIZED (
        SELECT DISTINCT d.membership, d.person FROM kring.seated d WHERE d.circle = $1
    ), told AS MATERIALIZED (
        SELECT f.item_id, f.person_id FROM sharing_feedback f WHERE f.kind <> 'affected' AND f.at >= $2 AND f.at < $3
    ), item AS MATERIALIZED (
        SELECT i.id, i.community, i.label, i.state, i.audience, i.passed_to, i.published FROM sharing_item i
        WHERE i.circle_id = $1 AND i.id IN (SELECT t.item_id FROM told t)
    ), alike AS MATERIALIZED (  -- materialized, or the lock would be asked before they are put together
        SELECT i.community, i.label, i.state, i.audience, i.passed_to, i.published, array_agg(i.id) AS ids
        FROM item i GROUP BY i.community, i.label, i.state, i.audience, i.passed_to, i.published
    ), readable AS MATERIALIZED (  -- nobody is their author here, who would read more than others in drafts alone
        SELECT unnest(a.ids) AS id FROM alike a
        WHERE kring.may_read($1, a.community, a.label, a.state, NULL, a.audience, a.passed_to,
                             a.published, (SELECT kring.actor()))
    ), said AS MATERIALIZED (
        SELECT seat.membership, count(*) AS given
        FROM told JOIN readable ON readable.id = told.item_id JOIN seat ON seat.person = told.person_id
        GROUP BY seat.membership
    )
    SELECT s.membership, s.given FROM said s
    WHERE ($4 IS NULL OR s.membership = ANY ($4))
      AND (s.membership = ANY (own) OR (SELECT count(*) FROM said) >= 5);
END $$;
ALTER FUNCTION kring.feedback_given OWNER TO kring_librarian;
"""

HOURS = """
DROP FUNCTION kring.hours_given;

-- Hours that were written down, summed for each member: for the member itself, and for who steers.
CREATE FUNCTION kring.hours_given(circle uuid, since date, until date, members uuid[])
RETURNS TABLE (membership uuid, hours numeric)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY
    SELECT h.membership_id, sum(h.hours)
    FROM health_hours h JOIN circles_membership m ON m.id = h.membership_id
    WHERE m.circle_id = $1 AND h.day >= $2 AND h.day < $3
      AND ($4 IS NULL OR h.membership_id = ANY ($4))
      AND (m.id = ANY ((SELECT (kring.actor()).keys)::uuid[]) OR (SELECT kring.steers($1)))
    GROUP BY h.membership_id;
END $$;
ALTER FUNCTION kring.hours_given OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.feedback_given; DROP INDEX feedback_given; DROP FUNCTION kring.hours_given;

CREATE FUNCTION kring.feedback_given(circle uuid, since timestamptz, until timestamptz)
RETURNS TABLE (membership uuid, given bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seat AS MATERIALIZED (SELECT DISTINCT d.membership, d.person FROM kring.seated d WHERE d.circle = $1),
    told AS MATERIALIZED (
        SELECT f.item_id, f.person_id FROM sharing_feedback f WHERE f.kind <> 'affected' AND f.at >= $2 AND f.at < $3
    ),
    item AS MATERIALIZED (
        SELECT i.id FROM sharing_item i
        WHERE i.circle_id = $1 AND i.id IN (SELECT t.item_id FROM told t)
          AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                             i.published, (SELECT kring.actor()))
    ),
    said AS (
        SELECT seat.membership, count(*) AS given
        FROM told JOIN item ON item.id = told.item_id JOIN seat ON seat.person = told.person_id
        GROUP BY seat.membership
    )
    SELECT s.membership, s.given FROM said s
    WHERE s.membership = ANY ((kring.actor()).keys)
       OR (kring.steers($1) AND (SELECT count(*) FROM said) >= 5)
$$;
ALTER FUNCTION kring.feedback_given OWNER TO kring_librarian;

CREATE FUNCTION kring.hours_given(circle uuid, since date, until date) RETURNS TABLE (membership uuid, hours numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT h.membership_id, sum(h.hours)
    FROM health_hours h JOIN circles_membership m ON m.id = h.membership_id
    WHERE m.circle_id = $1 AND h.day >= $2 AND h.day < $3
      AND (m.id = ANY ((SELECT (kring.actor()).keys)::uuid[]) OR (SELECT kring.steers($1)))
    GROUP BY h.membership_id
$$;
ALTER FUNCTION kring.hours_given OWNER TO kring_librarian;
"""


class Migration(migrations.Migration):
    dependencies = [("health", "0002_lock"), ("sharing", "0012_trust")]

    operations = [migrations.RunSQL(FEEDBACK + HOURS, UNDO)]

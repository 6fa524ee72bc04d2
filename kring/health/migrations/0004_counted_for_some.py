"""Counts for who steers how often some members gave feedback, without counting it of all; asks once who reads wishes."""

from django.db import migrations

FEEDBACK = """
DROP FUNCTION kring.feedback_given;

-- How often each member said something of what was shared, of what the bound actor may read: for the member itself. Who
-- steers learns it of all, when five or more did: of fewer one could guess who said what. "We are affected" does not count.
-- `members`: of these alone, which is a hundredth of the work. Planned for the dates asked for: a plan for any dates
-- expects that little was said.
CREATE FUNCTION kring.feedback_given(circle uuid, since timestamptz, until timestamptz, members uuid[])
RETURNS TABLE (membership uuid, given bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    own uuid[] := (kring.actor()).keys;{names}
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
    END IF;{some}
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

NAMES = """
    givers uuid[];
    amounts bigint[];"""

SOME = """
    IF $4 IS NOT NULL THEN  -- when five of these said something, five of all did
        SELECT array_agg(s.membership), array_agg(s.given) INTO givers, amounts
        FROM (SELECT d.membership, count(*) AS given
              FROM (SELECT DISTINCT d.membership, d.person FROM kring.seated d
                    WHERE d.circle = $1 AND d.membership = ANY ($4)) d
              JOIN sharing_feedback f ON f.person_id = d.person AND f.kind <> 'affected' AND f.at >= $2 AND f.at < $3
              JOIN sharing_item i ON i.id = f.item_id AND i.circle_id = $1
                  AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                                     i.published, (SELECT kring.actor()))
              GROUP BY d.membership) s;
        IF cardinality(givers) >= 5 THEN
            RETURN QUERY SELECT * FROM unnest(givers, amounts);
            RETURN;
        END IF;
    END IF;"""

# The same as `kring.takes_part(circle_id)`, which the database would ask again for each of hundreds of wishes.
WISHES = """
ALTER POLICY seen_by_the_circle ON health_wish USING (
    (SELECT (kring.actor()).ceiling) >= 2 AND circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
    AND ((SELECT (kring.actor()).scope) IS NULL OR circle_id = ANY ((SELECT (kring.actor()).scope)::uuid[]))
)
"""


def feedback(names: str, some: str) -> str:
    """The function that counts feedback, with this part for some members."""
    return FEEDBACK.replace("{names}", names).replace("{some}", some)


class Migration(migrations.Migration):
    dependencies = [("health", "0003_giving")]

    operations = [
        migrations.RunSQL(feedback(NAMES, SOME), feedback("", "")),
        migrations.RunSQL(WISHES, "ALTER POLICY seen_by_the_circle ON health_wish USING (kring.takes_part(circle_id))"),
    ]

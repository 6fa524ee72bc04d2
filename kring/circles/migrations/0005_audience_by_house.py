"""Who reads something is said with the organisations they read it for, and found by the keys that open it."""

from importlib import import_module

from django.db import migrations

KEYS = import_module("kring.circles.migrations.0003_audience_of_keys")
GREENS = import_module("kring.circles.migrations.0004_audience_of_greens")

# Each key with the organisation for which one holds it: none for one's own, and none from another community.
HELD = """
CREATE OR REPLACE VIEW kring.held AS
          SELECT id AS person, id AS key, 'key' AS what, NULL::uuid AS organisation FROM people_person
          WHERE suspended_at IS NULL
UNION ALL SELECT person, circle, 'key', organisation FROM kring.seated WHERE NOT observer
UNION ALL SELECT person, membership, 'key', organisation FROM kring.seated WHERE NOT observer
UNION ALL SELECT person, kring.colleague_key(membership, person), 'colleague', organisation FROM kring.colleague
UNION ALL SELECT person, community, 'green', organisation FROM kring.seated
UNION ALL SELECT person, community, 'green', organisation FROM kring.colleague
UNION ALL SELECT s.person, b.source_id, 'bridged', NULL FROM kring.seated s JOIN circles_bridge b ON b.target_id = s.circle
          WHERE b.ceiling >= 1 AND b.since <= statement_timestamp() AND (b.until IS NULL OR b.until > statement_timestamp())
UNION ALL SELECT person, circle, 'chair', organisation FROM kring.seated WHERE role = 'chair' AND NOT observer;
"""

# A view loses no column: both are made anew.
HELD_BEFORE = """
DROP VIEW kring.reach;
DROP VIEW kring.held;
CREATE VIEW kring.held AS
          SELECT id AS person, id AS key, 'key' AS what FROM people_person WHERE suspended_at IS NULL
UNION ALL SELECT person, circle, 'key' FROM kring.seated WHERE NOT observer
UNION ALL SELECT person, membership, 'key' FROM kring.seated WHERE NOT observer
UNION ALL SELECT person, kring.colleague_key(membership, person), 'colleague' FROM kring.colleague
UNION ALL SELECT person, community, 'green' FROM kring.seated
UNION ALL SELECT person, community, 'green' FROM kring.colleague
UNION ALL SELECT s.person, b.source_id, 'bridged' FROM kring.seated s JOIN circles_bridge b ON b.target_id = s.circle
          WHERE b.ceiling >= 1 AND b.since <= statement_timestamp() AND (b.until IS NULL OR b.until > statement_timestamp())
UNION ALL SELECT person, circle, 'chair' FROM kring.seated WHERE role = 'chair' AND NOT observer;
CREATE VIEW kring.reach AS
SELECT person,
       coalesce(array_agg(DISTINCT key) FILTER (WHERE what IN ('key', 'colleague')), '{}') AS keys,
       coalesce(array_agg(DISTINCT key) FILTER (WHERE what = 'green'), '{}') AS greens,
       coalesce(array_agg(DISTINCT key) FILTER (WHERE what = 'bridged'), '{}') AS bridged,
       coalesce(array_agg(DISTINCT key) FILTER (WHERE what = 'chair'), '{}') AS chairs
FROM kring.held GROUP BY person;
GRANT SELECT ON kring.held, kring.reach TO kring_app, kring_librarian;
"""

# What was shared wider than RED opens with one key, so there the policy is asked which of the keys it looks at open it,
# and not about each of the thousands who hold them. RED takes two keys, and a draft its author: those are asked one by one.
AUDIENCE_BY_HOUSE = """
CREATE FUNCTION kring.audience_by_house(
    circle uuid, community uuid, label smallint, state smallint, author uuid,
    audience uuid[], passed_to uuid[], published boolean
) RETURNS TABLE (person uuid, organisation uuid) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    looked_at uuid[] := $6 || $7 || ARRAY[$1, $2, $5];
    opening uuid[];
    crossing uuid[];
BEGIN
    IF label = 0 THEN  -- everybody, also who is of no organisation here
        RETURN QUERY SELECT p.id, h.organisation FROM people_person p LEFT JOIN (
                SELECT g.person, g.organisation FROM kring.held g WHERE g.key = $2 AND g.what = 'green' GROUP BY 1, 2
            ) h ON h.person = p.id
            WHERE p.suspended_at IS NULL AND {may_read} ROW(p.id, '{}', '{}', '{}', '{}', 4, NULL)::kring.actor);
    ELSIF label = 1 AND state > 0 AND passed_to = '{}' THEN
        opening := ARRAY(SELECT key FROM unnest(looked_at) key
            WHERE {may_read} ROW(NULL, '{}', ARRAY[key], '{}', '{}', 3, NULL)::kring.actor));
        crossing := ARRAY(SELECT key FROM unnest(looked_at) key
            WHERE {may_read} ROW(NULL, '{}', '{}', ARRAY[key], '{}', 3, NULL)::kring.actor));
        RETURN QUERY SELECT h.person, h.organisation FROM kring.held h
            WHERE h.what = 'green' AND h.key = ANY (opening) OR h.what = 'bridged' AND h.key = ANY (crossing) GROUP BY 1, 2;
    ELSIF label IN (2, 3) AND state > 0 AND passed_to = '{}' THEN
        opening := ARRAY(SELECT key FROM unnest(looked_at) key
            WHERE {may_read} ROW(NULL, ARRAY[key], '{}', '{}', '{}', 3, NULL)::kring.actor));
        RETURN QUERY SELECT h.person, h.organisation FROM kring.held h
            WHERE h.what = 'key' AND h.key = ANY (opening) GROUP BY 1, 2;
    ELSIF label >= 2 AND passed_to = '{}' THEN
        RETURN QUERY SELECT DISTINCT w.person, house FROM (
            SELECT h.person, array_agg(h.organisation) AS houses FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what = 'key' GROUP BY h.person, p.kind
            HAVING {may_read} ROW(h.person, array_agg(h.key), '{}', '{}', '{}',
                CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor)
        ) w CROSS JOIN unnest(w.houses) house;
    ELSIF passed_to = '{}' THEN  -- no colleague's key to look for: those are worked out, so no index finds them
        RETURN QUERY SELECT DISTINCT w.person, house FROM (
            SELECT h.person, array_agg(h.organisation) AS houses FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what <> 'colleague' GROUP BY h.person, p.kind
            HAVING {may_read} {looked_at})
        ) w CROSS JOIN unnest(w.houses) house;
    ELSE
        RETURN QUERY SELECT DISTINCT w.person, house FROM (
            SELECT h.person, array_agg(h.organisation) AS houses FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) GROUP BY h.person, p.kind
            HAVING {may_read} {looked_at})
        ) w CROSS JOIN unnest(w.houses) house;
    END IF;
END $$;
"""

MAY_READ = "kring.may_read($1, $2, $3, $4, $5, $6, $7, $8,"

# Of what anybody may read nothing is looked up but who there is.
AUDIENCE_OF = """
CREATE OR REPLACE FUNCTION kring.audience_of(
    circle uuid, community uuid, label smallint, state smallint, author uuid,
    audience uuid[], passed_to uuid[], published boolean
) RETURNS TABLE (person uuid) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF label = 0 THEN
        RETURN QUERY SELECT p.id FROM people_person p
            WHERE p.suspended_at IS NULL AND {may_read} ROW(p.id, '{}', '{}', '{}', '{}', 4, NULL)::kring.actor);
    ELSE
        RETURN QUERY SELECT a.person FROM kring.audience_by_house($1, $2, $3, $4, $5, $6, $7, $8) a GROUP BY a.person;
    END IF;
END $$;
"""


def asking(function: str) -> str:
    """The function, with what it asks the policy written out."""
    return function.replace("{may_read}", MAY_READ).replace("{looked_at}", KEYS.LOOKED_AT)


class Migration(migrations.Migration):
    dependencies = [("circles", "0004_audience_of_greens")]

    operations = [
        migrations.RunSQL(HELD, HELD_BEFORE),
        migrations.RunSQL(asking(AUDIENCE_BY_HOUSE), "DROP FUNCTION kring.audience_by_house"),
        migrations.RunSQL(asking(AUDIENCE_OF), GREENS.audience_of(KEYS.BY_KEYS + GREENS.BY_GREENS)),
    ]

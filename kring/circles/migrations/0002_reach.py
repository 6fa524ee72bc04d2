"""Works out what an actor holds, from seats, memberships, colleagues and bridges as they are now."""

from django.db import migrations

PATH = """
-- Where a circle sits: from the outermost circle to itself. A circle inside another is of the same community.
CREATE FUNCTION kring.place_circle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE outer_circle circles_circle;
BEGIN
    IF NEW.parent_id IS NULL THEN
        NEW.path := ARRAY[NEW.id];
        RETURN NEW;
    END IF;
    SELECT * INTO STRICT outer_circle FROM circles_circle WHERE id = NEW.parent_id;
    IF outer_circle.community <> NEW.community THEN
        RAISE EXCEPTION 'a circle is of the community of the circle around it' USING ERRCODE = 'check_violation';
    END IF;
    NEW.path := outer_circle.path || NEW.id;
    RETURN NEW;
END $$;
CREATE TRIGGER place_circle BEFORE INSERT OR UPDATE OF parent_id, community, path ON circles_circle
    FOR EACH ROW EXECUTE FUNCTION kring.place_circle();
"""

# Who is shut out of a circle: a person suspended in it or in one around it, and everybody of an organisation whose
# membership there is suspended. Written out twice, since the planner makes joins of it only where it stands by itself.
NOT_SHUT_OUT = """
      NOT EXISTS (SELECT FROM circles_suspension x
                  WHERE x.person_id = p.id AND x.lifted_at IS NULL AND x.circle_id = ANY (c.path))
  AND NOT EXISTS (SELECT FROM circles_membership o
                  WHERE o.organisation_id = m.organisation_id AND o.state = 'suspended' AND o.circle_id = ANY (c.path))
"""

REACH = """
-- Seats in force at this moment. Somebody suspended, or without the second factor a circle asks for, has none.
CREATE VIEW kring.seated AS
SELECT s.id AS seat, s.person_id AS person, s.role, m.id AS membership, m.organisation_id AS organisation,
       c.id AS circle, c.community, (m.kind = 'observer' OR s.role = 'observer') AS observer
FROM circles_seat s
JOIN circles_membership m ON m.id = s.membership_id
JOIN circles_circle c ON c.id = m.circle_id
JOIN people_person p ON p.id = s.person_id
WHERE p.suspended_at IS NULL
  AND m.state = 'member' AND m.since <= statement_timestamp() AND (m.until IS NULL OR m.until > statement_timestamp())
  AND s.since <= statement_timestamp() AND (s.until IS NULL OR s.until > statement_timestamp())
  AND c.closed_at IS NULL AND {not_shut_out}
  AND (NOT c.second_factor OR p.kind = 'machine'
       OR EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = p.id AND a.type IN ('totp', 'webauthn')));

-- People of member organisations, seated or not.
CREATE VIEW kring.colleague AS
SELECT a.person_id AS person, m.id AS membership, m.organisation_id AS organisation, c.id AS circle, c.community
FROM circles_affiliation a
JOIN circles_membership m ON m.organisation_id = a.organisation_id
JOIN circles_circle c ON c.id = m.circle_id
JOIN people_person p ON p.id = a.person_id
WHERE p.suspended_at IS NULL
  AND m.state = 'member' AND m.since <= statement_timestamp() AND (m.until IS NULL OR m.until > statement_timestamp())
  AND a.since <= statement_timestamp() AND (a.until IS NULL OR a.until > statement_timestamp())
  AND c.closed_at IS NULL AND {not_shut_out};

-- One row a key. An observer holds the community's green and no key of the circle. What comes over a bridge is what
-- was shared in that very circle: an outermost circle has the id of its community, so the two are kept apart.
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

GRANT SELECT ON kring.seated, kring.colleague, kring.held, kring.reach TO kring_app, kring_librarian;

-- Binds an actor to the transaction. A person who is suspended or unknown, and a visitor, hold nothing.
CREATE FUNCTION kring.bind(who uuid, most smallint, only_circles uuid[], guest uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    held record;
BEGIN
    SELECT r.keys, r.greens, r.bridged, r.chairs,
           CASE WHEN p.kind = 'machine' THEN least(most, 3::smallint) ELSE most END AS ceiling
      INTO held
      FROM kring.reach r JOIN people_person p ON p.id = r.person WHERE r.person = who;
    PERFORM set_config('kring.bound', 'yes', true),
            set_config('kring.person', CASE WHEN held.keys IS NULL THEN '' ELSE who::text END, true),
            set_config('kring.keys',
                (coalesce(held.keys, '{}') || CASE WHEN guest IS NULL THEN '{}' ELSE ARRAY[guest] END)::text, true),
            set_config('kring.greens', coalesce(held.greens, '{}')::text, true),
            set_config('kring.bridged', coalesce(held.bridged, '{}')::text, true),
            set_config('kring.chairs', coalesce(held.chairs, '{}')::text, true),
            set_config('kring.ceiling', coalesce(held.ceiling, most)::text, true),
            set_config('kring.scope', coalesce(only_circles::text, ''), true);
END $$;

-- Planned once a connection: the plan takes ten times as long to make as to run.
ALTER FUNCTION kring.bind SET plan_cache_mode = force_generic_plan;

-- Who may read a row with this lock, now. The same policy, asked for everybody who holds one of the keys it looks at,
-- with these keys alone: the others cannot change its answer.
CREATE FUNCTION kring.audience_of(
    circle uuid, community uuid, label smallint, state smallint, author uuid,
    audience uuid[], passed_to uuid[], published boolean
) RETURNS TABLE (person uuid) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
DECLARE
    looked_at uuid[] := audience_of.audience || passed_to || ARRAY[audience_of.circle, audience_of.community, author];
BEGIN
    IF label = 0 THEN  -- everybody
        RETURN QUERY SELECT p.id FROM people_person p WHERE p.suspended_at IS NULL
            AND kring.may_read(audience_of.circle, audience_of.community, label, state, author, audience_of.audience,
                passed_to, published, ROW(p.id, '{}', '{}', '{}', '{}', 4, NULL)::kring.actor);
    ELSIF passed_to = '{}' THEN  -- no colleague's key to look for: those are worked out, so no index finds them
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what <> 'colleague' GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, {looked_at});
    ELSE
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, {looked_at});
    END IF;
END $$;
ALTER FUNCTION kring.audience_of SET plan_cache_mode = force_generic_plan;
"""

# The part of an actor that `audience_of` looks at.
LOOKED_AT = """ROW(
                    h.person,
                    array_agg(h.key) FILTER (WHERE h.what IN ('key', 'colleague')),
                    array_agg(h.key) FILTER (WHERE h.what = 'green'),
                    array_agg(h.key) FILTER (WHERE h.what = 'bridged'),
                    '{}', CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor"""

CHAIRS = """
CREATE POLICY chair ON kernel_fact FOR SELECT USING (
    circle = ANY ((SELECT (kring.actor()).chairs)::uuid[]) AND item IS NULL AND NOT kept_from_chair
);
"""


class Migration(migrations.Migration):
    dependencies = [("circles", "0001_start"), ("kernel", "0001_start"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [
        migrations.RunSQL(PATH, "DROP TRIGGER place_circle ON circles_circle; DROP FUNCTION kring.place_circle"),
        migrations.RunSQL(
            REACH.replace("{not_shut_out}", NOT_SHUT_OUT.strip()).replace("{looked_at}", LOOKED_AT),
            """
            DROP FUNCTION kring.audience_of; DROP FUNCTION kring.bind; DROP VIEW kring.reach; DROP VIEW kring.held;
            DROP VIEW kring.colleague; DROP VIEW kring.seated;
            """,
        ),
        migrations.RunSQL(CHAIRS, "DROP POLICY chair ON kernel_fact"),
    ]

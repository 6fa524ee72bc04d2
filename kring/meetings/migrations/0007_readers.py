"""Who hears of what was written, and of what moves in a room, worked out from the keys that count there alone."""

from django.db import migrations

REACH_AT = """
-- What people hold of the keys at stake, as actors. Their whole reach has dozens of keys each, gathered and put in order;
-- to say who reads one thing, no other key makes a difference. In plpgsql, which keeps the plan: making it takes longest.
CREATE FUNCTION kring.reach_at(people uuid[], at_stake uuid[]) RETURNS SETOF kring.actor
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY
    SELECT p.id,
           coalesce(array_agg(h.key) FILTER (WHERE h.what IN ('key', 'colleague')), '{}'),
           coalesce(array_agg(h.key) FILTER (WHERE h.what = 'green'), '{}'),
           coalesce(array_agg(h.key) FILTER (WHERE h.what = 'bridged'), '{}'),
           '{}'::uuid[], CASE p.kind WHEN 'machine' THEN 3 ELSE 4 END::smallint, NULL::uuid[]
    FROM public.people_person p
    LEFT JOIN kring.held h ON h.person = p.id AND h.key = ANY (at_stake) AND h.what <> 'chair'
    WHERE p.id = ANY (people) AND p.suspended_at IS NULL
    GROUP BY p.id;
END $$;

-- Who can be in a room: who is invited, who goes for them, and who steers.
CREATE FUNCTION kring.in_room(meeting uuid, circle uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT unnest(ARRAY[i.person_id, i.deputy_id]) FROM public.meetings_invitee i WHERE i.meeting_id = $1
                 UNION SELECT s.person FROM kring.seated s
                 WHERE s.circle = $2 AND s.role IN ('chair', 'secretary') AND NOT s.observer)
$$;
"""

READERS = """
DROP FUNCTION kring.update_readers;
CREATE FUNCTION kring.update_readers(update uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    a meetings_agendaitem;
    m meetings_meeting;
BEGIN
    SELECT s.* INTO a FROM meetings_agendaitem s JOIN meetings_noteupdate u ON u.note_id = s.id
    WHERE u.id = update AND s.state = 1;
    SELECT * INTO m FROM meetings_meeting s WHERE s.id = a.meeting_id AND s.state = 1;
    RETURN QUERY
    SELECT who.person FROM kring.reach_at(
        kring.in_room(m.id, m.circle_id),
        a.audience || a.passed_to || m.audience || m.passed_to || m.circle_id || m.community) who
    WHERE kring.may_read(a.circle_id, a.community, a.label, a.state, a.author_id, a.audience, a.passed_to, a.published, who)
      AND kring.may_read(m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to, m.published, who);
END $$;
ALTER FUNCTION kring.update_readers OWNER TO kring_librarian;

DROP FUNCTION kring.meeting_readers;
CREATE FUNCTION kring.meeting_readers(meeting uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    m meetings_meeting;
BEGIN
    SELECT * INTO m FROM meetings_meeting s WHERE s.id = meeting;
    RETURN QUERY
    SELECT r.person FROM kring.reach_at(
        kring.in_room(m.id, m.circle_id), m.audience || m.passed_to || m.circle_id || m.community) r
    WHERE kring.may_read(m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to, m.published,
        ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, 4, NULL)::kring.actor);
END $$;
ALTER FUNCTION kring.meeting_readers OWNER TO kring_librarian;
"""

BEFORE = """
DROP FUNCTION kring.meeting_readers;
CREATE FUNCTION kring.meeting_readers(meeting uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT p.person
    FROM meetings_meeting m
    CROSS JOIN LATERAL (
        SELECT unnest(ARRAY[i.person_id, i.deputy_id]) AS person FROM meetings_invitee i WHERE i.meeting_id = m.id
        UNION SELECT s.person FROM kring.seated s
        WHERE s.circle = m.circle_id AND s.role IN ('chair', 'secretary') AND NOT s.observer) p
    JOIN kring.reach r ON r.person = p.person
    WHERE m.id = $1 AND kring.may_read(m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to,
        m.published, ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, 4, NULL)::kring.actor)
$$;
ALTER FUNCTION kring.meeting_readers OWNER TO kring_librarian;
DROP FUNCTION kring.update_readers;
CREATE FUNCTION kring.update_readers(update uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    a meetings_agendaitem;
    m meetings_meeting;
BEGIN
    SELECT s.* INTO a FROM meetings_agendaitem s JOIN meetings_noteupdate u ON u.note_id = s.id
    WHERE u.id = update AND s.state = 1;
    SELECT * INTO m FROM meetings_meeting s WHERE s.id = a.meeting_id AND s.state = 1;
    IF m.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT r.person FROM (SELECT h.*, CASE WHEN p.kind = ''machine'' THEN 3 ELSE 4 END AS most
                FROM kring.reach h JOIN people_person p ON p.id = h.person
                WHERE h.person IN (SELECT unnest(ARRAY[i.person_id, i.deputy_id]) FROM meetings_invitee i WHERE i.meeting_id = $1
                                   UNION SELECT s.person FROM kring.seated s
                                   WHERE s.circle = $2 AND s.role IN (''chair'', ''secretary'') AND NOT s.observer)) r
            CROSS JOIN LATERAL (SELECT ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, r.most, NULL)::kring.actor AS who) w
            WHERE kring.may_read($2, $3, $4, $5, $6, $7, $8, $9, w.who)
              AND kring.may_read($2, $3, $10, $11, $12, $13, $14, $15, w.who)'
            USING m.id, a.circle_id, a.community, a.label, a.state, a.author_id, a.audience, a.passed_to, a.published,
                m.label, m.state, m.author_id, m.audience, m.passed_to, m.published;
    END IF;
END $$;
ALTER FUNCTION kring.update_readers OWNER TO kring_librarian;
DROP FUNCTION kring.in_room; DROP FUNCTION kring.reach_at;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_by_itself")]

    operations = [migrations.RunSQL(REACH_AT + READERS, BEFORE)]

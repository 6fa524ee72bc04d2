"""Who sees what came of a meeting, and who writes it: notes, minutes and registers follow their point on the agenda."""

from django.db import migrations

STEERED = "circle_id = ANY ((SELECT kring.steered())::uuid[])"
INVITED = "meeting_id = ANY ((SELECT kring.invited_to())::uuid[])"
MEETING = "EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id AND m.circle_id = {table}.circle_id)"
ITEM = "EXISTS (SELECT FROM meetings_agendaitem a WHERE a.id = item_id AND a.circle_id = {table}.circle_id AND a.state < 2)"

LOCK = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
"""
UNLOCK = """
DROP POLICY librarian ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
SEEN = "CREATE POLICY {name} ON {table} FOR SELECT USING ({seen});"
KEPT = "CREATE POLICY kept_by_who_steers ON {table} USING ({kept}) WITH CHECK ({kept});"

# May the bound actor write at this point: is the room open, and do they steer, present it, hold a pen, or all write?
WRITES = """
CREATE FUNCTION kring.writes_notes(item uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM public.meetings_agendaitem a
        JOIN public.meetings_room r ON r.meeting_id = a.meeting_id AND r.closed_at IS NULL
        CROSS JOIN kring.actor() who
        WHERE a.id = $1 AND a.state < 2 AND who.person IS NOT NULL
          AND (a.circle_id = ANY ((SELECT kring.steered())::uuid[]) OR who.person = a.presenter_id
               OR who.person = ANY (r.pens) OR r.everybody_writes))
$$;
"""

NOTES = """
CREATE POLICY seen_with_its_point ON meetings_note FOR SELECT USING (
    EXISTS (SELECT FROM meetings_agendaitem a WHERE a.id = item_id AND a.state < 2
            AND (a.meeting_id = ANY ((SELECT kring.invited_to())::uuid[])
                 OR a.circle_id = ANY ((SELECT kring.steered())::uuid[]))));
CREATE POLICY begun_by_who_writes ON meetings_note FOR INSERT WITH CHECK (kring.writes_notes(item_id));
CREATE POLICY changed_by_who_writes ON meetings_note FOR UPDATE USING (kring.writes_notes(item_id));

CREATE POLICY seen_with_its_note ON meetings_noteupdate FOR SELECT USING (
    EXISTS (SELECT FROM meetings_note n WHERE n.item_id = note_id));
CREATE POLICY made_by_who_writes ON meetings_noteupdate FOR INSERT WITH CHECK (kring.writes_notes(note_id));
CREATE POLICY forgotten_by_who_writes ON meetings_noteupdate FOR DELETE USING (kring.writes_notes(note_id));

-- Whoever writes, the open pages of the others hear of it when it is kept: which note and which update, never what.
CREATE FUNCTION kring.tell_of_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('kring_live', json_build_array('noted', NEW.note_id, a.circle_id, NEW.id)::text)
    FROM public.meetings_agendaitem a WHERE a.id = NEW.note_id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON meetings_noteupdate FOR EACH ROW EXECUTE FUNCTION kring.tell_of_note();

-- Who of those invited, and of who steers, may see what was written at a point: for those who deliver.
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

-- And who of them may see the meeting: its open pages show who came and where it is.
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
CREATE FUNCTION kring.minutes_readers(minutes uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.person FROM meetings_minutes m CROSS JOIN LATERAL kring.meeting_readers(m.meeting_id) r WHERE m.id = $1
$$;
ALTER FUNCTION kring.minutes_readers OWNER TO kring_librarian;
"""

ROOM = """
-- The open pages of a meeting hear that something moved: who came, what is spoken of or will be, whose turn it is.
CREATE FUNCTION kring.tell_of_room() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE which uuid;
BEGIN
    IF TG_TABLE_NAME = 'meetings_spell' THEN
        SELECT a.meeting_id INTO which FROM public.meetings_agendaitem a WHERE a.id = NEW.item_id;
    ELSE
        which := NEW.meeting_id;
    END IF;
    PERFORM pg_notify('kring_live', json_build_array('met', which, NEW.circle_id, which)::text);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON meetings_room FOR EACH ROW EXECUTE FUNCTION kring.tell_of_room();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON meetings_spell FOR EACH ROW EXECUTE FUNCTION kring.tell_of_room();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON meetings_turn FOR EACH ROW EXECUTE FUNCTION kring.tell_of_room();
CREATE TRIGGER told AFTER INSERT OR UPDATE OF title, position, label, audience ON meetings_agendaitem
    FOR EACH ROW EXECUTE FUNCTION kring.tell_of_room();
CREATE TRIGGER told AFTER UPDATE OF attendance, left_at ON meetings_invitee
    FOR EACH ROW EXECUTE FUNCTION kring.tell_of_room();

-- A deputy ticks in as who sent them.
CREATE POLICY by_their_deputy ON meetings_invitee FOR UPDATE
    USING (deputy_id = (SELECT (kring.actor()).person) AND meeting_id = ANY ((SELECT kring.invited_to())::uuid[]))
    WITH CHECK (deputy_id = (SELECT (kring.actor()).person));
"""

FIXED = """
-- Approved minutes stay as they are. A correction is a new version.
CREATE FUNCTION kring.keep_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_which uuid;
BEGIN
    IF TG_TABLE_NAME = 'meetings_minutes' THEN
        IF OLD.approved_at IS NOT NULL THEN
            RAISE EXCEPTION 'approved minutes cannot be changed' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        of_which := CASE WHEN TG_OP = 'DELETE' THEN OLD.minutes_id ELSE NEW.minutes_id END;
        IF EXISTS (SELECT FROM public.meetings_minutes m WHERE m.id = of_which AND m.approved_at IS NOT NULL)
           OR TG_OP = 'UPDATE' AND OLD.minutes_id <> NEW.minutes_id THEN
            RAISE EXCEPTION 'approved minutes cannot be changed' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON meetings_minutes FOR EACH ROW EXECUTE FUNCTION kring.keep_minutes();
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON meetings_section
    FOR EACH ROW EXECUTE FUNCTION kring.keep_minutes();
CREATE TRIGGER kept BEFORE INSERT OR UPDATE OR DELETE ON meetings_attendee
    FOR EACH ROW EXECUTE FUNCTION kring.keep_minutes();
"""

REMARKS = """
CREATE POLICY seen_with_its_section ON meetings_remark FOR SELECT USING (
    EXISTS (SELECT FROM meetings_section s WHERE s.id = section_id));
CREATE POLICY made_by_its_author ON meetings_remark FOR INSERT WITH CHECK (
    author_id = (SELECT (kring.actor()).person)
    AND EXISTS (SELECT FROM meetings_section s JOIN meetings_minutes m ON m.id = s.minutes_id
                WHERE s.id = section_id AND m.approved_at IS NULL));
"""

OWNERS = """
CREATE POLICY kept_up_by_its_owner ON meetings_outcome FOR UPDATE
    USING (owner_id = (SELECT (kring.actor()).person) AND {item})
    WITH CHECK (owner_id = (SELECT (kring.actor()).person));
"""

REMINDERS = """
-- Whose owner may have to be reminded by a day: for the job that then reads each row as its owner.
CREATE FUNCTION kring.outcomes_to_remind(by date) RETURNS TABLE (outcome uuid, owner uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id, o.owner_id FROM meetings_outcome o
    WHERE o.due <= by AND o.standing IN ('open', 'in_force', 'kept') AND o.owner_id IS NOT NULL AND o.asked < 2
$$;
ALTER FUNCTION kring.outcomes_to_remind OWNER TO kring_librarian;
"""

VERDICTS = """
GRANT INSERT, UPDATE ON meetings_verdicts TO kring_librarian;
CREATE POLICY counted ON meetings_verdicts FOR INSERT TO kring_librarian WITH CHECK (true);
CREATE POLICY counted_on ON meetings_verdicts FOR UPDATE TO kring_librarian USING (true);

-- One who was there answers, once. Says whether it was counted.
CREATE FUNCTION kring.give_verdict(meeting uuid, useful boolean, heard boolean, better text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    who uuid := (kring.actor()).person;
    counted integer;
BEGIN
    IF NOT EXISTS (SELECT FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id
                   WHERE i.meeting_id = meeting AND m.stage = 'held'
                     AND (i.person_id = who AND i.attendance IN ('present', 'online')
                          OR i.deputy_id = who AND i.attendance = 'deputy')) THEN
        RETURN false;
    END IF;
    INSERT INTO meetings_verdicts AS v (meeting_id, given, useful, heard, better)
    VALUES (meeting, ARRAY[who], useful::integer, heard::integer, array_remove(ARRAY[better], ''))
    ON CONFLICT (meeting_id) DO UPDATE SET
        given = ARRAY(SELECT unnest(v.given || who) ORDER BY 1),
        useful = v.useful + excluded.useful,
        heard = v.heard + excluded.heard,
        better = ARRAY(SELECT unnest(v.better || excluded.better) ORDER BY 1)
    WHERE who <> ALL (v.given);
    GET DIAGNOSTICS counted = ROW_COUNT;
    RETURN counted > 0;
END $$;
ALTER FUNCTION kring.give_verdict OWNER TO kring_librarian;

-- What those who were there said, from five answers on; how many answered, always.
CREATE FUNCTION kring.verdicts(meeting uuid)
RETURNS TABLE (answered integer, own boolean, useful integer, heard integer, better text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT cardinality(v.given), (kring.actor()).person = ANY (v.given),
           CASE WHEN cardinality(v.given) >= 5 THEN v.useful END,
           CASE WHEN cardinality(v.given) >= 5 THEN v.heard END,
           CASE WHEN cardinality(v.given) >= 5 THEN v.better END
    FROM meetings_verdicts v JOIN meetings_meeting m ON m.id = v.meeting_id
    WHERE v.meeting_id = $1
      AND (v.meeting_id = ANY ((SELECT kring.invited_to())::uuid[])
           OR m.circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]))
      AND kring.may_read(m.circle_id, m.community, m.label, m.state, m.author_id, m.audience, m.passed_to,
                         m.published, kring.actor())
$$;
ALTER FUNCTION kring.verdicts OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.outcomes_to_remind; DROP FUNCTION kring.verdicts; DROP FUNCTION kring.give_verdict;
DROP POLICY counted ON meetings_verdicts; DROP POLICY counted_on ON meetings_verdicts;
DROP POLICY kept_up_by_its_owner ON meetings_outcome;
DROP POLICY seen_with_its_section ON meetings_remark; DROP POLICY made_by_its_author ON meetings_remark;
DROP TRIGGER kept ON meetings_minutes; DROP TRIGGER kept ON meetings_section; DROP TRIGGER kept ON meetings_attendee;
DROP FUNCTION kring.keep_minutes;
DROP POLICY by_their_deputy ON meetings_invitee;
DROP TRIGGER told ON meetings_room; DROP TRIGGER told ON meetings_spell; DROP TRIGGER told ON meetings_turn;
DROP TRIGGER told ON meetings_invitee; DROP TRIGGER told ON meetings_agendaitem; DROP FUNCTION kring.tell_of_room;
DROP FUNCTION kring.minutes_readers; DROP FUNCTION kring.meeting_readers; DROP FUNCTION kring.update_readers;
DROP TRIGGER told ON meetings_noteupdate; DROP FUNCTION kring.tell_of_note;
DROP POLICY seen_with_its_note ON meetings_noteupdate; DROP POLICY made_by_who_writes ON meetings_noteupdate;
DROP POLICY forgotten_by_who_writes ON meetings_noteupdate;
DROP POLICY seen_with_its_point ON meetings_note; DROP POLICY begun_by_who_writes ON meetings_note;
DROP POLICY changed_by_who_writes ON meetings_note;
DROP FUNCTION kring.writes_notes;
"""


def locked(table: str, *, seen: tuple[str, str] | None = None, kept: str = "") -> migrations.RunSQL:
    """Default deny; who sees it, and what must hold for who steers to keep it."""
    steps, back = [LOCK.format(table=table)], [UNLOCK.format(table=table)]
    if seen:
        name, condition = seen
        steps.append(SEEN.format(name=name, table=table, seen=condition.format(table=table)))
        back.insert(0, f"DROP POLICY {name} ON {table};")
    if kept:
        steps.append(KEPT.format(table=table, kept=f"{STEERED} AND {kept.format(table=table)}"))
        back.insert(0, f"DROP POLICY kept_by_who_steers ON {table};")
    return migrations.RunSQL("".join(steps), "".join(back))


READ_OVER = f"{MEETING} AND (approved_at IS NOT NULL OR {INVITED})"
IN_MINUTES = "EXISTS (SELECT FROM meetings_minutes m WHERE m.id = minutes_id AND m.circle_id = {table}.circle_id)"
THERE = f"{IN_MINUTES} AND ({INVITED} OR circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[]))"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_room")]

    operations = [
        locked("meetings_room", seen=("seen_by_the_invited", INVITED), kept=MEETING),
        locked("meetings_spell", seen=("seen_with_its_point", ITEM), kept=ITEM),
        locked("meetings_turn", seen=("seen_by_the_invited", INVITED), kept=MEETING),
        locked("meetings_note"),
        locked("meetings_noteupdate"),
        locked("meetings_minutes", seen=("seen_with_its_meeting", READ_OVER), kept=MEETING),
        locked(
            "meetings_section",
            seen=("seen_with_its_point", f"{IN_MINUTES} AND {ITEM}"),
            kept=f"{IN_MINUTES} AND {ITEM}",
        ),
        locked("meetings_attendee", seen=("seen_by_the_circle", THERE), kept=IN_MINUTES),
        locked("meetings_remark"),
        locked("meetings_outcome", seen=("seen_with_its_point", ITEM), kept=ITEM),
        locked("meetings_verdicts"),
        migrations.RunSQL(
            WRITES
            + NOTES
            + ROOM
            + FIXED
            + REMARKS
            + REMINDERS
            + OWNERS.format(item=ITEM.format(table="meetings_outcome"))
            + VERDICTS,
            UNDO,
        ),
    ]

"""What meetings do by themselves: look back, ask again, ask how it was; and guests who hear, answer and tick in."""

from django.db import migrations, models

ASKED = """
-- Whom one asks how a meeting was: who was there and may see it, by the meeting or by one invitation.
CREATE FUNCTION kring.asked_how_it_was(about uuid, since timestamptz)
RETURNS TABLE (invitee uuid, person uuid, meeting uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, w.person, m.id
    FROM meetings_invitee i
    JOIN meetings_meeting m ON m.id = i.meeting_id AND m.stage = 'held' AND m.state = 1 AND m.ends_at > since
    CROSS JOIN LATERAL (SELECT CASE i.attendance WHEN 'deputy' THEN i.deputy_id ELSE i.person_id END AS person) w
    WHERE about IN (i.id, i.meeting_id) AND i.attendance IN ('present', 'online', 'deputy')
      AND w.person IN (SELECT r.person FROM kring.meeting_readers(m.id) r)
$$;
ALTER FUNCTION kring.asked_how_it_was OWNER TO kring_librarian;
"""

UNANSWERED = """
-- Who is invited to a meeting, may see it and has not said whether they come: for those who deliver.
CREATE FUNCTION kring.unanswered(meeting uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.person_id FROM meetings_invitee i
    WHERE i.meeting_id = $1 AND i.reply = 'none' AND i.person_id IN (SELECT r.person FROM kring.invited($1) r)
$$;
ALTER FUNCTION kring.unanswered OWNER TO kring_librarian;
"""

GUESTS = """
-- Guests, by their meeting or one by their invitation: with the key to read as, and of the meeting what a calendar must
-- be told even when it is not theirs any more. For those who deliver, and for what a calendar answers.
CREATE FUNCTION kring.guests(about uuid)
RETURNS TABLE (invitee uuid, key uuid, ceiling smallint, meeting uuid, starts_at timestamptz, ends_at timestamptz,
               sequence integer, zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.key, i.ceiling, m.id, m.starts_at, m.ends_at, m.sequence, m.zone
    FROM meetings_invitee i JOIN meetings_meeting m ON m.id = i.meeting_id AND m.state = 1
    WHERE i.person_id IS NULL AND about IN (i.id, i.meeting_id)
$$;
ALTER FUNCTION kring.guests OWNER TO kring_librarian;

-- A guest sees and answers the invitation whose key they hold, and ticks in by it.
CREATE POLICY own_as_guest ON meetings_invitee FOR SELECT
    USING (person_id IS NULL AND key = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY said_by_the_guest ON meetings_invitee FOR UPDATE
    USING (person_id IS NULL AND withdrawn_at IS NULL AND key = ANY ((SELECT (kring.actor()).keys)::uuid[])
           AND EXISTS (SELECT FROM meetings_meeting m WHERE m.id = meeting_id))
    WITH CHECK (person_id IS NULL AND withdrawn_at IS NULL AND key = ANY ((SELECT (kring.actor()).keys)::uuid[]));
"""

UNDO = """
DROP POLICY said_by_the_guest ON meetings_invitee; DROP POLICY own_as_guest ON meetings_invitee;
DROP FUNCTION kring.guests; DROP FUNCTION kring.unanswered; DROP FUNCTION kring.asked_how_it_was;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_room_lock")]

    operations = [
        migrations.AddField("agendaitem", "looks_back", models.BooleanField(default=False)),
        migrations.AddField("meeting", "asked_again_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("meeting", "asked_again", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("invitee", "language", models.CharField(default="en", max_length=5)),
        migrations.AddField("invitee", "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(ASKED + UNANSWERED + GUESTS, UNDO),
    ]

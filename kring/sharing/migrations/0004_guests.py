"""What a client's link opens: one item, as long as everybody who let it through still could."""

from django.db import migrations

GUESTS = """
-- The key behind a client's link, while it opens something: not expired, the client not gone, the item not taken
-- back, and who gave it still reads the item and still sits for the organisation whose client it is.
CREATE FUNCTION kring.guest_key(passing uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.key
    FROM sharing_onward o
    JOIN sharing_item i ON i.id = o.item_id AND i.state = 1 AND o.key = ANY (i.passed_to)
    JOIN circles_client c ON c.id = o.client_id AND c.ended_at IS NULL
    JOIN kring.reach r ON r.person = o.by_id
    WHERE o.id = passing AND o.state = 'done' AND o.expires_at > statement_timestamp()
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published,
                         ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, 4, NULL)::kring.actor)
      AND EXISTS (SELECT FROM kring.seated s
                  WHERE s.person = o.by_id AND s.organisation = c.organisation_id AND NOT s.observer)
$$;
ALTER FUNCTION kring.guest_key OWNER TO kring_librarian;

-- The client opened it. True the first time: a guest may change nothing, so the librarian notes it.
CREATE FUNCTION kring.note_guest(passing uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE sharing_onward SET opened_at = statement_timestamp()
    WHERE id = passing AND opened_at IS NULL AND kring.guest_key(passing) IS NOT NULL;
    RETURN FOUND;
END $$;
ALTER FUNCTION kring.note_guest OWNER TO kring_librarian;
CREATE POLICY librarian_notes_guests ON sharing_onward FOR UPDATE TO kring_librarian USING (true) WITH CHECK (true);
GRANT UPDATE (opened_at) ON sharing_onward TO kring_librarian;

-- A reply carries the keys of its item, a client's among them. Its thread is not for them.
CREATE POLICY threads_are_for_accounts ON sharing_reply AS RESTRICTIVE FOR SELECT TO kring_app
    USING ((SELECT (kring.actor()).person) IS NOT NULL);
"""

UNDO = """
DROP POLICY threads_are_for_accounts ON sharing_reply;
REVOKE UPDATE (opened_at) ON sharing_onward FROM kring_librarian;
DROP POLICY librarian_notes_guests ON sharing_onward;
DROP FUNCTION kring.note_guest; DROP FUNCTION kring.guest_key;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_told")]

    operations = [migrations.RunSQL(GUESTS, UNDO)]

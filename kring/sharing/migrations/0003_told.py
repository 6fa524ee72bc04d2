"""Who of some people may read something now, for those who send it a window at a time; and how mails fared."""

from django.db import migrations

AMONG = """
-- The same as kring.readers and kring.reply_readers, asked for a few: it has to be quick, since it is asked again
-- right before every hundred mails.
CREATE FUNCTION kring.readers_among(item uuid, people uuid[]) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i sharing_item;
BEGIN
    SELECT * INTO i FROM sharing_item s WHERE s.id = item AND s.state > 0;
    IF i.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT r.person FROM kring.reach r JOIN people_person p ON p.id = r.person
            WHERE r.person = ANY ($9) AND kring.may_read($1, $2, $3, $4, $5, $6, $7, $8,
                ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, CASE WHEN p.kind = ''machine'' THEN 3 ELSE 4 END, NULL)::kring.actor)'
            USING i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published, people;
    END IF;
END $$;
CREATE FUNCTION kring.reply_readers_among(reply uuid, people uuid[]) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t sharing_reply;
BEGIN
    SELECT * INTO t FROM sharing_reply s WHERE s.id = reply AND s.state = 1
        AND EXISTS (SELECT FROM sharing_item i WHERE i.id = s.item_id AND i.state = 1);
    IF t.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT r.person FROM kring.reach r JOIN people_person p ON p.id = r.person
            JOIN kring.readers_among($10, $9) k ON k.person = r.person
            WHERE r.person = ANY ($9) AND kring.may_read($1, $2, $3, $4, $5, $6, $7, $8,
                ROW(r.person, r.keys, r.greens, r.bridged, r.chairs, CASE WHEN p.kind = ''machine'' THEN 3 ELSE 4 END, NULL)::kring.actor)'
            USING t.circle_id, t.community, t.label, t.state, t.author_id, t.audience, t.passed_to, t.published, people,
                t.item_id;
    END IF;
END $$;
-- Who may read an urgent item and has not said so, for the reminder to them. Its author does not wait; who shared via
-- the secretariat does like everybody else, for who does not would be known for it.
CREATE FUNCTION kring.waiting_for(item uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.person FROM kring.readers(item) k
    WHERE NOT EXISTS (SELECT FROM sharing_item i WHERE i.id = item AND i.author_id = k.person)
      AND NOT EXISTS (SELECT FROM sharing_reading r
                      WHERE r.item_id = item AND r.person_id = k.person AND r.acknowledged_at IS NOT NULL)
$$;
ALTER FUNCTION kring.waiting_for OWNER TO kring_librarian;
ALTER FUNCTION kring.readers_among OWNER TO kring_librarian;
ALTER FUNCTION kring.reply_readers_among OWNER TO kring_librarian;
"""

# The source of an item sees whom mails about it reached. Not so for replies: those are for fewer people at times.
# Those who send see every row anyway; for them the dear question is not asked.
FARED = """
CREATE POLICY source ON notices_delivery FOR SELECT USING (
    CASE WHEN current_setting('kring.postman', true) = 'yes' THEN false
         ELSE kind = 'item' AND kring.is_source_of(item) END
);
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_lock"), ("notices", "0002_lock")]

    operations = [
        migrations.RunSQL(
            AMONG,
            "DROP FUNCTION kring.waiting_for; DROP FUNCTION kring.readers_among; DROP FUNCTION kring.reply_readers_among",
        ),
        migrations.RunSQL(FARED, "DROP POLICY source ON notices_delivery"),
    ]

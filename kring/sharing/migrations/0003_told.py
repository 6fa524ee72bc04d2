"""Who of some people may read something now, for those who send it a window at a time; and how mails fared."""

from django.db import migrations

AMONG = """
-- The same as kring.readers and kring.reply_readers, asked for a few: it has to be quick, since it is asked again
-- right before every hundred mails.
CREATE FUNCTION kring.readers_among(item uuid, people uuid[]) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.person
    FROM kring.reach r
    JOIN people_person p ON p.id = r.person
    JOIN sharing_item i ON i.id = item AND i.state > 0
    WHERE r.person = ANY (people)
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published,
            ROW(r.person, r.keys, r.greens, r.chairs, CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor)
$$;
CREATE FUNCTION kring.reply_readers_among(reply uuid, people uuid[]) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.person
    FROM kring.reach r
    JOIN people_person p ON p.id = r.person
    JOIN sharing_reply t ON t.id = reply AND t.state = 1
    JOIN sharing_item i ON i.id = t.item_id AND i.state = 1
    CROSS JOIN LATERAL (SELECT ROW(r.person, r.keys, r.greens, r.chairs,
        CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor AS actor) a
    WHERE r.person = ANY (people)
      AND kring.may_read(t.circle_id, t.community, t.label, t.state, t.author_id, t.audience, t.passed_to, t.published,
            a.actor)
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published,
            a.actor)
$$;
ALTER FUNCTION kring.readers_among OWNER TO kring_librarian;
ALTER FUNCTION kring.reply_readers_among OWNER TO kring_librarian;
"""

# The source of an item sees whom mails about it reached. Not so for replies: those are for fewer people at times.
FARED = """
CREATE POLICY source ON notices_delivery FOR SELECT USING (kind = 'item' AND kring.is_source_of(item));
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_lock"), ("notices", "0002_lock")]

    operations = [
        migrations.RunSQL(AMONG, "DROP FUNCTION kring.readers_among; DROP FUNCTION kring.reply_readers_among"),
        migrations.RunSQL(FARED, "DROP POLICY source ON notices_delivery"),
    ]

"""Puts the lock on what machines exchange, and lets newer versions take the place of older ones."""

from django.db import migrations

from kring.kernel.lock import LockTable

SETTLE = """
-- After objects were added (later than a moment) or removed (by identifier): which versions are the latest, for whom.
-- Says whether that changed anything added before. A version gives way to a newer one, or the same under a wider label,
-- that all its own readers may read; where only some of them may, it is forked. The librarian does this: who adds a
-- version need not be the source of the one before.
CREATE FUNCTION kring.settle(place uuid, since bigint, removed text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE older integer;
BEGIN
    WITH touched AS (
        SELECT n.stix_id FROM exchange_object n WHERE n.circle_id = place AND n.added > since
        UNION SELECT unnest(removed)
    ), versions AS (
        SELECT o.* FROM touched t JOIN exchange_object o ON o.circle_id = place AND o.stix_id = t.stix_id
        WHERE o.state = 1
    ), judged AS (
        SELECT o.added, count(n.added) > 0 AS has_newer,
               coalesce(bool_or(n.label <= o.label AND (n.label <= 1 OR n.circle_id = ANY (n.audience)
                                OR n.audience @> o.audience)), false) AS gives_way
        FROM versions o LEFT JOIN versions n
          ON n.stix_id = o.stix_id AND (n.version > o.version OR (n.version = o.version AND n.label < o.label))
        GROUP BY o.added
    ), settled AS (
        UPDATE exchange_object o SET is_latest = NOT j.gives_way, is_forked = j.has_newer AND NOT j.gives_way
        FROM judged j WHERE o.circle_id = place AND o.added = j.added
          AND (o.is_latest, o.is_forked) IS DISTINCT FROM (NOT j.gives_way, j.has_newer AND NOT j.gives_way)
        RETURNING o.added
    )
    SELECT count(*) INTO older FROM settled WHERE added <= since;
    RETURN older > 0;
END $$;
ALTER FUNCTION kring.settle OWNER TO kring_librarian;
CREATE POLICY librarian_settles ON exchange_object FOR UPDATE TO kring_librarian USING (true) WITH CHECK (true);
GRANT UPDATE (is_latest, is_forked) ON exchange_object TO kring_librarian;
"""

FOUND_BY = """
-- The latest objects with one of these marks that whoever is bound may read, newest first: below a policy the index on
-- marks cannot be used. The librarian asks the policy itself.
CREATE FUNCTION kring.found_by(wanted text[], most integer) RETURNS TABLE (circle_id uuid, added bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE who kring.actor := kring.actor();
BEGIN
    RETURN QUERY SELECT o.circle_id, o.added FROM exchange_object o
        WHERE o.marks && wanted AND o.state = 1 AND o.is_latest
          AND kring.may_read(o.circle_id, o.community, o.label, o.state, o.author_id, o.audience, o.passed_to,
                             o.published, who)
        ORDER BY o.added DESC LIMIT most;
END $$;
ALTER FUNCTION kring.found_by OWNER TO kring_librarian;
"""

RECEIPTS = """
ALTER TABLE exchange_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_receipt FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON exchange_receipt USING (person_id = (SELECT (kring.actor()).person));
CREATE POLICY librarian ON exchange_receipt FOR SELECT TO kring_librarian USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_start"), ("sharing", "0007_rounds")]

    operations = [
        LockTable("exchange_object"),
        migrations.RunSQL(SETTLE, migrations.RunSQL.noop),
        migrations.RunSQL(FOUND_BY, migrations.RunSQL.noop),
        migrations.RunSQL(RECEIPTS, migrations.RunSQL.noop),
    ]

"""Puts the lock on what machines exchange, and lets newer versions take the place of older ones."""

from django.db import migrations

from kring.kernel.lock import LockTable

SETTLE = """
-- After objects with these identifiers were added (later than a moment) or removed: which versions are the latest, for
-- whom. Says whether that changed anything added before. A version gives way to a newer one, or the same under a wider
-- label, that all its own readers may read; where only some of them may, it is forked. The librarian does this: who
-- adds a version need not be the source of the one before. Each call has a plan of its own: for one object or ten
-- thousand, in a store that may have been empty when the connection was made.
CREATE FUNCTION kring.settle(place uuid, since bigint, touched text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE older integer;
BEGIN
    WITH versions AS (  -- most objects have one version, which is the latest already
        SELECT * FROM (
            SELECT o.added, o.stix_id, o.version, o.label, o.audience,
                   o.is_latest AND NOT o.is_forked AND count(*) OVER (PARTITION BY o.stix_id) = 1 AS is_settled
            FROM (SELECT DISTINCT unnest(touched) AS stix_id) t
            JOIN exchange_object o ON o.circle_id = place AND o.stix_id = t.stix_id AND o.state = 1
        ) v WHERE NOT is_settled
    ), judged AS (  -- against the table again, which has an index, however many they are
        SELECT o.added, count(n.added) > 0 AS has_newer,
               coalesce(bool_or(n.label <= o.label AND (n.label <= 1 OR n.circle_id = ANY (n.audience)
                                OR n.audience @> o.audience)), false) AS gives_way
        FROM versions o LEFT JOIN exchange_object n
          ON n.circle_id = place AND n.stix_id = o.stix_id AND n.state = 1
         AND (n.version > o.version OR (n.version = o.version AND n.label < o.label))
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
        migrations.RunSQL(RECEIPTS, migrations.RunSQL.noop),
    ]

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
    WITH unsettled AS (  -- most objects have one version, which is the latest already
        SELECT o.stix_id FROM (SELECT DISTINCT unnest(touched) AS stix_id) t
        JOIN exchange_object o ON o.circle_id = place AND o.stix_id = t.stix_id AND o.state = 1
        GROUP BY o.stix_id HAVING count(*) > 1 OR NOT bool_and(o.is_latest AND NOT o.is_forked)
    ), versions AS (
        SELECT o.added, o.stix_id, o.version, o.label, o.audience
        FROM unsettled u JOIN exchange_object o ON o.circle_id = place AND o.stix_id = u.stix_id AND o.state = 1
    ), newest AS (  -- for each audience: there are few, however many versions
        SELECT stix_id, label, audience, max(version) AS version FROM versions GROUP BY stix_id, label, audience
    ), judged AS (
        SELECT o.added, count(n.version) > 0 AS has_newer,
               coalesce(bool_or(n.label <= o.label AND (n.label <= 1 OR place = ANY (n.audience)
                                OR n.audience @> o.audience)), false) AS gives_way
        FROM versions o LEFT JOIN newest n
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

ITEMS = """
-- What was written of an item has that item's lock, from the very statement on that changes it. What was rewritten,
-- taken back or got another label, which stands in its words too, says nothing to machines from then on, until it is
-- written anew: only its name stays.
CREATE FUNCTION kring.objects_follow_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE exchange_object SET label = NEW.label, author_id = NEW.author_id, membership_id = NEW.membership_id,
        audience = NEW.audience, passed_to = NEW.passed_to,
        published = NEW.published AND type NOT IN ('note', 'opinion', 'sighting')  -- what readers said is for readers
    WHERE circle_id = NEW.circle_id AND item_id = NEW.id AND state = 1 AND NOT is_revoked
      AND NEW.state = 1 AND NEW.label <= 3;
    UPDATE exchange_object SET state = 2, marks = '{}',
        body = convert_to(json_build_object('created', convert_from(body, 'UTF8')::json ->> 'created')::text, 'UTF8')
    WHERE circle_id = NEW.circle_id AND item_id = NEW.id AND state = 1 AND NOT is_revoked
      AND (NEW.state <> 1 OR NEW.label <> OLD.label OR NEW.version <> OLD.version);
    UPDATE exchange_store SET turn = turn + 1, keys = ARRAY(
        SELECT DISTINCT key FROM unnest(keys || NEW.audience || NEW.passed_to) AS key)
    WHERE circle_id = NEW.circle_id
      AND EXISTS (SELECT FROM exchange_object WHERE circle_id = NEW.circle_id AND item_id = NEW.id);
    RETURN NULL;
END $$;
ALTER FUNCTION kring.objects_follow_item OWNER TO kring_librarian;
CREATE TRIGGER objects_follow AFTER UPDATE OF label, state, version, author_id, membership_id, audience, passed_to, published
    ON sharing_item FOR EACH ROW EXECUTE FUNCTION kring.objects_follow_item();

-- Adds what was written of an item, under the item's lock, in the place of what was written before; organisations, which are no secret in their own community,
-- under GREEN. Says whether it could: a circle without a store has no machines to tell, RED goes to none, and when the
-- item was changed since it was read, whoever wrote it up is too late: somebody else is on the way.
CREATE FUNCTION kring.write_up(
    of_item uuid, of_version integer, of_label smallint,
    ids text[], types text[], versions bigint[], bodies bytea[], marks text[], moment bigint
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    i sharing_item;
    place exchange_store;
    newest bigint;
BEGIN
    SELECT * INTO i FROM sharing_item
        WHERE id = of_item AND state = 1 AND label <= 3 AND version = of_version AND label = of_label FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    SELECT * INTO place FROM exchange_store WHERE circle_id = i.circle_id FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    newest := greatest(place.last, moment);
    INSERT INTO exchange_object (circle_id, added, stix_id, type, version, spec_version, is_latest, is_forked, is_revoked,
        body, marks, item_id, community, label, state, author_id, membership_id, audience, passed_to, published)
    SELECT i.circle_id, newest + new.n, new.stix_id, new.type, new.version, '2.1', true, false, false, new.body,
        string_to_array(new.marks, E'\n'), CASE WHEN own THEN i.id END, i.community,
        CASE WHEN own THEN i.label ELSE 1 END, 1, CASE WHEN own THEN i.author_id END,
        CASE WHEN own THEN i.membership_id END, CASE WHEN own THEN i.audience ELSE '{}' END,
        CASE WHEN own THEN i.passed_to ELSE '{}' END,
        own AND i.published AND new.type NOT IN ('note', 'opinion', 'sighting')
    FROM unnest(ids, types, versions, bodies, marks) WITH ORDINALITY AS new (stix_id, type, version, body, marks, n)
    CROSS JOIN LATERAL (SELECT new.type <> 'identity' AS own) whose
    ON CONFLICT DO NOTHING;
    DELETE FROM exchange_object WHERE circle_id = i.circle_id AND item_id = i.id AND stix_id = ANY (ids)
        AND added <= place.last AND NOT is_revoked;
    UPDATE exchange_store SET last = newest + cardinality(ids), turn = turn + 1 + CASE WHEN kring.settle(i.circle_id, place.last, ids) THEN 1 ELSE 0 END,
        keys = ARRAY(SELECT DISTINCT key FROM unnest(keys || i.audience || i.passed_to) AS key)
    WHERE circle_id = i.circle_id;
    RETURN true;
END $$;
ALTER FUNCTION kring.write_up OWNER TO kring_librarian;

-- What there is of an item, and whether it says the same as what would be written now: no word of it comes out.
CREATE FUNCTION kring.written_of(of_item uuid, ids text[], bodies bytea[])
RETURNS TABLE (stix_id text, type text, label smallint, created text, is_alive boolean, is_same boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (o.stix_id) o.stix_id, o.type, o.label, convert_from(o.body, 'UTF8')::json ->> 'created',
           o.state = 1, o.state = 1 AND coalesce(convert_from(o.body, 'UTF8')::jsonb - 'modified'
                                    = convert_from(new.body, 'UTF8')::jsonb - 'modified', false)
    FROM exchange_object o JOIN sharing_item i ON i.circle_id = o.circle_id AND i.id = o.item_id
    LEFT JOIN unnest(ids, bodies) AS new (stix_id, body) ON new.stix_id = o.stix_id
    WHERE o.item_id = of_item AND NOT o.is_revoked ORDER BY o.stix_id, o.version DESC, o.added DESC
$$;
ALTER FUNCTION kring.written_of OWNER TO kring_librarian;

-- What is left of objects that were taken back, for those who could read them; the objects themselves are gone for good.
CREATE FUNCTION kring.write_off(of_item uuid, ids text[], versions bigint[], bodies bytea[], moment bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place exchange_store;
    newest bigint;
BEGIN
    SELECT s.* INTO place FROM exchange_store s JOIN sharing_item i ON i.circle_id = s.circle_id
        WHERE i.id = of_item FOR UPDATE OF s;
    newest := greatest(place.last, moment);
    INSERT INTO exchange_object (circle_id, added, stix_id, type, version, spec_version, is_latest, is_forked, is_revoked,
        body, marks, item_id, community, label, state, author_id, membership_id, audience, passed_to, published)
    SELECT DISTINCT ON (new.stix_id) o.circle_id, newest + new.n, o.stix_id, o.type, new.version, '2.1', true, false, true,
        new.body, '{}', of_item, o.community, o.label, 1, o.author_id, o.membership_id, o.audience, o.passed_to, o.published
    FROM unnest(ids, versions, bodies) WITH ORDINALITY AS new (stix_id, version, body, n)
    JOIN exchange_object o ON o.circle_id = place.circle_id AND o.item_id = of_item AND o.stix_id = new.stix_id
    ORDER BY new.stix_id, o.version DESC
    ON CONFLICT DO NOTHING;
    DELETE FROM exchange_object WHERE circle_id = place.circle_id AND item_id = of_item AND NOT is_revoked
        AND stix_id = ANY (ids);
    UPDATE exchange_store SET last = newest + cardinality(ids), turn = turn + 1 WHERE circle_id = place.circle_id;
    PERFORM kring.settle(place.circle_id, place.last, ids);
END $$;
ALTER FUNCTION kring.write_off OWNER TO kring_librarian;

-- The items of a circle of which machines could be told: their numbers alone.
CREATE FUNCTION kring.to_write_up(place uuid) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(id ORDER BY shared_at), '{}') FROM sharing_item
    WHERE circle_id = place AND state = 1 AND label <= 3
$$;
ALTER FUNCTION kring.to_write_up OWNER TO kring_librarian;

CREATE POLICY librarian_writes ON exchange_object FOR INSERT TO kring_librarian WITH CHECK (true);
CREATE POLICY librarian_removes ON exchange_object FOR DELETE TO kring_librarian USING (item_id IS NOT NULL);
GRANT INSERT, DELETE ON exchange_object TO kring_librarian;
GRANT UPDATE (body, marks, label, state, author_id, membership_id, audience, passed_to, published) ON exchange_object TO kring_librarian;
GRANT SELECT, UPDATE ON exchange_store TO kring_librarian;
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
        migrations.RunSQL(ITEMS, migrations.RunSQL.noop),
        migrations.RunSQL(RECEIPTS, migrations.RunSQL.noop),
    ]

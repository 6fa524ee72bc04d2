"""Puts the lock on everything members share, and the few doors in it that the librarian keeps."""

from django.db import migrations

from kring.kernel.lock import FollowParent, LockTable

SEALED = """
ALTER TABLE sharing_sealedsource ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_sealedsource FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON sharing_sealedsource USING (author_id = (SELECT (kring.actor()).person));
CREATE POLICY librarian ON sharing_sealedsource FOR SELECT TO kring_librarian USING (true);

-- Shared via the secretariat, an item names no author; its author stays its source.
CREATE POLICY changed_by_its_sealed_source ON sharing_item FOR UPDATE
    USING (via_secretariat AND EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = sharing_item.id))
    WITH CHECK (true);

-- Is the bound actor the source of this item? False for an item that the actor may not see.
CREATE FUNCTION kring.is_source_of(item uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sharing_item i WHERE i.id = item
                   AND (kring.is_source(i.author_id, i.membership_id, kring.actor())
                        OR (i.via_secretariat AND EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = i.id))));
END $$;
"""

# Rows about an item that one person makes: seen by that person and, where said, by the item's source.
PERSONAL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} USING ({by} = (SELECT (kring.actor()).person))
    WITH CHECK ({by} = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM sharing_item i WHERE i.id = item_id AND i.state = 1));
CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
"""
SEEN_BY_SOURCE = "CREATE POLICY source ON {table} FOR SELECT USING (kring.is_source_of(item_id));"
CHANGED_BY_SOURCE = "CREATE POLICY decided ON {table} FOR UPDATE USING (kring.is_source_of(item_id)) WITH CHECK (true);"

ONWARD = """
CREATE POLICY received ON sharing_onward FOR SELECT USING (key = ANY ((SELECT (kring.actor()).keys)::uuid[]));

-- Adds what was passed on to the item's keys. Whoever reads an item may not change it, so the librarian does this:
-- only for a row of the trail of passing on that is the actor's own (or that the source allows) and done.
CREATE FUNCTION kring.let_through(passing uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE o sharing_onward; i sharing_item; who kring.actor := kring.actor();
BEGIN
    SELECT * INTO o FROM sharing_onward WHERE id = passing AND state = 'done';
    SELECT * INTO i FROM sharing_item WHERE id = o.item_id AND state = 1 FOR UPDATE;
    IF i.id IS NULL OR NOT kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience,
                                          i.passed_to, i.published, who)
       OR NOT (o.by_id = who.person OR kring.is_source(i.author_id, i.membership_id, who)
               OR EXISTS (SELECT FROM sharing_sealedsource s WHERE s.item_id = i.id AND s.author_id = who.person)) THEN
        RAISE EXCEPTION 'not yours to pass on' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE sharing_item SET passed_to = array_append(passed_to, o.key) WHERE id = i.id AND NOT o.key = ANY (passed_to);
END $$;
ALTER FUNCTION kring.let_through OWNER TO kring_librarian;
CREATE POLICY librarian_lets_through ON sharing_item FOR UPDATE TO kring_librarian USING (true) WITH CHECK (true);
GRANT UPDATE (passed_to) ON sharing_item TO kring_librarian;
"""

READERS = """
-- Who may read an item or a reply now: for those who deliver. It says who, and nothing of what. Planned anew each
-- time: with the values of the row known it takes milliseconds, without them seconds.
CREATE FUNCTION kring.readers(item uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i sharing_item;
BEGIN
    SELECT * INTO i FROM sharing_item s WHERE s.id = item AND s.state > 0;
    IF i.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT a.person FROM kring.audience_of($1, $2, $3, $4, $5, $6, $7, $8) a'
            USING i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published;
    END IF;
END $$;
-- To whom its arrival is news. Anybody may read what is CLEAR; it is news for those whom it would reach as GREEN.
CREATE FUNCTION kring.reached(item uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i sharing_item;
BEGIN
    SELECT * INTO i FROM sharing_item s WHERE s.id = item AND s.state > 0;
    IF i.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT a.person FROM kring.audience_of($1, $2, $3, $4, $5, $6, $7, $8) a'
            USING i.circle_id, i.community, greatest(i.label, 1::smallint), i.state, i.author_id, i.audience,
                i.passed_to, i.published;
    END IF;
END $$;
CREATE FUNCTION kring.reply_readers(reply uuid) RETURNS TABLE (person uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r sharing_reply;
BEGIN
    SELECT * INTO r FROM sharing_reply t WHERE t.id = reply AND t.state = 1
        AND EXISTS (SELECT FROM sharing_item i WHERE i.id = t.item_id AND i.state = 1);
    IF r.id IS NOT NULL THEN
        RETURN QUERY EXECUTE 'SELECT a.person FROM kring.audience_of($1, $2, $3, $4, $5, $6, $7, $8) a
                              INTERSECT SELECT k.person FROM kring.readers($9) k'
            USING r.circle_id, r.community, r.label, r.state, r.author_id, r.audience, r.passed_to, r.published, r.item_id;
    END IF;
END $$;
ALTER FUNCTION kring.readers OWNER TO kring_librarian;
ALTER FUNCTION kring.reached OWNER TO kring_librarian;
ALTER FUNCTION kring.reply_readers OWNER TO kring_librarian;

-- Feedback as its givers allow: everybody in the audience gets counts, but "affected", notes and names are the
-- source's, and a name only where it was allowed. What is published is published without it.
CREATE FUNCTION kring.feedback_counts(items uuid[]) RETURNS TABLE (item uuid, kind text, givers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.item_id, f.kind::text, count(*)
    FROM sharing_feedback f JOIN sharing_item i ON i.id = f.item_id
    WHERE f.item_id = ANY (items)
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                         false, kring.actor())
      AND (f.kind <> 'affected' OR kring.is_source(i.author_id, i.membership_id, kring.actor())
           OR EXISTS (SELECT FROM sharing_sealedsource s
                      WHERE s.item_id = i.id AND s.author_id = (kring.actor()).person))
    GROUP BY f.item_id, f.kind
$$;
CREATE FUNCTION kring.feedback_of(about uuid)
RETURNS TABLE (id uuid, kind text, note text, person uuid, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id, f.kind::text, f.note::text, CASE WHEN f.named THEN f.person_id END, f.at
    FROM sharing_feedback f JOIN sharing_item i ON i.id = f.item_id
    WHERE f.item_id = about
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                         false, kring.actor())
      AND (kring.is_source(i.author_id, i.membership_id, kring.actor())
           OR EXISTS (SELECT FROM sharing_sealedsource s
                      WHERE s.item_id = i.id AND s.author_id = (kring.actor()).person))
    ORDER BY f.at
$$;
ALTER FUNCTION kring.feedback_counts OWNER TO kring_librarian;
ALTER FUNCTION kring.feedback_of OWNER TO kring_librarian;
"""

MENTIONS = """
-- Replies that mention the bound person. The librarian looks, since below a policy the index on mentions would not be
-- used; which of them the person may read is asked again where they are read.
CREATE FUNCTION kring.mentions(since timestamptz) RETURNS TABLE (reply uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id FROM sharing_reply r
    WHERE r.mentions @> ARRAY[(kring.actor()).person] AND r.at > since ORDER BY r.at DESC LIMIT 100
$$;
ALTER FUNCTION kring.mentions OWNER TO kring_librarian;
"""

TAGGED = """
-- The items with a tag that the bound actor may read, of one circle or of all that comes to them. NULL when they are
-- many: a list then finds its page sooner by walking. The librarian looks, since `@>` is not leakproof, so that below
-- a policy no index on tags would be used; it applies the very same policy function itself.
CREATE FUNCTION kring.tagged(wanted text, place uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who kring.actor := kring.actor();
    plan json;
    many constant integer := 3000;
BEGIN
    IF who IS NULL THEN RETURN '{}'; END IF;
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM sharing_item i WHERE i.tags @> ARRAY[' || quote_literal(wanted) || ']::varchar[]'
       INTO plan;
    IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric > many THEN RETURN NULL; END IF;
    RETURN ARRAY(
        SELECT i.id FROM sharing_item i
        WHERE i.tags @> ARRAY[wanted]::varchar[] AND i.state > 0
          AND CASE WHEN place IS NULL
              THEN i.circle_id = ANY (who.keys) OR i.passed_to && who.keys
                OR i.label <= 1 AND (i.community = ANY (who.greens) OR i.circle_id = ANY (who.bridged))
              ELSE i.circle_id = place END
          AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                             i.published, who));
END $$;
ALTER FUNCTION kring.tagged OWNER TO kring_librarian;
"""

SEARCH_WORDS = """
CREATE FUNCTION kring.both(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Places are kept for the words as they stand; stems go in without, which keeps the index half as large.
    SELECT to_tsvector('pg_catalog.simple', words) || strip(to_tsvector('pg_catalog.dutch', words))
        || strip(to_tsvector('pg_catalog.english', words))
$$;
CREATE FUNCTION kring.item_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Both languages, whatever the text is in: people mix them, and so do searches.
    NEW.words := setweight(kring.both(NEW.title), 'A')
        || setweight(to_tsvector('pg_catalog.simple', array_to_string(NEW.tags, ' ')), 'A')
        || setweight(kring.both(NEW.what), 'B')
        || setweight(kring.both(NEW.so_what || ' ' || NEW.do_what), 'C');
    RETURN NEW;
END $$;
CREATE TRIGGER words BEFORE INSERT OR UPDATE OF title, what, so_what, do_what, tags ON sharing_item
    FOR EACH ROW EXECUTE FUNCTION kring.item_words();
CREATE FUNCTION kring.reply_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := setweight(kring.both(NEW.body), 'C');
    RETURN NEW;
END $$;
CREATE TRIGGER words BEFORE INSERT OR UPDATE OF body ON sharing_reply
    FOR EACH ROW EXECUTE FUNCTION kring.reply_words();
CREATE FUNCTION kring.attachment_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A tsvector holds at most a megabyte; the first 120,000 characters are searched.
    NEW.words := setweight(to_tsvector('pg_catalog.simple', NEW.name), 'B')
        || setweight(kring.both(left(NEW.text, 120000)), 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER words BEFORE INSERT OR UPDATE OF name, text ON sharing_attachment
    FOR EACH ROW EXECUTE FUNCTION kring.attachment_words();
"""

SEARCH = """
-- Finds items, replies and attachments that the bound actor may read. It runs as the librarian because `@@` is not
-- leakproof, so that below a policy no index on words would be used; it applies the very same policy function itself.
-- Rare words come out of the index on words. For common ones it walks the actor's own places, newest first, and stops.
CREATE FUNCTION kring.search(query tsquery, most integer)
RETURNS TABLE (item uuid, place text, hit uuid, rank real, at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    who kring.actor := kring.actor();
    plan json;
    common constant integer := 3000;
    item_ok constant text := 'kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience,'
        ' i.passed_to, i.published, $2)';
    reply_ok constant text := 'kring.may_read(r.circle_id, r.community, r.label, r.state, r.author_id, r.audience,'
        ' r.passed_to, r.published, $2)';
BEGIN
    IF who IS NULL OR numnode(query) = 0 THEN RETURN; END IF;
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM sharing_item i WHERE i.words @@ ' || quote_literal(query::text) || '::tsquery'
       INTO plan;
    IF (plan -> 0 -> 'Plan' ->> 'Plan Rows')::numeric <= common THEN
        RETURN QUERY EXECUTE '
            SELECT f.id, ''item'', f.id, ts_rank(w.words, $1), f.shared_at FROM (
                SELECT i.id, i.shared_at FROM sharing_item i
                WHERE i.words @@ $1 AND i.state = 1 AND ' || item_ok || ' ORDER BY i.shared_at DESC LIMIT $3) f
            JOIN sharing_item w ON w.id = f.id'
            USING query, who, most;
    ELSE
        RETURN QUERY EXECUTE '
            SELECT f.id, ''item'', f.id, ts_rank(w.words, $1), f.shared_at FROM (
                SELECT DISTINCT near.id, near.shared_at FROM (
                    SELECT i.* FROM unnest($2.keys) key CROSS JOIN LATERAL (
                        SELECT i.id, i.shared_at FROM sharing_item i
                        WHERE i.circle_id = key AND i.state > 0 AND i.state = 1 AND i.words @@ $1 AND ' || item_ok || '
                        ORDER BY i.shared_at DESC LIMIT $3) i
                    UNION ALL
                    SELECT i.* FROM unnest($2.greens) green CROSS JOIN LATERAL (
                        SELECT i.id, i.shared_at FROM sharing_item i
                        WHERE i.community = green AND i.state > 0 AND i.label <= 1 AND i.state = 1 AND i.words @@ $1
                          AND ' || item_ok || ' ORDER BY i.shared_at DESC LIMIT $3) i
                    UNION ALL
                    SELECT i.* FROM unnest($2.bridged) source CROSS JOIN LATERAL (
                        SELECT i.id, i.shared_at FROM sharing_item i
                        WHERE i.circle_id = source AND i.state > 0 AND i.label <= 1 AND i.state = 1 AND i.words @@ $1
                          AND ' || item_ok || ' ORDER BY i.shared_at DESC LIMIT $3) i
                    UNION ALL
                    SELECT i.id, i.shared_at FROM sharing_item i
                    WHERE i.passed_to <> ''{}'' AND i.passed_to && $2.keys AND i.state = 1 AND i.words @@ $1
                      AND ' || item_ok || '
                ) near ORDER BY near.shared_at DESC LIMIT $3
            ) f JOIN sharing_item w ON w.id = f.id'
            USING query, who, most;
    END IF;
    RETURN QUERY EXECUTE '
        SELECT r.item_id, ''reply'', r.id, ts_rank(r.words, $1) * 0.8::real, r.at
        FROM sharing_reply r JOIN sharing_item i ON i.id = r.item_id
        WHERE r.words @@ $1 AND r.state = 1 AND i.state = 1 AND ' || reply_ok || ' AND ' || item_ok || '
        ORDER BY r.at DESC LIMIT $3' USING query, who, most;
    RETURN QUERY EXECUTE '
        SELECT i.id, ''attachment'', a.id, ts_rank(a.words, $1) * 0.6::real, a.at
        FROM sharing_attachment a JOIN sharing_item i ON i.id = a.item_id
        WHERE a.words @@ $1 AND i.state = 1 AND ' || item_ok || ' ORDER BY a.at DESC LIMIT $3' USING query, who, most;
    RETURN QUERY EXECUTE '
        SELECT r.item_id, ''attachment'', a.id, ts_rank(a.words, $1) * 0.5::real, a.at
        FROM sharing_attachment a JOIN sharing_reply r ON r.id = a.reply_id JOIN sharing_item i ON i.id = r.item_id
        WHERE a.words @@ $1 AND i.state = 1 AND r.state = 1 AND ' || item_ok || ' AND ' || reply_ok || '
        ORDER BY a.at DESC LIMIT $3' USING query, who, most;
END $$;
ALTER FUNCTION kring.search OWNER TO kring_librarian;
"""

TRAIL = """
CREATE POLICY chair_of_what_is_seen ON kernel_fact FOR SELECT USING (
    circle = ANY ((SELECT (kring.actor()).chairs)::uuid[]) AND item IS NOT NULL AND NOT kept_from_chair
    AND EXISTS (SELECT FROM sharing_item i WHERE i.id = kernel_fact.item)
);
"""


def personal(table: str, by: str, *, source: str = "") -> migrations.RunSQL:
    return migrations.RunSQL((PERSONAL + source).format(table=table, by=by), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_start"), ("circles", "0002_reach")]

    operations = [
        LockTable("sharing_item"),
        LockTable("sharing_itemversion"),
        LockTable("sharing_reply"),
        LockTable("sharing_replyversion"),
        migrations.RunSQL(SEALED, migrations.RunSQL.noop),
        # A version is kept by the item's source, whoever wrote it; shared via the secretariat it names nobody.
        migrations.RunSQL(
            "CREATE POLICY kept_by_the_source ON sharing_itemversion FOR INSERT WITH CHECK (kring.is_source_of(item_id));"
            "CREATE POLICY removed_by_the_source ON sharing_itemversion FOR DELETE USING (kring.is_source_of(item_id));",
            migrations.RunSQL.noop,
        ),
        FollowParent("sharing_itemversion", parent="sharing_item", column="item_id"),
        FollowParent("sharing_reply", parent="sharing_item", column="item_id"),
        FollowParent("sharing_replyversion", parent="sharing_reply", column="reply_id"),
        migrations.RunSQL(
            """
            ALTER TABLE sharing_attachment ENABLE ROW LEVEL SECURITY;
            ALTER TABLE sharing_attachment FORCE ROW LEVEL SECURITY;
            CREATE POLICY follows_parent ON sharing_attachment FOR SELECT USING (
                EXISTS (SELECT FROM sharing_item i WHERE i.id = item_id AND i.state < 2)
                OR EXISTS (SELECT FROM sharing_reply r WHERE r.id = reply_id AND r.state < 2));
            CREATE POLICY with_its_parent ON sharing_attachment USING (
                kring.is_source_of(item_id)
                OR EXISTS (SELECT FROM sharing_reply r WHERE r.id = reply_id
                           AND r.author_id = (SELECT (kring.actor()).person)));
            CREATE POLICY librarian ON sharing_attachment FOR SELECT TO kring_librarian USING (true);
            """,
            migrations.RunSQL.noop,
        ),
        personal("sharing_reading", "person_id", source=SEEN_BY_SOURCE),
        personal("sharing_feedback", "person_id"),
        personal("sharing_onward", "by_id", source=SEEN_BY_SOURCE + CHANGED_BY_SOURCE),
        personal("sharing_wideningrequest", "by_id", source=SEEN_BY_SOURCE + CHANGED_BY_SOURCE),
        migrations.RunSQL(ONWARD, migrations.RunSQL.noop),
        migrations.RunSQL(READERS, migrations.RunSQL.noop),
        migrations.RunSQL(MENTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TAGGED, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH_WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        migrations.RunSQL(TRAIL, migrations.RunSQL.noop),
    ]

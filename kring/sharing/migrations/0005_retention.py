"""What a circle keeps no longer is emptied by the librarian: nobody else may empty what is not theirs."""

from django.db import migrations

RETENTION = """
-- The first items whose time is over and that still say something, or have a thread, files or versions that do.
CREATE FUNCTION kring.expired(most integer) RETURNS TABLE (item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id
    FROM circles_circle c
    CROSS JOIN LATERAL jsonb_each_text(c.retention_days) kept(kind, days)
    JOIN sharing_item i ON i.circle_id = c.id AND i.kind = kept.kind AND i.state > 0
    WHERE kept.days ~ '^[1-9][0-9]{0,4}$'
      AND i.shared_at < statement_timestamp() - make_interval(days => kept.days::int)
      AND (i.state = 1
           OR EXISTS (SELECT FROM sharing_reply r WHERE r.item_id = i.id)
           OR EXISTS (SELECT FROM sharing_itemversion v WHERE v.item_id = i.id)
           OR EXISTS (SELECT FROM sharing_attachment a WHERE a.item_id = i.id))
    LIMIT most
$$;
ALTER FUNCTION kring.expired OWNER TO kring_librarian;

-- Empties one item whose time is over, whoever asks, and nothing else: what was said of it too. A tombstone stays.
-- Gives where it happened and who its source was, for the trail, and the files that were held; nothing when it was
-- not due.
CREATE FUNCTION kring.erase_expired(due uuid)
RETURNS TABLE (circle uuid, label smallint, author uuid, membership uuid, sealed boolean, files text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE held text[];
BEGIN
    PERFORM FROM sharing_item i JOIN circles_circle c ON c.id = i.circle_id
        WHERE i.id = due AND i.state > 0 AND c.retention_days ->> i.kind ~ '^[1-9][0-9]{0,4}$'
          AND i.shared_at < statement_timestamp() - make_interval(days => (c.retention_days ->> i.kind)::int)
        FOR UPDATE OF i;
    IF NOT FOUND THEN RETURN; END IF;
    WITH gone AS (
        DELETE FROM sharing_attachment a
        WHERE a.item_id = due OR a.reply_id IN (SELECT r.id FROM sharing_reply r WHERE r.item_id = due)
        RETURNING a.stored_id)
    SELECT coalesce(array_agg(DISTINCT g.stored_id::text), '{}') INTO held FROM gone g;
    DELETE FROM sharing_replyversion v USING sharing_reply r WHERE v.reply_id = r.id AND r.item_id = due;
    DELETE FROM sharing_reply r WHERE r.item_id = due;
    DELETE FROM sharing_itemversion v WHERE v.item_id = due;
    UPDATE sharing_feedback f SET note = '' WHERE f.item_id = due AND f.note <> '';
    UPDATE sharing_onward o SET reason = '' WHERE o.item_id = due AND o.reason <> '';
    UPDATE sharing_wideningrequest w SET reason = '' WHERE w.item_id = due AND w.reason <> '';
    RETURN QUERY UPDATE sharing_item i
        SET title = '', what = '', so_what = '', do_what = '', tags = '{}', expertise = '{}', published = false,
            state = 2, withdrawn_at = coalesce(i.withdrawn_at, statement_timestamp())
        WHERE i.id = due
        RETURNING i.circle_id, i.label, i.author_id, i.membership_id, i.via_secretariat, held;
END $$;
ALTER FUNCTION kring.erase_expired OWNER TO kring_librarian;

-- Erases drafts that nobody touched since then, or that were thrown away; gives the files they held. Whoever asks:
-- never one of the last week, or thrown away in the last day, and nothing that was shared.
CREATE FUNCTION kring.erase_drafts(saved_before timestamptz, discarded_before timestamptz, OUT erased bigint, OUT files text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE old uuid[];
BEGIN
    SELECT coalesce(array_agg(d.id), '{}') INTO old FROM (
        SELECT i.id FROM sharing_item i
        WHERE i.state = 0 AND (
            i.saved_at < least(saved_before, statement_timestamp() - interval '7 days')
            OR i.discarded_at < least(discarded_before, statement_timestamp() - interval '1 day'))
        FOR UPDATE SKIP LOCKED) d;
    WITH gone AS (DELETE FROM sharing_attachment a WHERE a.item_id = ANY (old) RETURNING a.stored_id)
    SELECT coalesce(array_agg(DISTINCT g.stored_id::text), '{}') INTO files FROM gone g;
    UPDATE sharing_item i SET about_id = NULL WHERE i.about_id = ANY (old);
    DELETE FROM sharing_item i WHERE i.id = ANY (old) AND i.state = 0;
    GET DIAGNOSTICS erased = ROW_COUNT;
END $$;
ALTER FUNCTION kring.erase_drafts OWNER TO kring_librarian;

GRANT UPDATE (title, what, so_what, do_what, tags, expertise, published, state, withdrawn_at, about_id)
    ON sharing_item TO kring_librarian;
GRANT DELETE ON sharing_item TO kring_librarian;
CREATE POLICY librarian_erases ON sharing_item FOR DELETE TO kring_librarian USING (state = 0);
GRANT DELETE ON sharing_attachment, sharing_replyversion, sharing_reply, sharing_itemversion TO kring_librarian;
GRANT UPDATE (note) ON sharing_feedback TO kring_librarian;
GRANT UPDATE (reason) ON sharing_onward, sharing_wideningrequest TO kring_librarian;
CREATE POLICY librarian_erases ON sharing_attachment FOR DELETE TO kring_librarian USING (true);
CREATE POLICY librarian_erases ON sharing_replyversion FOR DELETE TO kring_librarian USING (true);
CREATE POLICY librarian_erases ON sharing_reply FOR DELETE TO kring_librarian USING (true);
CREATE POLICY librarian_erases ON sharing_itemversion FOR DELETE TO kring_librarian USING (true);
CREATE POLICY librarian_erases ON sharing_feedback FOR UPDATE TO kring_librarian USING (true) WITH CHECK (true);
CREATE POLICY librarian_erases ON sharing_wideningrequest FOR UPDATE TO kring_librarian USING (true) WITH CHECK (true);
"""

UNDO = """
DROP POLICY librarian_erases ON sharing_attachment; DROP POLICY librarian_erases ON sharing_replyversion;
DROP POLICY librarian_erases ON sharing_reply; DROP POLICY librarian_erases ON sharing_itemversion;
DROP POLICY librarian_erases ON sharing_feedback; DROP POLICY librarian_erases ON sharing_wideningrequest;
DROP POLICY librarian_erases ON sharing_item;
REVOKE DELETE ON sharing_item FROM kring_librarian;
REVOKE UPDATE (title, what, so_what, do_what, tags, expertise, published, state, withdrawn_at, about_id)
    ON sharing_item FROM kring_librarian;
REVOKE DELETE ON sharing_attachment, sharing_replyversion, sharing_reply, sharing_itemversion FROM kring_librarian;
REVOKE UPDATE (note) ON sharing_feedback FROM kring_librarian;
REVOKE UPDATE (reason) ON sharing_onward, sharing_wideningrequest FROM kring_librarian;
DROP FUNCTION kring.erase_drafts; DROP FUNCTION kring.erase_expired; DROP FUNCTION kring.expired;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_guests")]

    operations = [migrations.RunSQL(RETENTION, UNDO)]

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
-- Gives where it happened and who its source was, for the trail; nothing when it was not due.
CREATE FUNCTION kring.erase_expired(due uuid)
RETURNS TABLE (circle uuid, label smallint, author uuid, membership uuid, sealed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM sharing_item i JOIN circles_circle c ON c.id = i.circle_id
        WHERE i.id = due AND i.state > 0 AND c.retention_days ->> i.kind ~ '^[1-9][0-9]{0,4}$'
          AND i.shared_at < statement_timestamp() - make_interval(days => (c.retention_days ->> i.kind)::int)
        FOR UPDATE OF i;
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM sharing_attachment a USING sharing_reply r WHERE a.reply_id = r.id AND r.item_id = due;
    DELETE FROM sharing_attachment a WHERE a.item_id = due;
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
        RETURNING i.circle_id, i.label, i.author_id, i.membership_id, i.via_secretariat;
END $$;
ALTER FUNCTION kring.erase_expired OWNER TO kring_librarian;

GRANT UPDATE (title, what, so_what, do_what, tags, expertise, published, state, withdrawn_at)
    ON sharing_item TO kring_librarian;
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
REVOKE UPDATE (title, what, so_what, do_what, tags, expertise, published, state, withdrawn_at)
    ON sharing_item FROM kring_librarian;
REVOKE DELETE ON sharing_attachment, sharing_replyversion, sharing_reply, sharing_itemversion FROM kring_librarian;
REVOKE UPDATE (note) ON sharing_feedback FROM kring_librarian;
REVOKE UPDATE (reason) ON sharing_onward, sharing_wideningrequest FROM kring_librarian;
DROP FUNCTION kring.erase_expired; DROP FUNCTION kring.expired;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_guests")]

    operations = [migrations.RunSQL(RETENTION, UNDO)]

"""Finds the few organisations that something may concern, and takes away what was said of something that changed."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

INTEREST = """
ALTER TABLE exchange_interest ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_interest FORCE ROW LEVEL SECURITY;
CREATE POLICY librarian ON exchange_interest TO kring_librarian USING (true) WITH CHECK (true);
GRANT INSERT, UPDATE, DELETE ON exchange_interest TO kring_librarian;

-- What an organisation is to be asked about, in the place of what it was; and the vulnerabilities that were found to
-- concern it. Kept for whoever works for it; read by nobody.
CREATE FUNCTION kring.keep_interest(of_organisation uuid, new_keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT of_organisation = ANY (kring.works_for()) THEN RETURN; END IF;
    INSERT INTO exchange_interest (organisation_id, keys)
    VALUES (of_organisation, new_keys || ARRAY(
        SELECT DISTINCT 'cve ' || cve FROM profiles_match m, jsonb_array_elements(m.reasons) reason,
            jsonb_array_elements_text(coalesce(reason -> 'cves', '[]')) cve
        WHERE m.organisation_id = of_organisation))
    ON CONFLICT (organisation_id) DO UPDATE SET keys = EXCLUDED.keys;
END $$;
ALTER FUNCTION kring.keep_interest OWNER TO kring_librarian;

CREATE FUNCTION kring.add_interest(of_organisation uuid, more text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT of_organisation = ANY (kring.works_for()) THEN RETURN; END IF;
    UPDATE exchange_interest SET keys = keys || ARRAY(SELECT unnest(more) EXCEPT SELECT unnest(keys))
    WHERE organisation_id = of_organisation AND NOT keys @> more;
END $$;
ALTER FUNCTION kring.add_interest OWNER TO kring_librarian;

-- Which of these organisations are to be asked, and about what. Asked by jobs before they act for anybody: whoever is
-- bound gets no answer, so no page can try what others use.
CREATE FUNCTION kring.interested(wanted text[], among uuid[]) RETURNS TABLE (organisation uuid, keys text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF (kring.actor()).person IS NOT NULL THEN RETURN; END IF;
    RETURN QUERY SELECT i.organisation_id, ARRAY(SELECT unnest(i.keys) INTERSECT SELECT unnest(wanted))
        FROM exchange_interest i WHERE i.keys && wanted AND i.organisation_id = ANY (among);
END $$;
ALTER FUNCTION kring.interested OWNER TO kring_librarian;
"""

FOLLOWS = """
-- What was said of an item was said of those words, to those readers: it goes in the statement that changes either.
CREATE FUNCTION kring.matches_follow_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM profiles_match WHERE item_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION kring.matches_follow_item OWNER TO kring_librarian;
CREATE TRIGGER matches_follow AFTER UPDATE OF label, state, version, audience ON sharing_item FOR EACH ROW
    WHEN (OLD.state = 1 AND (NEW.state, NEW.label, NEW.version, NEW.audience)
                            IS DISTINCT FROM (OLD.state, OLD.label, OLD.version, OLD.audience))
    EXECUTE FUNCTION kring.matches_follow_item();

-- And of an object, when it is gone.
CREATE FUNCTION kring.matches_follow_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM profiles_match m USING gone g
    WHERE m.item_id IS NULL AND m.circle_id = g.circle_id AND m.stix_id = g.stix_id
      AND NOT EXISTS (SELECT FROM exchange_object o WHERE o.circle_id = g.circle_id AND o.stix_id = g.stix_id);
    RETURN NULL;
END $$;
ALTER FUNCTION kring.matches_follow_objects OWNER TO kring_librarian;
CREATE TRIGGER matches_follow AFTER DELETE ON exchange_object REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION kring.matches_follow_objects();

-- What was said of objects of which a newer version was added between these moments: that is held against profiles anew.
CREATE FUNCTION kring.forget_matches(place uuid, since bigint, upto bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM profiles_match m USING exchange_object o
    WHERE o.circle_id = place AND o.added > since AND o.added <= upto AND o.item_id IS NULL
      AND m.item_id IS NULL AND m.circle_id = place AND m.stix_id = o.stix_id
$$;
ALTER FUNCTION kring.forget_matches OWNER TO kring_librarian;

-- Only what is said of parts that the profile still has stays, also about what whoever asks may not read themselves.
CREATE FUNCTION kring.keep_parts(of_organisation uuid, parts text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT of_organisation = ANY (kring.works_for()) THEN RETURN; END IF;
    WITH kept AS (
        SELECT m.id, coalesce(jsonb_agg(r ORDER BY n) FILTER (WHERE stays), '[]') AS reasons,
               max((r ->> 'score')::numeric) FILTER (WHERE stays) AS severity,
               coalesce(bool_or((r ->> 'exploited')::boolean) FILTER (WHERE stays), false) AS in_kev,
               coalesce(max((r ->> 'sure')::smallint) FILTER (WHERE stays), 0) AS sureness
        FROM profiles_match m, jsonb_array_elements(m.reasons) WITH ORDINALITY AS e (r, n),
             LATERAL (SELECT r ->> 'part' = ANY (parts) AS stays) s
        WHERE m.organisation_id = of_organisation GROUP BY m.id
        HAVING NOT bool_and(stays)
    )
    UPDATE profiles_match m SET reasons = k.reasons, severity = k.severity, in_kev = k.in_kev, sureness = k.sureness
    FROM kept k WHERE m.organisation_id = of_organisation AND m.id = k.id;
    DELETE FROM profiles_match WHERE organisation_id = of_organisation AND reasons = '[]';
END $$;
ALTER FUNCTION kring.keep_parts OWNER TO kring_librarian;

CREATE POLICY librarian_changes ON profiles_match FOR UPDATE TO kring_librarian USING (true);
CREATE POLICY librarian_removes ON profiles_match FOR DELETE TO kring_librarian USING (true);
GRANT UPDATE (reasons, severity, in_kev, sureness), DELETE ON profiles_match TO kring_librarian;
"""

BACK = """
DROP POLICY librarian_removes ON profiles_match; DROP POLICY librarian_changes ON profiles_match;
REVOKE UPDATE, DELETE ON profiles_match FROM kring_librarian;
DROP FUNCTION kring.keep_parts; DROP FUNCTION kring.forget_matches;
DROP TRIGGER matches_follow ON exchange_object; DROP FUNCTION kring.matches_follow_objects;
DROP TRIGGER matches_follow ON sharing_item; DROP FUNCTION kring.matches_follow_item;
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_matches"), ("sharing", "0011_matches"), ("profiles", "0003_matched")]

    operations = [
        migrations.AddField("store", "matched", models.BigIntegerField(default=0)),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("organisation_id", models.UUIDField(primary_key=True, serialize=False)),
                ("keys", django.contrib.postgres.fields.ArrayField(models.TextField(), default=list)),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="interest_keys")],
            },
        ),
        migrations.RunSQL(
            INTEREST,
            "DROP FUNCTION kring.interested; DROP FUNCTION kring.add_interest; DROP FUNCTION kring.keep_interest",
        ),
        migrations.RunSQL(FOLLOWS, BACK),
    ]

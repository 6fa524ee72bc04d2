"""Lets the postman know whom something matters to, and nobody why."""

from django.db import migrations

MATCHED = """
-- Of these people, those who work for an organisation to which this item matters, with the organisation: so that a mail
-- goes out at once or waits. Why it matters is read by each of them, below the lock.
CREATE FUNCTION kring.matched_among(item uuid, people uuid[]) RETURNS TABLE (person uuid, organisation uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT c.person, c.organisation FROM profiles_match m
    JOIN kring.colleague c ON c.organisation = m.organisation_id
    WHERE m.item_id = matched_among.item AND c.person = ANY (people)
$$;
ALTER FUNCTION kring.matched_among OWNER TO kring_librarian;
CREATE INDEX match_item ON profiles_match (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX match_object ON profiles_match (circle_id, stix_id) WHERE item_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0002_lock")]

    operations = [
        migrations.RunSQL(MATCHED, "DROP INDEX match_object; DROP INDEX match_item; DROP FUNCTION kring.matched_among")
    ]

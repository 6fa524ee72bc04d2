"""Deliveries tell who hears of what: each person sees their own, and those who send see them while they send."""

from django.db import migrations

LOCK = """
-- Every row is written once and changed once, soon after: half of a page is kept for that.
ALTER TABLE notices_delivery SET (fillfactor = 50);

ALTER TABLE notices_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notices_delivery FOR SELECT USING (person = (SELECT (kring.actor()).person));
CREATE POLICY postman ON notices_delivery
    USING (current_setting('kring.postman', true) = 'yes')
    WITH CHECK (current_setting('kring.postman', true) = 'yes');
CREATE POLICY librarian ON notices_delivery FOR SELECT TO kring_librarian USING (true);

-- The people to write to now. Machines get no mail, and who is suspended or gone gets none either.
CREATE VIEW kring.correspondent AS
SELECT id AS person, name, email, language, timezone, openpgp_certificate AS certificate
FROM people_person WHERE kind = 'person' AND suspended_at IS NULL AND erased_at IS NULL;
GRANT SELECT ON kring.correspondent TO kring_app;
"""

# What somebody said about themselves: theirs, and read by those who send.
PERSONAL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table}
    USING (person_id = (SELECT (kring.actor()).person)) WITH CHECK (person_id = (SELECT (kring.actor()).person));
CREATE POLICY postman ON {table} FOR SELECT USING (current_setting('kring.postman', true) = 'yes');
CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_start"), ("kernel", "0001_start"), ("people", "0001_start")]

    operations = [
        migrations.RunSQL(LOCK, "DROP VIEW kring.correspondent"),
        *(
            migrations.RunSQL(PERSONAL.format(table=table), migrations.RunSQL.noop)
            for table in ("notices_wishing", "notices_mutedtopics", "notices_following")
        ),
    ]

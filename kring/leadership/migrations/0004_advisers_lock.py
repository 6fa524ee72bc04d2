"""Who may see who looks along, and what they see; and who writes what a circle is for."""

from django.db import migrations

from kring.kernel.lock import LockTable

ADVISERS = """
ALTER TABLE leadership_advisership ENABLE ROW LEVEL SECURITY;
ALTER TABLE leadership_advisership FORCE ROW LEVEL SECURITY;
-- The circle's community, the adviser; and who holds the link, while it is open.
CREATE POLICY seen ON leadership_advisership FOR SELECT USING (
    person_id = (SELECT (kring.actor()).person)
    OR id = ANY ((SELECT (kring.actor()).keys)::uuid[])
    OR community = ANY ((SELECT (kring.actor()).greens)::uuid[]));
CREATE POLICY asked_by_who_steers ON leadership_advisership FOR INSERT
    WITH CHECK (by_id = (SELECT (kring.actor()).person) AND kring.steers(circle_id));
CREATE POLICY taken_and_ended ON leadership_advisership FOR UPDATE USING (
    kring.steers(circle_id) OR person_id = (SELECT (kring.actor()).person)
    OR (person_id IS NULL AND id = ANY ((SELECT (kring.actor()).keys)::uuid[])));
CREATE POLICY librarian ON leadership_advisership FOR SELECT TO kring_librarian USING (true);

-- Does the bound actor look along with this circle, today? Somebody's token for a few circles does not.
CREATE FUNCTION kring.advises(circle uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM public.leadership_advisership a JOIN public.circles_circle c ON c.id = a.circle_id
                   WHERE a.circle_id = $1 AND a.person_id = (kring.actor()).person AND a.ended_at IS NULL
                     AND a.until >= (statement_timestamp() AT TIME ZONE 'UTC')::date AND c.closed_at IS NULL AND (kring.actor()).scope IS NULL)
$$;

ALTER TABLE leadership_glance ENABLE ROW LEVEL SECURITY;
ALTER TABLE leadership_glance FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON leadership_glance FOR SELECT
    USING (kring.takes_part(circle_id) OR kring.advises(circle_id));
CREATE POLICY begun_by_who_steers ON leadership_glance FOR INSERT WITH CHECK (kring.steers(circle_id));
CREATE POLICY kept_by_who_steers ON leadership_glance FOR UPDATE USING (kring.steers(circle_id));
CREATE POLICY librarian ON leadership_glance FOR SELECT TO kring_librarian USING (true);
"""

NO_ADVISERS = """
DROP POLICY seen ON leadership_glance; DROP POLICY begun_by_who_steers ON leadership_glance;
DROP POLICY kept_by_who_steers ON leadership_glance; DROP POLICY librarian ON leadership_glance;
DROP FUNCTION kring.advises;
DROP POLICY seen ON leadership_advisership; DROP POLICY asked_by_who_steers ON leadership_advisership;
DROP POLICY taken_and_ended ON leadership_advisership; DROP POLICY librarian ON leadership_advisership;
"""

SCOPE = """
CREATE POLICY written_by_who_steers ON leadership_scope AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
"""

NO_SCOPE = "DROP POLICY written_by_who_steers ON leadership_scope"


class Migration(migrations.Migration):
    dependencies = [("health", "0002_lock"), ("leadership", "0003_advisers"), ("sharing", "0007_rounds")]

    operations = [
        migrations.RunSQL(ADVISERS, NO_ADVISERS),
        LockTable("leadership_scope"),
        migrations.RunSQL(SCOPE, NO_SCOPE),
    ]

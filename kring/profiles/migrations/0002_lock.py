"""Keeps each organisation's profile to the people who work for it, and lets those who sit for it change it."""

from django.db import migrations

WHOSE = """
-- The organisations that the bound actor works for now: somebody suspended, who left, or whose organisation did, works
-- for none. A token works for those that are in the circles it is limited to. Planned once a connection.
CREATE FUNCTION kring.works_for() RETURNS uuid[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE who kring.actor := kring.actor();
BEGIN
    RETURN ARRAY(SELECT DISTINCT c.organisation FROM kring.colleague c
                 WHERE c.person = who.person AND (who.scope IS NULL OR c.circle = ANY (who.scope)));
END $$;

-- Those among them that the actor sits for in a circle, as a person and not as an observer.
CREATE FUNCTION kring.sits_for() RETURNS uuid[] LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE who kring.actor := kring.actor();
BEGIN
    RETURN ARRAY(SELECT DISTINCT s.organisation FROM kring.seated s
                 JOIN people_person p ON p.id = s.person AND p.kind = 'person'
                 JOIN kring.colleague c ON c.person = s.person AND c.membership = s.membership
                 WHERE s.person = who.person AND NOT s.observer AND (who.scope IS NULL OR s.circle = ANY (who.scope)));
END $$;
"""

OWN = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY read_by_its_people ON {table} FOR SELECT
    USING (organisation_id = ANY ((SELECT kring.works_for())::uuid[]));
CREATE POLICY made_by_who_sits_for_it ON {table} FOR INSERT
    WITH CHECK (organisation_id = ANY ((SELECT kring.{writer}())::uuid[]));
CREATE POLICY changed_by_who_sits_for_it ON {table} FOR UPDATE
    USING (organisation_id = ANY ((SELECT kring.{writer}())::uuid[]));
CREATE POLICY removed_by_who_sits_for_it ON {table} FOR DELETE
    USING (organisation_id = ANY ((SELECT kring.{writer}())::uuid[]));
CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true);
"""

# What an organisation chose to show a circle: seen by who is seated there, for as long as the organisation is too.
SHOWN = """
CREATE POLICY shown_in_circle ON profiles_use FOR SELECT TO kring_app USING (
    circle_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
    AND (SELECT (kring.actor()).ceiling >= 2)
    AND ((SELECT (kring.actor()).scope) IS NULL OR circle_id = ANY ((SELECT (kring.actor()).scope)::uuid[]))
    AND EXISTS (SELECT FROM kring.seated s WHERE s.membership = membership_id AND NOT s.observer)
);
"""

WATCHERS = """
-- Of these people, one for each organisation that keeps a profile: somebody in whose name what they may read can be
-- held against it. Whether there is a profile is all that comes out.
CREATE FUNCTION kring.watchers(people uuid[]) RETURNS TABLE (organisation uuid, person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.organisation, min(c.person::text)::uuid FROM kring.colleague c
    JOIN profiles_profile p ON p.organisation_id = c.organisation
    WHERE c.person = ANY (people) GROUP BY c.organisation
$$;
ALTER FUNCTION kring.watchers OWNER TO kring_librarian;
"""


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_start"), ("circles", "0002_reach")]

    operations = [
        migrations.RunSQL(WHOSE, "DROP FUNCTION kring.sits_for; DROP FUNCTION kring.works_for"),
        *(
            migrations.RunSQL(OWN.format(table=f"profiles_{name}", writer=writer), migrations.RunSQL.noop)
            for name, writer in [
                ("profile", "sits_for"),
                ("technology", "sits_for"),
                ("supplier", "sits_for"),
                ("use", "sits_for"),
                ("match", "works_for"),  # a job writes it in the name of whoever may read
            ]
        ),
        migrations.RunSQL(SHOWN, "DROP POLICY shown_in_circle ON profiles_use"),
        migrations.RunSQL(WATCHERS, "DROP FUNCTION kring.watchers"),
    ]

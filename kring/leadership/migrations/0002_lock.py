"""Who may read and change duties and talks."""

from django.db import migrations

from kring.kernel.lock import LockTable

DUTIES = """
CREATE POLICY written_by_who_steers ON leadership_duty AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
CREATE POLICY kept_by_who_steers ON leadership_duty FOR UPDATE USING (kring.steers(circle_id)) WITH CHECK (true);
CREATE POLICY changed_by_who_steers ON leadership_duty AS RESTRICTIVE FOR UPDATE TO kring_app
    USING (kring.steers(circle_id));
"""

LEADING = """
-- The chairs of a circle, and the deputy whom the duty of its chair names, for as long as both sit there.
CREATE FUNCTION kring.leaders(circle uuid) RETURNS TABLE (person uuid) LANGUAGE sql STABLE AS $$
    SELECT s.person FROM kring.seated s
    WHERE s.circle = $1 AND NOT s.observer
      AND (s.role = 'chair'
           OR s.person IN (SELECT d.deputy_id FROM public.leadership_duty d
                           WHERE d.circle_id = $1 AND d.duty = 'chair' AND d.ended_at IS NULL
                             AND d.since <= current_date AND (d.until IS NULL OR d.until >= current_date)))
    GROUP BY s.person
$$;

CREATE FUNCTION kring.leads(circle uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (kring.actor()).person IN (SELECT person FROM kring.leaders($1))
$$;

-- The label names who may read it; who does not lead any more reads nothing of it.
CREATE POLICY who_leads ON leadership_talk AS RESTRICTIVE TO kring_app USING (
    circle_id IN (SELECT s.circle FROM kring.seated s
                  WHERE s.person = (SELECT (kring.actor()).person) AND kring.leads(s.circle)));
"""


class Migration(migrations.Migration):
    dependencies = [("leadership", "0001_start"), ("sharing", "0007_rounds")]

    operations = [
        LockTable("leadership_duty"),
        migrations.RunSQL(
            DUTIES,
            """
            DROP POLICY written_by_who_steers ON leadership_duty; DROP POLICY kept_by_who_steers ON leadership_duty;
            DROP POLICY changed_by_who_steers ON leadership_duty;
            """,
        ),
        LockTable("leadership_talk"),
        migrations.RunSQL(
            LEADING,
            """
            DROP POLICY who_leads ON leadership_talk; DROP FUNCTION kring.leads; DROP FUNCTION kring.leaders;
            """,
        ),
    ]

"""What somebody accepted themselves is let out without working out whom they steer."""

from django.db import migrations

WHO_STEERS = """
DROP POLICY who_steers ON conduct_acceptance;
CREATE POLICY who_steers ON conduct_acceptance FOR SELECT USING ({condition});
"""

STEERED = """(person_id, code_id) IN (SELECT s.person, c.id FROM kring.steered_for() s
                          JOIN conduct_code c ON c.circle_id = s.around)"""

# One's own rows the policy `own` lets out by itself, but for a token that is limited to some circles.
NOT_OWN = f"""CASE WHEN person_id = (SELECT (kring.actor()).person) AND (SELECT (kring.actor()).scope) IS NULL THEN false
     ELSE {STEERED} END"""


class Migration(migrations.Migration):
    dependencies = [("conduct", "0001_start")]

    operations = [migrations.RunSQL(WHO_STEERS.format(condition=NOT_OWN), WHO_STEERS.format(condition=STEERED))]

"""Says nothing of what matters to whom in an object to somebody who may not read the object."""

from django.db import migrations

SEEN_WITH_OBJECT = """
CREATE POLICY seen_with_its_object ON profiles_match AS RESTRICTIVE FOR SELECT TO kring_app USING (
    item_id IS NOT NULL OR EXISTS (
        SELECT FROM exchange_object o
        WHERE o.circle_id = profiles_match.circle_id AND o.stix_id = profiles_match.stix_id AND o.state = 1)
);
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_feeds"), ("profiles", "0002_lock")]

    operations = [migrations.RunSQL(SEEN_WITH_OBJECT, "DROP POLICY seen_with_its_object ON profiles_match")]

"""Says nothing of what matters to whom in an item to somebody who may not read the item."""

from django.db import migrations

SEEN_WITH_ITEM = """
CREATE POLICY seen_with_its_item ON profiles_match AS RESTRICTIVE FOR SELECT TO kring_app USING (
    item_id IS NULL OR EXISTS (SELECT FROM sharing_item i WHERE i.id = profiles_match.item_id AND i.state < 2)
);
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0010_origin"), ("profiles", "0002_lock")]

    operations = [migrations.RunSQL(SEEN_WITH_ITEM, "DROP POLICY seen_with_its_item ON profiles_match")]

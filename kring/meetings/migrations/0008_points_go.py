"""What was typed and taken out again does not hold a point on the agenda; notes that are there do."""

from django.db import migrations

GO = "CREATE POLICY gone_when_empty ON meetings_note FOR DELETE USING (text = '' AND kring.writes_notes(item_id));"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_readers")]

    operations = [migrations.RunSQL(GO, "DROP POLICY gone_when_empty ON meetings_note;")]

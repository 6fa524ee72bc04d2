"""Sightings: all who have the item learn how many saw what it warns of; who did, where that organisation wishes it."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kring.kernel.ids

SIGHTINGS = """
ALTER TABLE sharing_sighting ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_sighting FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON sharing_sighting
    USING (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
           AND kring.has_item(item_id))
    WITH CHECK (membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[])
                AND person_id = (SELECT (kring.actor()).person)
                AND kring.has_item(item_id));
CREATE POLICY with_name ON sharing_sighting FOR SELECT
    USING (named AND kring.has_item(item_id));
CREATE POLICY librarian ON sharing_sighting TO kring_librarian USING (true);

-- What organisations that still sit there saw of an item, for all who have it; which, where that one wishes it.
CREATE FUNCTION kring.sightings_of(about uuid)
RETURNS TABLE (id uuid, kind text, value text, membership uuid, first_seen timestamptz, last_seen timestamptz,
               count integer, at timestamptz, heard boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id, s.kind::text, s.value, CASE WHEN s.named THEN s.membership_id END, s.first_seen, s.last_seen, s.count, s.at,
           s.heard
    FROM sharing_sighting s JOIN sharing_item i ON i.id = s.item_id
    WHERE s.item_id = about AND i.state = 1
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                         false, kring.actor())
      AND EXISTS (SELECT FROM kring.seated t WHERE t.membership = s.membership_id AND NOT t.observer)
    ORDER BY s.at DESC, s.id
$$;
ALTER FUNCTION kring.sightings_of OWNER TO kring_librarian;

-- The taps of people, each by itself and not whose, for machines of all who have the item. "Affected" is the source's.
CREATE FUNCTION kring.taps_of(about uuid) RETURNS TABLE (id uuid, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT f.id, f.kind::text FROM sharing_feedback f JOIN sharing_item i ON i.id = f.item_id
    WHERE f.item_id = about AND i.state = 1 AND f.kind <> 'affected' AND NOT f.heard
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                         false, kring.actor())
    ORDER BY f.at, f.id
$$;
ALTER FUNCTION kring.taps_of OWNER TO kring_librarian;

-- The tombstone takes them with it.
CREATE FUNCTION kring.sightings_end_with_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sharing_sighting WHERE item_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION kring.sightings_end_with_item OWNER TO kring_librarian;
GRANT DELETE ON sharing_sighting TO kring_librarian;
CREATE TRIGGER sightings_end AFTER UPDATE OF state ON sharing_item FOR EACH ROW WHEN (NEW.state = 2)
    EXECUTE FUNCTION kring.sightings_end_with_item();
"""

UNDO = """
DROP TRIGGER sightings_end ON sharing_item; DROP FUNCTION kring.sightings_end_with_item; DROP FUNCTION kring.sightings_of;
DROP FUNCTION kring.taps_of;
DROP POLICY own ON sharing_sighting; DROP POLICY with_name ON sharing_sighting; DROP POLICY librarian ON sharing_sighting;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("sharing", "0008_polls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="feedback", name="heard", field=models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("value", models.TextField()),
                ("first_seen", models.DateTimeField(blank=True, null=True)),
                ("last_seen", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=1)),
                ("named", models.BooleanField(default=False)),
                ("heard", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="sharing.item"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.membership"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("item"),
                        models.F("membership"),
                        models.F("kind"),
                        django.db.models.functions.text.MD5("value"),
                        name="sighting_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_seen__isnull", True), ("first_seen__lte", models.F("last_seen")), _connector="OR"
                        ),
                        name="sighting_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SIGHTINGS, UNDO),
    ]

"""Advisories that a circle publishes, under the lock like all that was shared: for everybody, as long as the item is."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from kring.kernel.lock import LockTable

ADVISORIES = """
-- What was published of an item goes with it, from the very statement on that takes it from the public; of what was
-- rewritten nothing is there until it is written anew.
CREATE FUNCTION kring.advisory_follows_item() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE exchange_advisory SET published = false, state = 2, title = '', document = '', signature = ''
    WHERE item_id = NEW.id AND NOT is_withdrawn;
    RETURN NULL;
END $$;
ALTER FUNCTION kring.advisory_follows_item OWNER TO kring_librarian;
CREATE TRIGGER advisory_follows AFTER UPDATE OF label, state, version, published ON sharing_item FOR EACH ROW
    WHEN (NOT (NEW.state = 1 AND NEW.label = 0 AND NEW.published) OR NEW.version <> OLD.version) EXECUTE FUNCTION kring.advisory_follows_item();

-- What is known of an advisory when nobody may read it any more: no word of what it said.
CREATE FUNCTION kring.issued(of_item uuid)
RETURNS TABLE (circle_id uuid, called text, released_at timestamptz, revisions jsonb, language text, is_withdrawn boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT circle_id, called, released_at, revisions, language, is_withdrawn FROM exchange_advisory WHERE item_id = of_item
$$;
ALTER FUNCTION kring.issued OWNER TO kring_librarian;

-- Publishes what was written of an item, for everybody. Says whether it could: when the item was changed since it was
-- read, or is no longer for everybody, whoever wrote it is too late, and somebody else is on the way.
CREATE FUNCTION kring.issue(
    of_item uuid, of_version integer, name text, at timestamptz, history jsonb, tongue text, headline text,
    octets bytea, signed text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i sharing_item;
BEGIN
    SELECT * INTO i FROM sharing_item
        WHERE id = of_item AND state = 1 AND label = 0 AND published AND version = of_version FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO exchange_advisory (item_id, circle_id, community, label, state, audience, passed_to, published, called,
        released_at, changed_at, revisions, language, is_withdrawn, title, document, signature)
    VALUES (i.id, i.circle_id, i.community, 0, 1, '{}', '{}', true, name, at, at, history, tongue, false, headline,
        octets, signed)
    ON CONFLICT (item_id) DO UPDATE SET state = 1, published = true, changed_at = excluded.changed_at,
        revisions = excluded.revisions, language = excluded.language, is_withdrawn = false, title = excluded.title,
        document = excluded.document, signature = excluded.signature;
    RETURN true;
END $$;
ALTER FUNCTION kring.issue OWNER TO kring_librarian;

-- Leaves in its place a document that says that it was taken back, for all who fetched it before.
CREATE FUNCTION kring.retract(
    of_item uuid, at timestamptz, history jsonb, headline text, octets bytea, signed text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM sharing_item WHERE id = of_item AND NOT (state = 1 AND label = 0 AND published) FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE exchange_advisory SET state = 1, published = true, changed_at = at, revisions = history, is_withdrawn = true,
        title = headline, document = octets, signature = signed WHERE item_id = of_item;
    RETURN FOUND;
END $$;
ALTER FUNCTION kring.retract OWNER TO kring_librarian;

CREATE POLICY librarian_issues ON exchange_advisory FOR INSERT TO kring_librarian WITH CHECK (label = 0);
CREATE POLICY librarian_changes ON exchange_advisory FOR UPDATE TO kring_librarian USING (true) WITH CHECK (label = 0);
GRANT INSERT, UPDATE ON exchange_advisory TO kring_librarian;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0002_reach"),
        ("exchange", "0002_lock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "circle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="circles.circle",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("coordinator", "coordinator"),
                            ("discoverer", "discoverer"),
                            ("user", "user"),
                            ("vendor", "vendor"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("namespace", models.URLField(max_length=300)),
                ("contact", models.CharField(max_length=500)),
                ("numbered", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Advisory",
            fields=[
                ("community", models.UUIDField()),
                ("label", models.SmallIntegerField()),
                ("state", models.SmallIntegerField(default=0)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "passed_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("published", models.BooleanField(default=False)),
                ("item_id", models.UUIDField(primary_key=True, serialize=False)),
                ("called", models.CharField(max_length=100)),
                ("released_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("revisions", models.JSONField()),
                ("language", models.CharField(max_length=2)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("document", models.BinaryField(default=b"")),
                ("signature", models.TextField(blank=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="circles.circle"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="circles.membership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["circle", "changed_at"], name="advisory_newest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("label__range", (0, 4))), name="advisory_label"),
                    models.CheckConstraint(condition=models.Q(("state__range", (0, 2))), name="advisory_state"),
                    models.CheckConstraint(
                        condition=models.Q(("label__lt", 4), ("passed_to", []), _connector="OR"),
                        name="advisory_red_is_not_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published", False), ("label", 0), _connector="OR"),
                        name="advisory_only_clear_is_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience", []), ("label__in", (2, 3, 4)), ("state", 1), _negated=True),
                        name="advisory_has_an_audience",
                    ),
                    models.UniqueConstraint(fields=("circle", "called"), name="advisory_called_once"),
                ],
            },
        ),
        LockTable("exchange_advisory"),
        migrations.RunSQL(ADVISORIES, migrations.RunSQL.noop),
    ]

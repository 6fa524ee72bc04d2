import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

ACTOR = """
CREATE SCHEMA IF NOT EXISTS kring;
GRANT USAGE ON SCHEMA kring TO kring_app, kring_librarian;
GRANT CREATE ON SCHEMA kring TO kring_librarian;  -- it owns a few functions there

CREATE TYPE kring.actor AS (
    person uuid,
    keys uuid[],
    greens uuid[],
    bridged uuid[],
    chairs uuid[],
    ceiling smallint,
    scope uuid[]
);

-- Who acts in this transaction. NULL when nobody was bound: then no policy lets anything out. Not in the language sql, of
-- which the planner would read the text anew for each policy of each table in a statement.
CREATE FUNCTION kring.actor() RETURNS kring.actor
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE WHEN current_setting('kring.bound', true) = 'yes' THEN ROW(
        nullif(current_setting('kring.person', true), '')::uuid,
        current_setting('kring.keys')::uuid[],
        current_setting('kring.greens')::uuid[],
        current_setting('kring.bridged')::uuid[],
        current_setting('kring.chairs')::uuid[],
        current_setting('kring.ceiling')::smallint,
        nullif(current_setting('kring.scope', true), '')::uuid[]
    )::kring.actor END;
END $$;

CREATE FUNCTION kring.unbind() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('kring.bound', 'no', true);
$$;

-- The one policy (design: "Who may read what"). Its plain twin is kring/tlp/audience.py: change the table in
-- tests/tlp/test_audience.py first, then both.
CREATE FUNCTION kring.may_read(
    circle uuid, community uuid, label smallint, state smallint, author uuid,
    audience uuid[], passed_to uuid[], published boolean, actor kring.actor
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce(
        label <= actor.ceiling
        AND (actor.scope IS NULL OR circle = ANY (actor.scope))
        AND CASE
            WHEN state = 0 THEN author = actor.person
            WHEN label = 0 THEN published OR actor.person IS NOT NULL OR passed_to && actor.keys
            WHEN label = 1 THEN
                community = ANY (actor.greens) OR circle = ANY (actor.bridged) OR passed_to && actor.keys
            WHEN label IN (2, 3) THEN audience && actor.keys OR passed_to && actor.keys
            WHEN label = 4 THEN circle = ANY (actor.keys) AND audience && actor.keys
        END, false);
END $$;

-- The source of a row: its author, or who is seated for the author's organisation in that circle.
CREATE FUNCTION kring.is_source(author uuid, membership uuid, actor kring.actor) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN coalesce(author = actor.person, false) OR coalesce(membership = ANY (actor.keys), false);
END $$;

-- The key of a person as a colleague in a member organisation; twin of tlp.audience.colleague_key.
CREATE FUNCTION kring.colleague_key(membership uuid, person uuid) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT md5(membership::text || person::text)::uuid $$;
"""

TRAIL = """
INSERT INTO kernel_epoch (number) VALUES (1);

CREATE FUNCTION kring.epoch() RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN (SELECT max(number) FROM kernel_epoch); END $$;

CREATE FUNCTION kring.current_tx() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text::bigint
$$;

CREATE FUNCTION kring.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail is append-only: % on % is refused', TG_OP, TG_TABLE_NAME; END $$;
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kring.refuse_change();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION kring.refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM kring_app;
"""

FACTS = """
ALTER TABLE kernel_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_fact FORCE ROW LEVEL SECURITY;
CREATE POLICY anybody_adds ON kernel_fact FOR INSERT WITH CHECK (true);
CREATE POLICY own_and_source ON kernel_fact FOR SELECT USING (
    by = (SELECT (kring.actor()).person) OR source && (SELECT (kring.actor()).keys)
);
CREATE POLICY librarian ON kernel_fact FOR SELECT TO kring_librarian USING (true);

-- When and in which transaction a fact was added is not the application's to say.
REVOKE INSERT ON kernel_fact FROM kring_app;
GRANT INSERT (kind, by, circle, item, source, kept_from_chair, details) ON kernel_fact TO kring_app;
"""

# Only the librarian seals, and only the owner begins a new life (a restore does).
SEALS = """
REVOKE INSERT ON kernel_seal, kernel_epoch FROM kring_app;
GRANT INSERT ON kernel_seal TO kring_librarian;
GRANT USAGE ON SEQUENCE kernel_seal_id_seq TO kring_librarian;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(ACTOR, "DROP SCHEMA kring CASCADE"),
        migrations.CreateModel(
            name="Epoch",
            fields=[("number", models.IntegerField(primary_key=True, serialize=False))],
            options={"db_table": "kernel_epoch"},
        ),
        migrations.RunSQL(TRAIL, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="FactRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("epoch", models.IntegerField(db_default=models.Func(function="kring.epoch"), editable=False)),
                ("tx", models.BigIntegerField(db_default=models.Func(function="kring.current_tx"), editable=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kind", models.TextField()),
                ("by", models.UUIDField(null=True)),
                ("circle", models.UUIDField(null=True)),
                ("item", models.UUIDField(null=True)),
                (
                    "source",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("kept_from_chair", models.BooleanField(default=False)),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "kernel_fact",
                "indexes": [
                    models.Index(fields=["epoch", "tx", "id"], name="fact_order"),
                    models.Index(fields=["item", "id"], name="fact_item", condition=models.Q(item__isnull=False)),
                    models.Index(fields=["circle", "id"], name="fact_circle", condition=models.Q(circle__isnull=False)),
                    models.Index(fields=["by", "id"], name="fact_by", condition=models.Q(by__isnull=False)),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("epoch", models.IntegerField()),
                ("from_tx", models.BigIntegerField()),
                ("before_tx", models.BigIntegerField()),
                ("facts", models.IntegerField()),
                ("marks", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "kernel_seal",
                "constraints": [models.UniqueConstraint(fields=("epoch", "from_tx"), name="seal_once")],
            },
        ),
        migrations.RunSQL(
            "".join(APPEND_ONLY.format(table=table) for table in ("kernel_fact", "kernel_seal", "kernel_epoch"))
            + FACTS
            + SEALS,
            migrations.RunSQL.noop,
        ),
    ]

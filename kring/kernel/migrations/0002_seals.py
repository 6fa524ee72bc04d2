"""Seals the trail, and says whether it is still what was sealed. Both look at all facts, so the librarian does it."""

from django.db import migrations

HASHES = """
-- One fact as bytes, whatever the settings of the session: JSON with the time in microseconds.
CREATE FUNCTION kring.hash_of(f kernel_fact) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        f.id, f.epoch, f.tx, (extract(epoch FROM f.at) * 1000000)::bigint, f.kind, f.by, f.circle, f.item,
        f.source, f.kept_from_chair, f.details)::text, 'UTF8'))
$$;

-- The facts between two transactions, in the order in which they are sealed.
CREATE FUNCTION kring.batch(life integer, since bigint, before bigint,
    OUT facts integer, OUT marks bytea, OUT hashes bytea)
LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer,
           coalesce(string_agg(int8send(f.id) || substr(f.hash, 1, 8), ''::bytea ORDER BY f.tx, f.id), ''),
           coalesce(string_agg(f.hash, ''::bytea ORDER BY f.tx, f.id), '')
    FROM (SELECT k.id, k.tx, kring.hash_of(k) AS hash FROM kernel_fact k
          WHERE k.epoch = life AND k.tx >= since AND k.tx < before) f
$$;

CREATE FUNCTION kring.digest_of(
    previous bytea, life integer, since bigint, before bigint, at timestamptz, hashes bytea
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || int4send(life) || int8send(since) || int8send(before)
                  || int8send((extract(epoch FROM at) * 1000000)::bigint) || sha256(hashes))
$$;
"""

SEAL = """
-- Seals what no running transaction can add to any more. Of an earlier life of the database that is everything.
CREATE FUNCTION kring.seal_facts() RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    life integer; last kernel_seal; since bigint; before bigint; batch record; moment timestamptz; made bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(4817020262);
    FOR life IN SELECT number FROM kernel_epoch ORDER BY number LOOP
        SELECT * INTO last FROM kernel_seal ORDER BY id DESC LIMIT 1;
        CONTINUE WHEN last.epoch > life;
        since := CASE WHEN last.epoch = life THEN last.before_tx ELSE 0 END;
        before := CASE WHEN life < kring.epoch() THEN 9223372036854775807
                       ELSE pg_snapshot_xmin(pg_current_snapshot())::text::bigint END;
        batch := kring.batch(life, since, before);
        CONTINUE WHEN batch.facts = 0;
        moment := clock_timestamp();
        INSERT INTO kernel_seal (epoch, from_tx, before_tx, facts, marks, previous, digest, at)
        VALUES (life, since, before, batch.facts, batch.marks, coalesce(last.digest, ''),
                kring.digest_of(coalesce(last.digest, ''), life, since, before, moment, batch.hashes), moment)
        RETURNING id INTO made;
        RETURN NEXT made;
    END LOOP;
END $$;
ALTER FUNCTION kring.seal_facts OWNER TO kring_librarian;

-- How long the oldest fact that no seal covers has been waiting; nothing when all are sealed.
CREATE FUNCTION kring.unsealed_for() RETURNS interval
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT clock_timestamp() - min(f.at) FROM kernel_fact f
    WHERE f.epoch = kring.epoch() AND f.tx >= coalesce(
        (SELECT max(before_tx) FROM kernel_seal WHERE epoch = kring.epoch()), 0)
$$;
ALTER FUNCTION kring.unsealed_for OWNER TO kring_librarian;
"""

VERIFY = """
-- What is wrong with the trail: nothing, or the seals and facts that are not what they were.
CREATE FUNCTION kring.verify_seals() RETURNS TABLE (seal bigint, fact bigint, problem text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s kernel_seal; last kernel_seal; batch record; touched bigint;
BEGIN
    FOR s IN SELECT * FROM kernel_seal ORDER BY id LOOP
        IF s.previous <> coalesce(last.digest, '') OR s.epoch < last.epoch
           OR s.from_tx <> (CASE WHEN last.epoch = s.epoch THEN last.before_tx ELSE 0 END) THEN
            RETURN QUERY SELECT s.id, NULL::bigint, 'does not follow the seal before it';
        END IF;
        batch := kring.batch(s.epoch, s.from_tx, s.before_tx);
        IF s.digest <> kring.digest_of(s.previous, s.epoch, s.from_tx, s.before_tx, s.at, batch.hashes) THEN
            touched := 0;
            FOR fact, problem IN
                SELECT coalesce(was.id, is_.id),
                       CASE WHEN is_.id IS NULL THEN 'was removed' WHEN was.id IS NULL THEN 'was added' ELSE 'was changed' END
                FROM kring.marks(s.marks) was FULL JOIN kring.marks(batch.marks) is_ ON is_.id = was.id
                WHERE was.mark IS DISTINCT FROM is_.mark ORDER BY 1
            LOOP
                seal := s.id; touched := touched + 1;
                RETURN NEXT;
            END LOOP;
            IF touched = 0 THEN
                RETURN QUERY SELECT s.id, NULL::bigint, 'was changed itself';
            END IF;
        END IF;
        last := s;
    END LOOP;
END $$;

CREATE FUNCTION kring.marks(all_marks bytea) RETURNS TABLE (id bigint, mark bytea)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ('x' || encode(substr(all_marks, n * 16 + 1, 8), 'hex'))::bit(64)::bigint, substr(all_marks, n * 16 + 9, 8)
    FROM generate_series(0, length(all_marks) / 16 - 1) n
$$;
ALTER FUNCTION kring.verify_seals OWNER TO kring_librarian;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_start")]

    operations = [
        migrations.RunSQL(HASHES, "DROP FUNCTION kring.digest_of, kring.batch, kring.hash_of"),
        migrations.RunSQL(SEAL, "DROP FUNCTION kring.seal_facts, kring.unsealed_for"),
        migrations.RunSQL(VERIFY, "DROP FUNCTION kring.verify_seals, kring.marks"),
    ]

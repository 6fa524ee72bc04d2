"""Credibility and reliability that move with what readers say: who has an item sees the one, who may read what the whole
circle reads sees the other."""

import django.db.models.deletion
from django.db import migrations, models

TRUST = """
ALTER TABLE sharing_judgement ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_judgement FORCE ROW LEVEL SECURITY;
-- As kring.has_item says it. A list may look at thousands of these: written out, who acts is worked out once for all.
CREATE POLICY seen_with_its_item ON sharing_judgement FOR SELECT
    USING (EXISTS (SELECT FROM sharing_item i WHERE i.id = item_id AND i.state = 1
                   AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                                      false, (SELECT kring.actor()))));
CREATE POLICY librarian ON sharing_judgement TO kring_librarian USING (true);

ALTER TABLE sharing_trackrecord ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_trackrecord FORCE ROW LEVEL SECURITY;
-- It counts items up to AMBER for the whole circle. Who may read all of these sees it.
CREATE POLICY seen_by_the_whole_circle ON sharing_trackrecord FOR SELECT
    USING (kring.may_read(circle_id, NULL, 2::smallint, 1::smallint, NULL, ARRAY[circle_id], '{}', false,
                          (SELECT kring.actor())));
CREATE POLICY librarian ON sharing_trackrecord TO kring_librarian USING (true);
GRANT INSERT, UPDATE ON sharing_judgement, sharing_trackrecord TO kring_librarian;

-- How many organisations that sit in its circle said what of each of these items, beside its source; for who judges, and
-- for nobody to read. Somebody who sits for two speaks for one, and who works for the source for none. "Affected" is the
-- source's to know, so it is not asked for. Via the secretariat nothing is judged: that the source's own voice is missing
-- would tell who it is. Who judges comes one after the other: the next counts what the one before it did not see yet.
CREATE FUNCTION kring.voices(items uuid[])
RETURNS TABLE (item uuid, source uuid, circle uuid, said smallint, saw bigint, known bigint, doubted bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM sharing_item i WHERE i.id = ANY (items) ORDER BY i.id FOR NO KEY UPDATE;
    RETURN QUERY
        SELECT i.id, i.membership_id, i.circle_id, i.credibility, count(*) FILTER (WHERE v.saw),
               count(*) FILTER (WHERE NOT v.saw AND NOT v.doubted), count(*) FILTER (WHERE NOT v.saw AND v.doubted)
        FROM sharing_item i LEFT JOIN LATERAL (
            SELECT h.membership, bool_or(w.kind = 'saw') AS saw, bool_or(w.kind = 'doubted') AS doubted
            FROM (SELECT s.person_id, s.membership_id, 'saw' AS kind FROM sharing_sighting s WHERE s.item_id = i.id
                  UNION ALL
                  SELECT f.person_id, NULL, f.kind FROM sharing_feedback f
                  WHERE f.item_id = i.id AND f.kind IN ('known', 'doubted')) w
            CROSS JOIN LATERAL (SELECT coalesce(
                (SELECT t.membership FROM kring.seated t
                 WHERE t.person = w.person_id AND t.circle = i.circle_id AND NOT t.observer ORDER BY 1 LIMIT 1),
                (SELECT t.membership FROM kring.seated t WHERE t.membership = w.membership_id AND NOT t.observer LIMIT 1)
            ) AS membership) h
            WHERE i.state = 1 AND h.membership <> i.membership_id
              AND NOT EXISTS (SELECT FROM kring.seated t WHERE t.person = w.person_id AND t.membership = i.membership_id)
              AND NOT EXISTS (SELECT FROM kring.colleague c WHERE c.person = w.person_id AND c.membership = i.membership_id)
            GROUP BY h.membership
        ) v ON true
        WHERE i.id = ANY (items) AND i.state > 0 AND i.membership_id IS NOT NULL AND NOT i.via_secretariat
        GROUP BY i.id;
END $$;
-- Planned once a connection: the plan takes longer to make than to run.
ALTER FUNCTION kring.voices SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION kring.voices OWNER TO kring_librarian;

-- Keeps what they make of one item, and says whether its credibility moved.
CREATE FUNCTION kring.judge(judged uuid, saw integer, known integer, doubted integer, credibility smallint,
                            confirmed boolean, refuted boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE before smallint := (SELECT j.credibility FROM sharing_judgement j WHERE j.item_id = judged);
BEGIN
    INSERT INTO sharing_judgement AS j (item_id, membership_id, saw, known, doubted, credibility, confirmed, refuted)
    SELECT i.id, i.membership_id, saw, known, doubted, credibility, confirmed, refuted FROM sharing_item i WHERE i.id = judged
    ON CONFLICT (item_id) DO UPDATE SET saw = excluded.saw, known = excluded.known, doubted = excluded.doubted,
        credibility = excluded.credibility, confirmed = excluded.confirmed, refuted = excluded.refuted;
    RETURN before IS DISTINCT FROM credibility;
END $$;
ALTER FUNCTION kring.judge OWNER TO kring_librarian;

-- How the items of a source turned out in a year: those that everybody who sits in the circle may read. Whoever counts
-- comes one after the other here too.
CREATE FUNCTION kring.turned_out(source uuid) RETURNS TABLE (confirmed bigint, refuted bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO sharing_trackrecord (membership_id, circle_id, confirmed, judged, reliability)
    SELECT m.id, m.circle_id, 0, 0, 'F' FROM circles_membership m WHERE m.id = source ON CONFLICT DO NOTHING;
    PERFORM FROM sharing_trackrecord t WHERE t.membership_id = source FOR UPDATE;
    RETURN QUERY
        SELECT count(*) FILTER (WHERE j.confirmed), count(*) FILTER (WHERE j.refuted)
        FROM sharing_judgement j JOIN sharing_item i ON i.id = j.item_id
        WHERE j.membership_id = source AND (j.confirmed OR j.refuted) AND i.state = 1 AND NOT i.via_secretariat
          AND (i.label <= 1 OR i.label = 2 AND i.audience = ARRAY[i.circle_id])
          AND i.shared_at > statement_timestamp() - interval '1 year';
END $$;
ALTER FUNCTION kring.turned_out OWNER TO kring_librarian;

-- Keeps what that makes of the source.
CREATE FUNCTION kring.rate(source uuid, confirmed integer, judged integer, letter text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE sharing_trackrecord SET confirmed = $2, judged = $3, reliability = $4 WHERE membership_id = $1
$$;
ALTER FUNCTION kring.rate OWNER TO kring_librarian;

-- What is looked at anew each night, since people come and go and years pass: what was judged in a year, and in the month
-- before it, which counts for no letter any more.
CREATE FUNCTION kring.judged_after(last uuid, most integer) RETURNS TABLE (item uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.item_id FROM sharing_judgement j JOIN sharing_item i ON i.id = j.item_id
    WHERE j.item_id > last AND i.state = 1 AND i.shared_at > statement_timestamp() - interval '13 months'
    ORDER BY j.item_id LIMIT most
$$;
ALTER FUNCTION kring.judged_after OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.judged_after; DROP FUNCTION kring.rate; DROP FUNCTION kring.turned_out;
DROP FUNCTION kring.judge; DROP FUNCTION kring.voices;
DROP POLICY seen_by_the_whole_circle ON sharing_trackrecord; DROP POLICY librarian ON sharing_trackrecord;
DROP POLICY seen_with_its_item ON sharing_judgement; DROP POLICY librarian ON sharing_judgement;
"""


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_reach"), ("sharing", "0011_matches")]

    operations = [
        migrations.AlterField(
            model_name="feedback",
            name="kind",
            field=models.CharField(
                choices=[
                    ("useful", "Useful"),
                    ("not_relevant", "Not relevant"),
                    ("known", "Already known"),
                    ("affected", "We are affected"),
                    ("acted", "We acted"),
                    ("doubted", "This is wrong"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sharing.item",
                    ),
                ),
                ("saw", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("doubted", models.PositiveIntegerField(default=0)),
                (
                    "credibility",
                    models.SmallIntegerField(
                        choices=[
                            (1, "1: confirmed by other sources"),
                            (2, "2: probably true"),
                            (3, "3: possibly true"),
                            (4, "4: doubtful"),
                            (5, "5: improbable"),
                            (6, "6: cannot be judged"),
                        ],
                        null=True,
                    ),
                ),
                ("confirmed", models.BooleanField(default=False)),
                ("refuted", models.BooleanField(default=False)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.membership"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("confirmed", True), ("refuted", True), _connector="OR"),
                        fields=["membership"],
                        name="judgement_source",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed", True), ("refuted", True), _negated=True),
                        name="judgement_one_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackRecord",
            fields=[
                (
                    "membership",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="circles.membership",
                    ),
                ),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("judged", models.PositiveIntegerField(default=0)),
                (
                    "reliability",
                    models.CharField(
                        choices=[
                            ("A", "A: completely reliable"),
                            ("B", "B: usually reliable"),
                            ("C", "C: fairly reliable"),
                            ("D", "D: not usually reliable"),
                            ("E", "E: unreliable"),
                            ("F", "F: cannot be judged"),
                        ],
                        default="F",
                        max_length=1,
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="circles.circle"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confirmed__lte", models.F("judged"))), name="track_confirmed_of_judged"
                    )
                ],
            },
        ),
        migrations.RunSQL(TRUST, UNDO),
    ]

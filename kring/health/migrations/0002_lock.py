"""Who sees what of surveys, hours, lessons and visits; and how answers are counted without anybody's name."""

from django.db import migrations

from kring.kernel.lock import LockTable

OWN = (
    "health_answered",
    "health_tally",
    "health_hours",
    "health_subject",
    "health_wish",
    "health_pair",
    "health_visitor",
)

POLICIES = """
-- Does the bound actor take part in this circle, and does what they act by reach so far? A token names its circles.
CREATE FUNCTION kring.takes_part(circle uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT a.ceiling >= 2 AND $1 = ANY (a.keys) AND (a.scope IS NULL OR $1 = ANY (a.scope)) FROM kring.actor() a
$$;

CREATE POLICY asked_by_who_steers ON health_survey AS RESTRICTIVE FOR INSERT TO kring_app
    WITH CHECK (kring.steers(circle_id));
CREATE POLICY tended_by_who_steers ON health_survey FOR UPDATE USING (kring.steers(circle_id)) WITH CHECK (true);
CREATE POLICY librarian_closes ON health_survey FOR UPDATE TO kring_librarian USING (true);

CREATE POLICY own ON health_answered FOR SELECT USING (person_id = (SELECT (kring.actor()).person));
CREATE POLICY librarian ON health_answered TO kring_librarian USING (true);
CREATE POLICY librarian ON health_tally TO kring_librarian USING (true);
GRANT UPDATE ON health_survey TO kring_librarian;
GRANT INSERT, UPDATE, DELETE ON health_answered TO kring_librarian;
GRANT INSERT, UPDATE ON health_tally TO kring_librarian;
-- What was written over or deleted is cleared from the files within the minute.
ALTER TABLE health_answered SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
ALTER TABLE health_tally SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

CREATE POLICY own ON health_hours
    USING (person_id = (SELECT (kring.actor()).person)
           AND kring.acts_in((SELECT m.circle_id FROM circles_membership m WHERE m.id = membership_id)))
    WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND membership_id = ANY ((SELECT (kring.actor()).keys)::uuid[]));
CREATE POLICY librarian ON health_hours FOR SELECT TO kring_librarian USING (true);

CREATE POLICY seen_by_the_circle ON health_subject FOR SELECT
    USING (kring.takes_part(circle_id));
CREATE POLICY added_by_who_steers ON health_subject FOR INSERT WITH CHECK (kring.steers(circle_id));
CREATE POLICY removed_by_who_steers ON health_subject FOR DELETE USING (kring.steers(circle_id));

CREATE POLICY seen_by_the_circle ON health_wish FOR SELECT
    USING (kring.takes_part(circle_id));
CREATE POLICY taken_back_by_oneself ON health_wish FOR DELETE
    USING (person_id = (SELECT (kring.actor()).person));
CREATE POLICY made_by_oneself ON health_wish FOR INSERT WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND kring.takes_part(circle_id));

CREATE POLICY of_these_two ON health_pair
    USING ((SELECT (kring.actor()).person) IN (mentor_id, learner_id)
           AND kring.takes_part(circle_id));
CREATE POLICY proposed_by_oneself ON health_pair AS RESTRICTIVE FOR INSERT
    WITH CHECK (proposed_by_id = (SELECT (kring.actor()).person) AND agreed_at IS NULL);
CREATE POLICY agreed_by_the_other ON health_pair AS RESTRICTIVE FOR UPDATE
    USING (proposed_by_id <> (SELECT (kring.actor()).person));

CREATE POLICY seen_with_the_visit ON health_visitor FOR SELECT
    USING (EXISTS (SELECT FROM health_visit v WHERE v.id = visit_id));
CREATE POLICY taken_back_by_oneself ON health_visitor FOR DELETE
    USING (person_id = (SELECT (kring.actor()).person));
CREATE POLICY signed_up_by_oneself ON health_visitor FOR INSERT WITH CHECK (person_id = (SELECT (kring.actor()).person)
                AND EXISTS (SELECT FROM health_visit v WHERE v.id = visit_id
                            AND kring.takes_part(v.circle_id)));
"""

SURVEYS = """
-- Whether somebody is asked: seated here, not as an observer, and no machine.
CREATE FUNCTION kring.is_asked(circle uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM kring.seated s JOIN public.people_person p ON p.id = s.person AND p.kind = 'person'
                   WHERE s.circle = $1 AND s.person = $2 AND NOT s.observer)
$$;

-- Adds what the bound actor says to the numbers, and that they answered to the roll. True: it counts; false: it was too
-- late, or not the first. Numbers have no order and no names; remarks are shuffled, and all rows of the roll are written
-- anew, so that no row tells by its transaction what came with it.
CREATE FUNCTION kring.answer_survey(survey uuid, chosen text[], remark text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me uuid := (kring.actor()).person;
BEGIN
    PERFORM FROM health_survey s WHERE s.id = survey AND s.closed_at IS NULL AND kring.is_asked(s.circle_id, me)
        AND kring.may_read(s.circle_id, s.community, s.label, s.state, s.author_id, s.audience, s.passed_to,
                           s.published, kring.actor())
        FOR UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO health_answered (survey_id, person_id) VALUES (survey, me) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO health_tally (survey_id, answered, counts, remarks) VALUES (survey, 0, '{}', '{}') ON CONFLICT DO NOTHING;
    UPDATE health_tally t SET
        answered = t.answered + 1,
        counts = t.counts || coalesce((SELECT jsonb_object_agg(answer, coalesce((t.counts ->> answer)::int, 0) + 1)
                                       FROM (SELECT DISTINCT unnest(chosen)) AS given (answer)), '{}'),
        remarks = ARRAY(SELECT said FROM unnest(t.remarks || nullif(remark, '')) said
                        WHERE said IS NOT NULL ORDER BY random())
        WHERE t.survey_id = survey;
    UPDATE health_answered a SET person_id = a.person_id WHERE a.survey_id = survey;
    RETURN true;
END $$;
ALTER FUNCTION kring.answer_survey OWNER TO kring_librarian;

-- Closes what is over: who answered is forgotten, and what fewer than five said as well.
CREATE FUNCTION kring.close_surveys(at timestamptz) RETURNS TABLE (survey uuid, circle uuid, kind text, answered int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH closed AS (
        UPDATE health_survey s SET closed_at = $1 WHERE s.closed_at IS NULL AND s.until <= $1
        RETURNING s.id, s.circle_id, s.kind
    ), forgotten AS (
        DELETE FROM health_answered a USING closed c WHERE a.survey_id = c.id
    ), kept AS (
        UPDATE health_tally t SET counts = CASE WHEN t.answered < 5 THEN '{}' ELSE t.counts END,
                                  remarks = CASE WHEN t.answered < 5 THEN '{}' ELSE t.remarks END
        FROM closed c WHERE t.survey_id = c.id
        RETURNING t.survey_id, t.answered
    )
    SELECT c.id, c.circle_id, c.kind, coalesce(k.answered, 0) FROM closed c LEFT JOIN kept k ON k.survey_id = c.id
$$;
ALTER FUNCTION kring.close_surveys OWNER TO kring_librarian;

-- How many answered, for everybody in the circle; what they said, once it is closed and five did. Remarks are for who steers.
CREATE FUNCTION kring.survey_results(surveys uuid[])
RETURNS TABLE (survey uuid, answered int, counts jsonb, remarks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id, t.answered,
           CASE WHEN s.closed_at IS NOT NULL AND t.answered >= 5 THEN t.counts ELSE '{}' END,
           CASE WHEN s.closed_at IS NOT NULL AND t.answered >= 5 AND kring.steers(s.circle_id) THEN t.remarks ELSE '{}' END
    FROM health_survey s JOIN health_tally t ON t.survey_id = s.id
    WHERE s.id = ANY (surveys)
      AND kring.may_read(s.circle_id, s.community, s.label, s.state, s.author_id, s.audience, s.passed_to,
                         s.published, kring.actor())
$$;
ALTER FUNCTION kring.survey_results OWNER TO kring_librarian;

-- Who was asked and has not answered: for jobs, which act for nobody. Whoever is bound gets no answer.
CREATE FUNCTION kring.to_answer(survey uuid) RETURNS TABLE (person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT d.person FROM health_survey s JOIN kring.seated d ON d.circle = s.circle_id
    WHERE s.id = $1 AND s.closed_at IS NULL
      AND (kring.actor()).person IS NULL AND kring.is_asked(s.circle_id, d.person)
      AND NOT EXISTS (SELECT FROM health_answered a WHERE a.survey_id = s.id AND a.person_id = d.person)
$$;
ALTER FUNCTION kring.to_answer OWNER TO kring_librarian;

-- The circles in which the pulse comes back in this quarter, and who steers each; for jobs as well.
CREATE FUNCTION kring.pulses_due(quarter text) RETURNS TABLE (circle uuid, person uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT ON (s.circle_id) s.circle_id, d.person
    FROM health_survey s
    JOIN kring.seated d ON d.circle = s.circle_id AND d.role IN ('chair', 'secretary') AND NOT d.observer
    WHERE s.kind = 'pulse' AND s.repeats AND s.quarter < $1 AND (kring.actor()).person IS NULL
      AND NOT EXISTS (SELECT FROM health_survey later
                      WHERE later.circle_id = s.circle_id AND later.kind = 'pulse' AND later.quarter > s.quarter)
    ORDER BY s.circle_id, d.role, d.person
$$;
ALTER FUNCTION kring.pulses_due OWNER TO kring_librarian;
"""

GIVING = """
-- How often each member said something of what was shared, of what the bound actor may read: for the member itself. Who
-- steers learns it of all, when five or more did: of fewer one could guess who said what. "We are affected" does not count.
CREATE FUNCTION kring.feedback_given(circle uuid, since timestamptz, until timestamptz)
RETURNS TABLE (membership uuid, given bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH seat AS MATERIALIZED (SELECT DISTINCT d.membership, d.person FROM kring.seated d WHERE d.circle = $1),
    told AS MATERIALIZED (
        SELECT f.item_id, f.person_id FROM sharing_feedback f WHERE f.kind <> 'affected' AND f.at >= $2 AND f.at < $3
    ),
    item AS MATERIALIZED (  -- asked once an item, not once for each that was said of it
        SELECT i.id FROM sharing_item i
        WHERE i.circle_id = $1 AND i.id IN (SELECT t.item_id FROM told t)
          AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to,
                             i.published, (SELECT kring.actor()))
    ),
    said AS (
        SELECT seat.membership, count(*) AS given
        FROM told JOIN item ON item.id = told.item_id JOIN seat ON seat.person = told.person_id
        GROUP BY seat.membership
    )
    SELECT s.membership, s.given FROM said s
    WHERE s.membership = ANY ((kring.actor()).keys)
       OR (kring.steers($1) AND (SELECT count(*) FROM said) >= 5)
$$;
ALTER FUNCTION kring.feedback_given OWNER TO kring_librarian;

-- Hours that were written down, summed for each member: for the member itself, and for who steers.
CREATE FUNCTION kring.hours_given(circle uuid, since date, until date) RETURNS TABLE (membership uuid, hours numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT h.membership_id, sum(h.hours)
    FROM health_hours h JOIN circles_membership m ON m.id = h.membership_id
    WHERE m.circle_id = $1 AND h.day >= $2 AND h.day < $3
      AND (m.id = ANY ((SELECT (kring.actor()).keys)::uuid[]) OR (SELECT kring.steers($1)))
    GROUP BY h.membership_id
$$;
ALTER FUNCTION kring.hours_given OWNER TO kring_librarian;
"""

UNDO = """
DROP FUNCTION kring.hours_given; DROP FUNCTION kring.feedback_given; DROP FUNCTION kring.pulses_due;
DROP FUNCTION kring.to_answer; DROP FUNCTION kring.survey_results; DROP FUNCTION kring.close_surveys;
DROP FUNCTION kring.answer_survey; DROP FUNCTION kring.is_asked;
DROP POLICY seen_with_the_visit ON health_visitor; DROP POLICY taken_back_by_oneself ON health_visitor;
DROP POLICY signed_up_by_oneself ON health_visitor;
DROP POLICY of_these_two ON health_pair; DROP POLICY proposed_by_oneself ON health_pair;
DROP POLICY agreed_by_the_other ON health_pair;
DROP POLICY seen_by_the_circle ON health_wish; DROP POLICY taken_back_by_oneself ON health_wish;
DROP POLICY made_by_oneself ON health_wish;
DROP POLICY seen_by_the_circle ON health_subject; DROP POLICY added_by_who_steers ON health_subject;
DROP POLICY removed_by_who_steers ON health_subject;
DROP POLICY own ON health_hours; DROP POLICY librarian ON health_hours;
DROP POLICY librarian ON health_tally; DROP POLICY librarian ON health_answered; DROP POLICY own ON health_answered;
DROP POLICY librarian_closes ON health_survey; DROP POLICY tended_by_who_steers ON health_survey;
DROP POLICY asked_by_who_steers ON health_survey; DROP FUNCTION kring.takes_part;
"""


def _forced(table: str) -> migrations.RunSQL:
    on = f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
    off = f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
    return migrations.RunSQL(on, off)


# Backups are made as the librarian.
KEPT = "CREATE POLICY librarian ON {table} FOR SELECT TO kring_librarian USING (true)"
NOT_KEPT = "DROP POLICY librarian ON {table}"


class Migration(migrations.Migration):
    dependencies = [("health", "0001_start"), ("sharing", "0012_trust")]

    operations = [
        LockTable("health_survey"),
        LockTable("health_visit"),
        *map(_forced, OWN),
        migrations.RunSQL(POLICIES + SURVEYS + GIVING, UNDO),
        *(
            migrations.RunSQL(KEPT.format(table=table), NOT_KEPT.format(table=table))
            for table in ("health_pair", "health_subject", "health_visitor", "health_wish")
        ),
    ]

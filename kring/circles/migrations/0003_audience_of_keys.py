"""Who reads what is narrower than GREEN is found by the keys of circles, organisations and people alone."""

from django.db import migrations

# Under AMBER, AMBER+STRICT and RED the policy looks at no other keys. A large circle has three times as many of those: who
# is green through a seat, and once more as a colleague.
BY_KEYS = """
    ELSIF label >= 2 AND passed_to = '{}' THEN
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what = 'key' GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, ROW(h.person, array_agg(h.key), '{}', '{}', '{}',
                CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor);"""

LOOKED_AT = """ROW(
                    h.person,
                    array_agg(h.key) FILTER (WHERE h.what IN ('key', 'colleague')),
                    array_agg(h.key) FILTER (WHERE h.what = 'green'),
                    array_agg(h.key) FILTER (WHERE h.what = 'bridged'),
                    '{}', CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor"""

AUDIENCE_OF = """
CREATE OR REPLACE FUNCTION kring.audience_of(
    circle uuid, community uuid, label smallint, state smallint, author uuid,
    audience uuid[], passed_to uuid[], published boolean
) RETURNS TABLE (person uuid) LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    looked_at uuid[] := audience_of.audience || passed_to || ARRAY[audience_of.circle, audience_of.community, author];
BEGIN
    IF label = 0 THEN  -- everybody
        RETURN QUERY SELECT p.id FROM people_person p WHERE p.suspended_at IS NULL
            AND kring.may_read(audience_of.circle, audience_of.community, label, state, author, audience_of.audience,
                passed_to, published, ROW(p.id, '{}', '{}', '{}', '{}', 4, NULL)::kring.actor);{by_keys}
    ELSIF passed_to = '{}' THEN  -- no colleague's key to look for: those are worked out, so no index finds them
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what <> 'colleague' GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, {looked_at});
    ELSE
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, {looked_at});
    END IF;
END $$;
""".replace("{looked_at}", LOOKED_AT)


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_reach")]

    operations = [
        migrations.RunSQL(AUDIENCE_OF.replace("{by_keys}", BY_KEYS), AUDIENCE_OF.replace("{by_keys}", "")),
    ]

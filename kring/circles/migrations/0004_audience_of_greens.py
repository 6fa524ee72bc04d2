"""Who reads what is GREEN is found by the communities and bridges alone, where nothing was passed on."""

from importlib import import_module

from django.db import migrations

# Of what is shared as GREEN the policy looks at nothing else. A large circle has half as many keys again: that of the
# circle itself, for everybody who sits there. The author of a draft holds none of these, so drafts go the longer way.
BY_GREENS = """
    ELSIF label = 1 AND state > 0 AND passed_to = '{}' THEN
        RETURN QUERY SELECT h.person FROM kring.held h JOIN people_person p ON p.id = h.person
            WHERE h.key = ANY (looked_at) AND h.what IN ('green', 'bridged') GROUP BY h.person, p.kind
            HAVING kring.may_read(audience_of.circle, audience_of.community, label, state, author,
                audience_of.audience, passed_to, published, ROW(h.person, '{}',
                array_agg(h.key) FILTER (WHERE h.what = 'green'), array_agg(h.key) FILTER (WHERE h.what = 'bridged'),
                '{}', CASE WHEN p.kind = 'machine' THEN 3 ELSE 4 END, NULL)::kring.actor);"""

BEFORE = import_module("kring.circles.migrations.0003_audience_of_keys")


def audience_of(branches: str) -> str:
    """The function with these branches."""
    function: str = BEFORE.AUDIENCE_OF
    return function.replace("{by_keys}", branches)


class Migration(migrations.Migration):
    dependencies = [("circles", "0003_audience_of_keys")]

    operations = [migrations.RunSQL(audience_of(BEFORE.BY_KEYS + BY_GREENS), audience_of(BEFORE.BY_KEYS))]

"""What lies outside what a circle is for: a tag that who steers can give to what others shared, and that is counted."""

from django.db import migrations

OUTSIDE = """
-- Who steers says of something that the circle shared, and that they may read, that it lies outside what it is for; or not.
CREATE FUNCTION kring.mark_outside(item uuid, outside boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE sharing_item i
    SET tags = array_remove(i.tags, 'out-of-scope') || CASE WHEN outside THEN ARRAY['out-of-scope'] ELSE '{}' END::varchar[]
    WHERE i.id = item AND i.state = 1 AND kring.steers(i.circle_id)
      AND kring.may_read(i.circle_id, i.community, i.label, i.state, i.author_id, i.audience, i.passed_to, i.published,
                         kring.actor());
    RETURN FOUND;
END $$;
ALTER FUNCTION kring.mark_outside OWNER TO kring_librarian;

-- How much of what a circle shared lay outside what it is for, quarter by quarter: for who steers, read by them or not.
CREATE FUNCTION kring.outside_scope(circle uuid, since timestamptz) RETURNS TABLE (quarter text, items bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT to_char(i.shared_at AT TIME ZONE 'UTC', 'YYYY"-Q"Q'), count(*) FROM sharing_item i
    WHERE i.circle_id = $1 AND kring.steers($1) AND i.state = 1 AND i.shared_at >= $2
      AND i.tags @> ARRAY['out-of-scope']::varchar[]
    GROUP BY 1 ORDER BY 1 DESC
$$;
ALTER FUNCTION kring.outside_scope OWNER TO kring_librarian;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0013_freeze")]

    operations = [
        migrations.RunSQL(OUTSIDE, "DROP FUNCTION kring.outside_scope; DROP FUNCTION kring.mark_outside"),
    ]

"""Tells open streams that a session or an account ended, whoever ended it and however."""

from django.db import migrations

CUT = """
CREATE FUNCTION kring.cut_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A name from which nobody gets the session: everybody who is connected can listen.
    PERFORM pg_notify('kring_cut', encode(sha256(convert_to(OLD.session_key, 'UTF8')), 'hex'));
    RETURN NULL;
END $$;
CREATE TRIGGER cut AFTER DELETE ON django_session FOR EACH ROW EXECUTE FUNCTION kring.cut_session();

CREATE FUNCTION kring.cut_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('kring_cut', OLD.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER cut AFTER UPDATE OF suspended_at, password ON people_person FOR EACH ROW
    WHEN (OLD.suspended_at IS DISTINCT FROM NEW.suspended_at OR OLD.password IS DISTINCT FROM NEW.password)
    EXECUTE FUNCTION kring.cut_person();
CREATE TRIGGER cut_for_good AFTER DELETE ON people_person FOR EACH ROW EXECUTE FUNCTION kring.cut_person();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_start"), ("sessions", "0001_initial"), ("kernel", "0001_start")]

    operations = [
        migrations.RunSQL(
            CUT,
            """
            DROP TRIGGER cut ON django_session; DROP TRIGGER cut ON people_person;
            DROP TRIGGER cut_for_good ON people_person; DROP FUNCTION kring.cut_session, kring.cut_person;
            """,
        )
    ]

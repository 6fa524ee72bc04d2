"""Files that candidates give: seen with the application, given while it is a draft, gone when it is emptied."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import kring.kernel.ids

EVIDENCE = """
ALTER TABLE admission_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE admission_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY follows_application ON admission_evidence FOR SELECT
    USING (EXISTS (SELECT FROM admission_application a WHERE a.id = application_id));
CREATE POLICY given_by_the_candidate ON admission_evidence FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM admission_application a WHERE a.id = application_id AND a.stage = 'draft'
                        AND a.id = ANY ((SELECT (kring.actor()).keys)::uuid[])));
CREATE POLICY taken_back_by_the_candidate ON admission_evidence FOR DELETE
    USING (EXISTS (SELECT FROM admission_application a WHERE a.id = application_id AND a.stage = 'draft'
                   AND a.id = ANY ((SELECT (kring.actor()).keys)::uuid[])));
CREATE POLICY librarian ON admission_evidence FOR SELECT TO kring_librarian USING (true);
CREATE POLICY librarian_takes_away ON admission_evidence FOR DELETE TO kring_librarian USING (true);
GRANT DELETE ON admission_evidence TO kring_librarian;
GRANT UPDATE (checked_at) ON files_storedfile TO kring_librarian;

-- What was emptied, or left as a draft and taken away, takes its files along; the next collection asks who else has them.
CREATE FUNCTION kring.evidence_ends_with_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (DELETE FROM public.admission_evidence WHERE application_id = OLD.id RETURNING stored_id)
    UPDATE public.files_storedfile SET checked_at = NULL WHERE sha256 IN (SELECT stored_id FROM gone);
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER evidence_erased BEFORE UPDATE ON admission_application FOR EACH ROW
    WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION kring.evidence_ends_with_application();
CREATE TRIGGER evidence_left BEFORE DELETE ON admission_application
    FOR EACH ROW EXECUTE FUNCTION kring.evidence_ends_with_application();
"""

UNDO = """
DROP TRIGGER evidence_erased ON admission_application; DROP TRIGGER evidence_left ON admission_application;
DROP FUNCTION kring.evidence_ends_with_application;
REVOKE UPDATE (checked_at) ON files_storedfile FROM kring_librarian;
DROP POLICY follows_application ON admission_evidence; DROP POLICY given_by_the_candidate ON admission_evidence;
DROP POLICY taken_back_by_the_candidate ON admission_evidence; DROP POLICY librarian ON admission_evidence;
DROP POLICY librarian_takes_away ON admission_evidence;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("admission", "0001_start"),
        ("files", "0001_start"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=kring.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evidence", to="admission.application"
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [models.UniqueConstraint(fields=("application", "code"), name="evidence_once")],
            },
        ),
        migrations.RunSQL(EVIDENCE, UNDO),
    ]

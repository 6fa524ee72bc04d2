"""Files that a candidate gives, where a circle asks for them."""

from collections.abc import Mapping

from kring.admission import queries, rules
from kring.admission.models import Application, Evidence
from kring.admission.rules import Ask
from kring.files import commands as files
from kring.kernel.errors import enforce
from kring.sharing.commands import Upload


def keep_files(application: Application, given: Mapping[str, Upload]) -> None:
    """Keep what was given, in the place of what was there; and let each answer say what is kept, and nothing else.

    Refused: file_kind, file_too_large, file_empty.
    """
    asked = [each.code for each in queries.policy_of(application.circle_id).terms.criteria if each.ask is Ask.FILE]
    for code in asked:
        if code in given:
            _take(application, code, given[code])
    if asked:
        kept = dict(Evidence.objects.filter(application=application).values_list("code", "name"))
        application.answers = {**application.answers, **{code: kept.get(code, "") for code in asked}}
        application.save(update_fields=["answers"])


def _take(application: Application, code: str, upload: Upload) -> None:
    kept = files.keep_file(content=upload.content, name=upload.name)
    enforce(rules.why_not_take(kept.file.media_type, kept.file.size, is_dangerous=kept.danger is not None))
    before = Evidence.objects.filter(application=application, code=code)
    files.let_go(files=list(before.values_list("stored_id", flat=True)))
    before.delete()
    Evidence.objects.create(application=application, code=code, stored_id=kept.file.sha256, name=kept.name)

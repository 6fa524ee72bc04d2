"""Publishing a code of conduct, accepting it, and signing a letter of entry."""

from uuid import UUID

from kring.circles import queries as circles
from kring.conduct import access, queries, rules
from kring.conduct.facts import CodeAccepted, CodePublished, LetterSigned
from kring.conduct.models import Acceptance, Code, Letter
from kring.conduct.rules import Expected
from kring.kernel.actor import Actor
from kring.kernel.clock import now
from kring.kernel.errors import NotVisible, enforce
from kring.kernel.lock import SHARED
from kring.kernel.record import record
from kring.tlp.labels import Label


def publish_code(*, actor: Actor, circle: UUID, text_nl: str, text_en: str, changed: str, expected: Expected) -> UUID:
    """Give a circle a code of conduct, or the next version of it. Whoever sits there is asked to accept it.

    Refused: not_steering, nothing_promised, not_said_what_changed, too_many_expected.
    Records: CodePublished.
    """
    place = circles.circle_for(actor, circle)
    last = Code.objects.filter(circle=circle).order_by("-number").first()
    enforce(
        rules.why_not_publish(
            steers=place.standing is not None and place.standing.steers,
            text_nl=text_nl,
            text_en=text_en,
            changed=changed,
            first=last is None,
            expected=expected,
        )
    )
    assert actor.person
    code = Code.objects.create(
        circle_id=circle,
        community=place.community,
        label=Label.GREEN,
        state=SHARED,
        author_id=actor.person,
        number=last.number + 1 if last else 1,
        text_nl=text_nl.strip(),
        text_en=text_en.strip(),
        changed=changed.strip(),
        meetings=expected.meetings,
        out_of=expected.out_of,
        shares_a_year=expected.shares_a_year,
        hours_a_month=expected.hours_a_month,
        published_at=now(),
    )
    record(CodePublished(circle=circle, code=code.pk, number=code.number, person=actor.person), by=actor)
    return code.pk


def accept_code(*, actor: Actor, code: UUID) -> None:
    """Accept a version, for oneself. A second time changes nothing.

    Records: CodeAccepted, the first time.
    """
    found = access.code(code)
    if actor.person is None:
        raise NotVisible
    if not queries.has_accepted(found.pk, actor.person):
        Acceptance.objects.create(code=found, person_id=actor.person, at=now())
        record(CodeAccepted(circle=found.circle_id, code=found.pk, person=actor.person), by=actor)


def sign_letter(
    *, actor: Actor, membership: UUID, language: str, signed_by: str, function: str, authority: str
) -> UUID:
    """Sign the letter by which an organisation comes in: who, as what, on whose authority. It says what holds now.

    Refused: not_seated, already_signed, no_code.
    Records: LetterSigned.
    """
    member = circles.member(actor, membership)
    place = circles.circle_for(actor, member.circle)
    code = queries.code_in_force(place.path)
    enforce(
        rules.why_not_sign(
            sits_for=place.standing is not None and place.standing.sits_for(member.id),
            has_code=code is not None,
            signed=queries.letter_of(member.id) is not None,
        )
    )
    assert code
    assert actor.person
    title, text = queries.letter_draft(place, member.organisation.name, code, language)
    letter = Letter.objects.create(
        circle_id=place.id,
        membership_id=member.id,
        code_id=code.id,
        title=title,
        text=text,
        language=language,
        signed_by=signed_by.strip(),
        function=function.strip(),
        authority=authority.strip(),
        signed_at=now(),
        person_id=actor.person,
    )
    record(LetterSigned(circle=place.id, letter=letter.pk, membership=member.id), by=actor)
    return letter.pk

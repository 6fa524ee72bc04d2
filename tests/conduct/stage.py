"""What tests of conduct set up: codes, suspicions, and what each of the cast finds."""

from uuid import UUID

from django.test import Client

from kring.conduct import commands, queries
from kring.conduct.rules import Expected
from kring.kernel.binding import acting_as
from kring.people.models import Person
from tests.cast import Cast


def publish(cast: Cast, by: str = "chi", *, text: str = "We share.", changed: str = "", circle: str = "north") -> UUID:
    """Somebody publishes a code."""
    with acting_as(cast.actor(by)) as actor:
        return commands.publish_code(
            actor=actor,
            circle=getattr(cast, circle).pk,
            text_nl="",
            text_en=text,
            changed=changed,
            expected=Expected(),
        )


def report(
    cast: Cast,
    by: str = "ada",
    *,
    about: str | None = "cem",
    item: UUID | None = None,
    unknown: bool = False,
    handler: str = "",
    circle: str = "north",
) -> str:
    """Somebody reports a suspicion about the organisation of another; the code, when they stay unknown."""
    with acting_as(cast.actor(by)) as actor:
        return commands.report_suspicion(
            actor=actor,
            circle=getattr(cast, circle).pk,
            what="It stood in their newsletter.",
            about=cast.memberships[about].pk if about else None,
            item=item,
            unknown=unknown,
            handler=cast.person(handler).pk if handler else None,
        )


def case_of(cast: Cast, by: str = "chi") -> UUID:
    """The newest case that somebody looks into."""
    with acting_as(cast.actor(by)) as actor:
        return queries.cases_handled(actor, cast.north.pk)[0].id


def looked_into(cast: Cast, **reported: object) -> UUID:
    """A case that chi looks into."""
    report(cast, **reported)  # type: ignore[arg-type]
    case = case_of(cast)
    with acting_as(cast.actor("chi")) as actor:
        commands.look_into(actor=actor, case=case)
    return case


def heard(cast: Cast, case: UUID) -> UUID:
    """chi asks the organisation for its side; the hearing."""
    with acting_as(cast.actor("chi")) as actor:
        return commands.ask_side(actor=actor, case=case, accused=None, asked="Was it you?")


def signed_in(person: Person, language: str = "en") -> Client:
    """The browser of somebody."""
    Person.objects.filter(pk=person.pk).update(language=language)
    client = Client()
    client.force_login(person)
    return client

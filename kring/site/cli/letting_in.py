"""Commands that let somebody in: the first person of an organisation, a chair where none is left, a machine."""

import argparse
from datetime import timedelta

from kring.kernel.errors import KringError
from kring.site.cli.running import set_up_django

Arguments = argparse.Namespace


def invite(given: Arguments) -> None:
    """Invite somebody who will start a circle. The link is shown here once, to be handed over; it works for one account."""
    from kring.site import database  # noqa: PLC0415  # a command loads what it needs

    database.make_current(database.open_database())
    set_up_django()
    from kring.circles import commands  # noqa: PLC0415

    print(commands.invite_founder(email=given.email, organisation=given.organisation, name=given.name))


def chair(given: Arguments) -> None:
    """Seat a chair in a circle that has neither a chair nor a secretary any more: somebody who sits there already."""
    from kring.site import database  # noqa: PLC0415

    database.make_current(database.open_database())
    set_up_django()
    from kring.circles import commands  # noqa: PLC0415
    from kring.kernel.errors import NotVisible  # noqa: PLC0415

    try:
        commands.appoint_chair(circle=given.circle, email=given.email)
    except NotVisible:
        raise KringError(f"There is no circle {given.circle}, or nobody with the address {given.email}.") from None


def token(given: Arguments) -> None:
    """Make a token for a machine. It is shown once. For a person there is none: people make their own, on their page."""
    from kring.site import database  # noqa: PLC0415

    database.make_current(database.open_database())
    set_up_django()
    from kring.kernel.actor import Actor  # noqa: PLC0415
    from kring.kernel.clock import now  # noqa: PLC0415
    from kring.people import commands, queries  # noqa: PLC0415
    from kring.people.rules import Scope  # noqa: PLC0415
    from kring.tlp.labels import Label  # noqa: PLC0415

    machine = queries.machine(given.machine)
    if machine is None:
        raise KringError(f"There is no machine with the number {given.machine}.")
    issued = commands.issue_token(
        actor=Actor(person=machine),
        name=given.name,
        scopes={Scope(scope) for scope in given.scope or ["read"]},
        ceiling=Label.AMBER_STRICT,
        expires=now() + timedelta(days=given.days),
    )
    print(issued.text)

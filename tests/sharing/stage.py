"""What tests of sharing set up and look at: items on the table, refusals, the trail."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from kring.kernel import trail
from kring.kernel.binding import acting_as
from kring.kernel.errors import Refused
from kring.sharing import commands
from kring.sharing.commands.drafts import Writing
from kring.sharing.commands.replies import Answer
from kring.sharing.rules import Text
from kring.tlp.labels import Label
from tests.cast import Cast

PUMPS = Text(
    title="Pumps stop after the update",
    what="Since last night two pumps stop. They call update.pumps-cdn.top every ten minutes.",
    so_what="Whoever runs the same firmware loses control of the water level.",
    do_what="Block the address and stay on version 4.2.",
)


def draft(cast: Cast, by: str = "ada", *, text: Text = PUMPS, about: UUID | None = None, **writing: Any) -> UUID:
    """Somebody begins to write in North, which the rest of the cast does not see."""
    circle = writing.pop("circle", cast.north.pk)
    with acting_as(cast.actor(by)) as actor:
        return commands.start_draft(actor=actor, circle=circle, writing=Writing(text=text, **writing), about=about).pk


def share(cast: Cast, by: str = "ada", label: Label = Label.AMBER, **writing: Any) -> UUID:
    """Somebody shares in North. `named` and `chosen` take names of the cast."""
    named = [cast.person(name).pk for name in writing.pop("named", ())]
    chosen = [cast.memberships[name].pk for name in writing.pop("chosen", ())]
    item = draft(cast, by, label=label, named=named, chosen=chosen, **writing)
    with acting_as(cast.actor(by)) as actor:
        commands.share_item(actor=actor, item=item)
    return item


def withdraw(cast: Cast, item: UUID, by: str = "ada") -> None:
    """The source takes it back."""
    with acting_as(cast.actor(by)) as actor:
        commands.withdraw_item(actor=actor, item=item)


def relabel(
    cast: Cast,
    item: UUID,
    label: Label,
    by: str = "ada",
    *,
    named: list[str] | None = None,
    chosen: tuple[str, ...] = (),
) -> None:
    """The source gives it another label. `named` and `chosen` take names of the cast."""
    with acting_as(cast.actor(by)) as actor:
        commands.relabel_item(
            actor=actor,
            item=item,
            label=label,
            named=[cast.person(name).pk for name in named or ()],
            chosen=[cast.memberships[name].pk for name in chosen],
        )


def reply(cast: Cast, item: UUID, by: str = "cem", body: str = "We see it too.", **answer: Any) -> UUID:
    """Somebody answers. `only` and `mentions` take names of the cast."""
    only, mentions = ([cast.person(who).pk for who in answer.pop(name, ())] for name in ("only", "mentions"))
    with acting_as(cast.actor(by)) as actor:
        given = Answer(body=body, only=only, mentions=mentions, **answer)
        return commands.add_reply(actor=actor, item=item, answer=given).pk


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens inside is refused for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def readers(cast: Cast, item: UUID) -> set[str]:
    """Who of the cast gets to see the item, each asked for themselves."""
    from kring.sharing.models import Item

    found = set()
    for name in (*cast.NAMES, "visitor"):
        with acting_as(cast.actor(name)):
            if Item.objects.filter(pk=item).exists():
                found.add(name)
    return found


def trail_seen_by(cast: Cast, name: str, item: UUID) -> list[tuple[str, str]]:
    """The item's trail as this person sees it, oldest first: who, and what."""
    people = {cast.person(who).pk: who for who in cast.NAMES}
    with acting_as(cast.actor(name)):
        return [(people[line.by] if line.by else "", line.kind) for line in reversed(trail.of_item(item))]


def kinds(facts: Collection[tuple[str, str]]) -> list[str]:
    """What happened, whoever did it."""
    return [kind for _, kind in facts]

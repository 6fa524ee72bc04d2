"""What may be done with something shared, and why not: values in, a reason out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from kring.circles.rules import MandateTerms
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.audience import State
from kring.tlp.labels import Label

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
MOST_TAGS = 12
MOST_FILES = 20

ALREADY_SHARED = Refusal("already_shared", N_("This was shared already."))
NOT_SHARED = Refusal("not_shared", N_("This is still a draft."))
IS_WITHDRAWN = Refusal("withdrawn", N_("This was withdrawn."))
NOTHING_TO_SAY = Refusal("nothing_to_say", N_("Say what you saw before you share it."))
TOO_LONG = Refusal("too_long", N_("A text here holds at most {most} characters; attach a file for more."))
TOO_MANY_TAGS = Refusal("too_many_tags", N_("At most {most} tags."))
LABEL_TOO_WIDE = Refusal("label_too_wide", N_("This circle shares up to {label}, not wider."))
NOBODY_NAMED = Refusal("nobody_named", N_("TLP:RED goes to people you name. Name at least one."))
NOT_IN_CIRCLE = Refusal("not_in_circle", N_("Somebody you chose has no seat in this circle any more."))
NOT_SEATED = Refusal("not_seated", N_("Only who has a seat in this circle can share in it."))
NOT_THE_SOURCE = Refusal("not_the_source", N_("Only the source can do this. You can ask the source."))
CHANGED_ELSEWHERE = Refusal(
    "changed_elsewhere", N_("This text was changed in another window. Nothing was overwritten: reload and compare.")
)
RED_GOES_NO_FURTHER = Refusal("red_goes_no_further", N_("TLP:RED is not passed on, to nobody."))
NEEDS_PERMISSION = Refusal("needs_permission", N_("The label does not allow this. Ask the source for permission."))
ALREADY_PASSED = Refusal("already_passed", N_("They have it already, or it was asked already."))
NOT_URGENT = Refusal("not_urgent", N_("This item asks for no acknowledgement."))
NOT_WIDER = Refusal("not_wider", N_("Ask for a label that is wider than {label}."))
ALREADY_ASKED = Refusal("already_asked", N_("You asked this already. The source has not answered yet."))
ALREADY_DECIDED = Refusal("already_decided", N_("This was decided already."))
TOO_MANY_FILES = Refusal("too_many_files", N_("At most {most} files here. Put them in one archive."))
WIDER_THAN_ITEM = Refusal("wider_than_item", N_("A reply cannot be read by more people than the item."))
FEW_NEED_SEATS = Refusal(
    "few_need_seats", N_("A reply for some people alone goes between people who have a seat in this circle.")
)
EMPTY_REPLY = Refusal("empty_reply", N_("Write something first."))
NOT_YOUR_REPLY = Refusal("not_your_reply", N_("Only who wrote a reply can change it."))
MENTION_OUTSIDE = Refusal("mention_outside", N_("Somebody you mention cannot read this. Leave the name out."))
OWN_ITEM = Refusal("own_item", N_("This is your own. Feedback comes from its readers."))


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an item: what, so what, do what."""

    title: str = ""
    what: str = ""
    so_what: str = ""
    do_what: str = ""

    @property
    def headline(self) -> str:
        """The title; without one, the first sentence of what was seen."""
        if self.title.strip():
            return " ".join(self.title.split())[:LONGEST_TITLE]
        first = next((line.strip() for line in self.what.splitlines() if line.strip()), "")
        sentence, stop, _ = first.partition(". ")
        line = sentence + ("" if not stop else ".")
        return line if len(line) <= 120 else line[:119].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule looks at before something is shared."""

    state: State
    label: Label
    text: Text
    tags: Sequence[str] = ()
    named: Collection[UUID] = ()
    chosen: Collection[UUID] = ()


def why_not_write(text: Text, tags: Sequence[str] = ()) -> Refusal | None:
    """Does this fit?"""
    if any(len(part) > LONGEST_TEXT for part in (text.what, text.so_what, text.do_what)):
        return Refusal(TOO_LONG.code, TOO_LONG.text, {"most": LONGEST_TEXT})
    if len(tags) > MOST_TAGS:
        return Refusal(TOO_MANY_TAGS.code, TOO_MANY_TAGS.text, {"most": MOST_TAGS})
    return None


def why_not_share(
    draft: Draft, *, widest: Label, people: Collection[UUID], memberships: Collection[UUID]
) -> Refusal | None:
    """May this draft go to its audience? `people` and `memberships` are those seated in the circle now."""
    if draft.state is not State.DRAFT:
        return ALREADY_SHARED
    if not draft.text.what.strip():
        return NOTHING_TO_SAY
    return why_not_label(
        draft.label,
        widest=widest,
        named=draft.named,
        chosen=draft.chosen,
        people=people,
        memberships=memberships,
    ) or why_not_write(draft.text, draft.tags)


def why_not_label(
    label: Label,
    *,
    widest: Label,
    named: Collection[UUID],
    chosen: Collection[UUID],
    people: Collection[UUID],
    memberships: Collection[UUID],
) -> Refusal | None:
    """Does this label fit the circle, and are those chosen really in it?"""
    if label.wider_than(widest):
        return Refusal(LABEL_TOO_WIDE.code, LABEL_TOO_WIDE.text, {"label": widest.marking})
    if label is Label.RED and not named:
        return NOBODY_NAMED
    if label is Label.RED and not set(named) <= set(people):
        return NOT_IN_CIRCLE
    if label in (Label.AMBER, Label.AMBER_STRICT) and not set(chosen) <= set(memberships):
        return NOT_IN_CIRCLE
    return None


def why_not_attach(state: State, files: int) -> Refusal | None:
    """May one more file stand beside something that has this many?"""
    if state is State.WITHDRAWN:
        return IS_WITHDRAWN
    return Refusal(TOO_MANY_FILES.code, TOO_MANY_FILES.text, {"most": MOST_FILES}) if files >= MOST_FILES else None


def why_not_change(state: State, *, is_source: bool) -> Refusal | None:
    """May the text, the label or the life of an item be changed by who asks?"""
    if not is_source:
        return NOT_THE_SOURCE
    return IS_WITHDRAWN if state is State.WITHDRAWN else None


class Passing(StrEnum):
    """What a label says of passing on."""

    FREE = "free"
    ASK = "ask"
    NEVER = "never"


GOES_ON_FREELY = {
    Label.AMBER_STRICT: {"colleague"},
    Label.AMBER: {"colleague", "client"},
    Label.GREEN: {"colleague"},
    Label.CLEAR: {"colleague", "client", "circle"},
}
"""To whom a reader may pass something on without asking: the last column of the design's table."""


def passing(label: Label, to: str, *, same_community: bool = False) -> Passing:
    """May a reader pass an item with this label on to a "colleague", a "client" or a "circle"?"""
    if label is Label.RED:
        return Passing.NEVER
    within = label is Label.GREEN and to == "circle" and same_community
    return Passing.FREE if within or to in GOES_ON_FREELY[label] else Passing.ASK


def why_not_pass_on(state: State, label: Label, to: str, *, same_community: bool, asking: bool) -> Refusal | None:
    """May this be passed on, or asked for?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    match passing(label, to, same_community=same_community):
        case Passing.NEVER:
            return RED_GOES_NO_FURTHER
        case Passing.ASK if not asking:
            return NEEDS_PERMISSION
        case _:
            return None


def why_not_ask_wider(state: State, now: Label, wanted: Label) -> Refusal | None:
    """May somebody in the audience ask the source for this label?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return None if wanted.wider_than(now) else Refusal(NOT_WIDER.code, NOT_WIDER.text, {"label": now.marking})


def why_not_reply(
    state: State,
    *,
    body: str,
    only: Collection[UUID],
    mentions: Collection[UUID],
    companions: Collection[UUID],
    table: Collection[UUID],
    seated: bool,
) -> Refusal | None:
    """May this reply be added? It is read by the item's readers, or by those in `only` alone.

    `companions` are those one can speak to here; `table` and `seated` say who, and whether the writer, has a seat.
    """
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    if not body.strip():
        return EMPTY_REPLY
    if only and not (seated and set(only) <= set(table)):
        return FEW_NEED_SEATS
    if not set(only) <= set(companions):
        return WIDER_THAN_ITEM
    if not set(mentions) <= set(only or companions):
        return MENTION_OUTSIDE
    return why_not_write(Text(what=body))


def why_not_feedback(state: State, *, own: bool) -> Refusal | None:
    """May somebody who reads this say what it is to them?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return OWN_ITEM if own else None


def why_not_acknowledge(state: State, *, urgent: bool) -> Refusal | None:
    """May somebody say "I have this", or be reminded to?"""
    if state is not State.SHARED:
        return IS_WITHDRAWN if state is State.WITHDRAWN else NOT_SHARED
    return None if urgent else NOT_URGENT


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before sharing. It never stops anybody."""

    code: str
    text: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """An organisation in the audience that can keep only to labels up to this one."""

    organisation: str
    narrowest: Label
    reason: str = ""


def above_mandate(label: Label, mandate: MandateTerms | None, today: date) -> bool:
    """Is this wider than the mandate says? Without a mandate nothing is above it."""
    return mandate is not None and not mandate.covers(label, today)


def cautions(
    label: Label,
    *,
    mandate: MandateTerms | None,
    today: date,
    limits: Sequence[Limit] = (),
    usual: Collection[Label] = (),
    via_secretariat: bool = False,
    readers: int = 0,
) -> list[Caution]:
    """What to know before sharing: a mandate passed, a limit of a reader's organisation, an unusual audience."""
    found = []
    if mandate is not None and above_mandate(label, mandate, today):
        found.append(
            Caution(
                "above_mandate",
                N_("Your mandate goes up to {label}. Sharing this is recorded and your organisation can see it."),
                {"label": mandate.widest_label.marking},
            )
        )
    found += [
        Caution(
            "sharing_limit",
            N_("{organisation} can keep information only up to {label}. {reason}"),
            {"organisation": limit.organisation, "label": limit.narrowest.marking, "reason": limit.reason},
        )
        for limit in limits
        if limit.narrowest < label
    ]
    if usual and label.wider_than(min(usual, default=label)):
        found.append(
            Caution(
                "unusual_audience",
                N_("You have not shared this widely here before: {label} reaches {readers} people."),
                {"label": label.marking, "readers": readers},
            )
        )
    if via_secretariat and label is Label.RED:
        found.append(
            Caution("sealed_red", N_("The people you name may guess who shared this: the list of names is short."))
        )
    return found

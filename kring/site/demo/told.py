"""The words in which the demo's past is told: who shared what and when, and what others did with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kring.tlp.labels import Label

HERE = ZoneInfo("Europe/Amsterdam")

When = Callable[[datetime], datetime]
"""A moment, seen from now."""

SATURDAY = 5


def ago(days: int, clock: str) -> When:
    """So many days ago, at that time. What would fall in a weekend happened on the Friday before it."""

    def moment(now: datetime) -> datetime:
        day = now.astimezone(HERE).date() - timedelta(days=days)
        if day.weekday() >= SATURDAY and days > 3:
            day -= timedelta(days=day.weekday() - SATURDAY + 1)
        return datetime.combine(day, time.fromisoformat(clock), HERE)

    return moment


def just(*, hours: float = 0, minutes: float = 0) -> When:
    """So long ago, on the clock."""
    return lambda now: now - timedelta(hours=hours, minutes=minutes)


def minutes(number: float) -> timedelta:
    """For what happened soon after."""
    return timedelta(minutes=number)


def hours(number: float) -> timedelta:
    """For what happened the same day."""
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    """For what happened later."""
    return timedelta(days=number)


@dataclass(frozen=True, slots=True)
class File:
    """Something attached."""

    name: str
    content: Callable[[], bytes]
    is_sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Somebody did something with an item, so long after it was shared."""

    by: str
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Step):
    """They answered in the thread. `only` for these people, when it is not for all."""

    text: str
    mentions: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    answers: str = ""
    key: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesBack(Step):
    """They took their reply back."""

    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewords(Step):
    """They changed their reply."""

    reply: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taps(Step):
    """They said in one tap what it is to them."""

    kind: str
    note: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sees(Step):
    """Their organisation saw one of its indicators."""

    kind: str
    value: str
    count: int = 1
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks(Step):
    """They asked all organisations that have it."""

    kind: str = "patched"
    days: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Step):
    """They answered that for their organisation; `within` says in how many days what is planned will be done."""

    answer: str
    within: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits(Step):
    """The source changed the words. What is None stayed."""

    title: str | None = None
    what: str | None = None
    so_what: str | None = None
    do_what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabels(Step):
    """The source gave it another label."""

    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraws(Step):
    """The source took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminds(Step):
    """The source reminded who had not acknowledged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassesOn(Step):
    """They passed it on, or (`asking`) asked the source whether they may."""

    colleague: str = ""
    client: str = ""
    circle: str = ""
    reason: str = ""
    asking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPassing(Step):
    """The source answered the request to pass it on."""

    allow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksWider(Step):
    """They asked the source for a wider label."""

    label: Label
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersWider(Step):
    """The source answered the request for a wider label."""

    grant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something shared, and what became of it."""

    by: str
    circle: str
    when: When
    label: Label
    title: str
    what: str
    so_what: str = ""
    do_what: str = ""
    kind: str = "warning"
    language: str = "nl"
    key: str = ""
    """By which other stories speak of it."""
    tags: tuple[str, ...] = ()
    urgent: bool = False
    named: tuple[str, ...] = ()
    """People, for RED."""
    chosen: tuple[str, ...] = ()
    """Organisations, for AMBER and AMBER+STRICT; none is the whole circle."""
    reliability: str = ""
    credibility: int | None = None
    via_secretariat: bool = False
    expertise: tuple[str, ...] = ()
    about: str = ""
    files: tuple[File, ...] = ()
    silent: tuple[str, ...] = ()
    """Who has not opened it, and so has not acknowledged it either."""
    then: tuple[Step, ...] = ()
    is_draft: bool = False
    """Not shared yet."""

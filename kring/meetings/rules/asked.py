"""What people fill in about meetings, as plain values: forms make them, commands take them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class YearAsked:
    """What somebody fills in to plan a year; the rest has usual values."""

    name: str
    pattern: str
    every: int
    weekday: int
    time: time
    nth: int = 2
    start: date | None = None
    """The first day looked at; None is four weeks from now, so that people can keep it free."""
    minutes: int = 180
    place: str = ""
    zone: str = "Europe/Amsterdam"
    country: str = "NL"
    rotates: bool = True


@dataclass(frozen=True, slots=True)
class RowAsked:
    """A line of the plan as it was changed."""

    meeting: UUID
    day: date
    host: UUID | None
    topic: str


@dataclass(frozen=True, slots=True)
class MeetingAsked:
    """A meeting as somebody fills it in."""

    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = "regular"
    topic: str = ""
    place: str = ""
    online: str = ""
    within: str = ""
    host: UUID | None = None
    label: Label = Label.GREEN
    zone: str = "Europe/Amsterdam"

    def columns(self) -> dict[str, object]:
        """For its row; the lock apart."""
        texts = {name: getattr(self, name).strip() for name in ("title", "topic", "place", "online", "within")}
        moments = {"starts_at": self.starts_at, "ends_at": self.ends_at, "zone": self.zone}
        return texts | moments | {"kind": self.kind, "host_id": self.host}


@dataclass(frozen=True, slots=True)
class PointAsked:
    """A point as somebody fills it in. `named`: who sees it under TLP:RED, beside author, presenter and who steers."""

    title: str
    kind: str = "inform"
    minutes: int = 10
    label: Label = Label.AMBER
    presenter: UUID | None = None
    presenter_name: str = ""
    explanation: str = ""
    named: Collection[UUID] = ()
    looks_back: bool = False

    def columns(self) -> dict[str, object]:
        """For its row; the lock apart."""
        return {
            "title": self.title.strip(),
            "kind": self.kind,
            "minutes": self.minutes,
            "presenter_id": self.presenter,
            "presenter_name": self.presenter_name.strip(),
            "explanation": self.explanation.strip(),
            "looks_back": self.looks_back,
        }

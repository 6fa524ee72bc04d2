"""What owners are told by mail: that an action is due or late, that an agreement is to be looked at again."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

from kring.kernel.actor import Actor
from kring.meetings.queries import outcomes
from kring.meetings.queries.outcomes import OutcomeRow
from kring.meetings.rules.lines import Kind as LineKind
from kring.notices.mails import OfNoItem, Story
from kring.notices.rules import Kind, notice_of
from kring.tlp.labels import Label


@dataclass(frozen=True, slots=True)
class OutcomeTelling(OfNoItem):
    """Something somebody took on is due, or late; or an agreement is to be looked at again. `reminder` counts from 1."""

    outcome: UUID
    circle: UUID
    owner: UUID
    due: str
    reminder: int
    kind: ClassVar = Kind.OUTCOME
    is_personal: ClassVar = True

    @property
    def notice(self) -> UUID:
        """One for each reminder of each day."""
        return notice_of(Kind.OUTCOME, self.outcome, f"{self.due} {self.reminder}")

    @property
    def parent(self) -> UUID | None:
        """The second stands under the first."""
        return notice_of(Kind.OUTCOME, self.outcome, f"{self.due} 1") if self.reminder > 1 else None

    def readers_among(self, people: Collection[UUID]) -> set[UUID]:
        """Its owner."""
        return {self.owner} & set(people)

    def story(self, reader: UUID) -> Story | None:
        """What it is, where its label lets that travel; else that there is something."""
        row = outcomes.outcome_row(Actor(person=reader), self.outcome)
        if not row.waits or str(row.due) != self.due:
            return None
        in_the_open = self._story(row, Label.GREEN, "") if Label.GREEN < row.label < Label.RED else None
        return replace(self._story(row, row.label, row.text), in_the_open=in_the_open)

    def _story(self, row: OutcomeRow, label: Label, text: str) -> Story:
        return Story(
            label=label,
            stamp=(row.id, label, self.due, self.reminder, row.is_late),
            folder="meetings/mail/outcome",
            link=f"/outcomes/{row.id}/",
            circle=row.circle,
            slug=row.slug,
            context={"text": text, "due": row.due, "late": row.is_late, "agreement": row.kind is LineKind.AGREEMENT},
        )

"""Words for duties, talks, and how circles are doing."""

from django.template import Library
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.leadership import forms
from kring.leadership.queries import DutyHeld
from kring.leadership.rules import Concern, Due, Need, Phase, Step, Todo

register = Library()

DUTIES = dict(forms.DUTIES)
NAMES = {str(duty): name for duty, name in forms.DUTIES}
PROMISES = {
    Step.AGENDA: _("The agenda went out a week before"),
    Step.DRAFT: _("The minutes could be read within two days"),
    Step.PUBLISH: _("The minutes were approved within five days"),
}
NEEDS = {
    Need.LATE_STEP: (_("Get “%(about)s” ready"), _("Something around this meeting is late.")),
    Need.FALLING: (_("Talk about trust and energy"), _("They fell twice in a row.")),
    Need.TALK: (_("Speak with %(about)s again"), _("You said you would by now.")),
    Need.LATE_ACTION: (_("Ask how it stands: %(about)s"), _("This action is late.")),
    Need.AGREEMENT: (_("Look at this agreement again: %(about)s"), _("That was to be done by now.")),
    Need.SILENT: (_("Call %(about)s"), _("They gave nothing in half a year.")),
    Need.TERM: (_("Find a successor: %(about)s"), _("The term is nearly over, or was.")),
    Need.VACANT: (_("Find somebody: %(about)s"), _("Nobody does this yet.")),
    Need.SCOPE: (_("Look again at what the circle is for"), _("A year went by since somebody did.")),
    Need.CHECK_IN: (_("Ask %(about)s how they are doing"), _("Nobody spoke with them for three months.")),
}
KINDS = dict(forms.KINDS)
PHASES = {Phase.EXPLORE: _("Exploring"), Phase.DEVELOP: _("Developing"), Phase.BUILD: _("Building")}
CONCERNS = {
    Concern.FALLING: _("trust or energy fell twice"),
    Concern.NO_MEETING: _("no meeting planned"),
    Concern.SILENT: _("many are silent"),
    Concern.RHYTHM: _("half of the meetings fell through"),
    Concern.PROMISES: _("promises are not kept"),
    Concern.NO_STEP: _("no next step"),
}


@register.filter
def called(duty: DutyHeld) -> str:
    """What a duty is called: its own title, or the usual name."""
    return duty.title or str(DUTIES[duty.duty])


@register.filter
def step(due: Due) -> str:
    """A step of the secretary's cycle, in words."""
    return gettext(due.called)


@register.filter
def talk_kind(code: str) -> str:
    """What a talk was about, in words."""
    return str(KINDS[code])


@register.filter
def promise(step: Step) -> str:
    """What was promised, in words."""
    return str(PROMISES[step])


@register.filter
def todo(one: Todo) -> tuple[str, str]:
    """What to do, and why."""
    title, why = NEEDS[one.need]
    about = str(NAMES.get(one.about, one.about)) if one.need in {Need.TERM, Need.VACANT} else one.about
    return str(title) % {"about": about}, str(why)


@register.filter
def phase(which: Phase) -> str:
    """How far a circle is, in a word."""
    return str(PHASES[which])


@register.filter
def concern(which: Concern) -> str:
    """Why a circle needs attention, in words."""
    return str(CONCERNS[which])

"""What can keep people from sharing, and what helps."""

from dataclasses import dataclass

from kring.kernel.words import N_


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something that keeps people from sharing, and what one can do about it."""

    code: str
    text: str
    remedy: str


BARRIERS = (
    Barrier(
        "named",
        N_("Others would know that it was us"),
        N_(
            "Share via the secretariat: readers see the warning, and not whose it is. Try it once together in a meeting."
        ),
    ),
    Barrier(
        "allowed",
        N_("I do not know whether I am allowed to"),
        N_("Record a mandate for each seat, signed by the organisation: it says up to which label somebody may share."),
    ),
    Barrier(
        "legal",
        N_("Our lawyers or the privacy officer hold it back"),
        N_(
            "Let the lawyers of a few members read the code of conduct and the labels together, and write down what may."
        ),
    ),
    Barrier(
        "onward",
        N_("I am afraid that it goes further than I want"),
        N_("Use a narrower label, or name the readers. The page of an item shows who read it."),
    ),
    Barrier(
        "time",
        N_("I have no time to write it up"),
        N_("Three sentences are enough. Forward the mail you have: it becomes a draft. Hours can be written down."),
    ),
    Barrier(
        "worth",
        N_("I doubt that it is worth anything to others"),
        N_("Say under what others share that it was useful. Ask all members in a round: nothing to report counts too."),
    ),
    Barrier(
        "know",
        N_("I do not know the others well enough"),
        N_(
            "Plan a kitchen visit, pair a newcomer with a mentor, and leave time to talk before and after each meeting."
        ),
    ),
    Barrier(
        "return",
        N_("We give, and little comes back"),
        N_("Look at give and take together, and agree what everybody brings to the next meeting."),
    ),
)

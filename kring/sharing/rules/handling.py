"""What a label asks of who reads something: in plain words, ours and not the standard's.

The standard is FIRST, "Traffic Light Protocol" 2.0; the table is the design's, "Who may read what".
"""

from collections.abc import Sequence

from kring.kernel.words import N_
from kring.tlp.labels import Label

_HANDLING: dict[Label, tuple[str, ...]] = {
    Label.RED: (
        N_("Only you and the people named here read this."),
        N_("Do not pass it on: not to colleagues, not to anybody."),
        N_("Talk about it only with those who have it too."),
    ),
    Label.AMBER_STRICT: (
        N_("For your own organisation alone."),
        N_("Pass it on to a named colleague who needs it; that is recorded."),
        N_("Clients and others: ask the source first."),
    ),
    Label.AMBER: (
        N_("For your organisation and the clients who need it to protect themselves."),
        N_("Pass it on to a named colleague or a registered client; that is recorded."),
        N_("Anybody else: ask the source first."),
    ),
    Label.GREEN: (
        N_("For everybody in this community."),
        N_("Speak about it freely there, and not on public channels."),
        N_("Outside the community: ask the source first."),
    ),
    Label.CLEAR: (N_("For everybody. You may pass it on and publish it."),),
}

_BY_CLIENT: dict[Label, tuple[str, ...]] = {
    Label.AMBER_STRICT: (
        N_("The source allowed that you read this. Use it to protect yourselves, and pass it on to nobody."),
    ),
    Label.AMBER: (N_("Use this to protect your own organisation. Pass it on to nobody outside it."),),
    Label.GREEN: (N_("The source allowed that you read this. Do not put it on public channels."),),
    Label.CLEAR: (N_("You may pass this on to anybody."),),
}


def handling(label: Label) -> Sequence[str]:
    """What a reader may do with something under this label, as sentences."""
    return _HANDLING[label]


def handling_by_client(label: Label) -> Sequence[str]:
    """The same for the client of a member who was given a link."""
    return _BY_CLIENT[label]

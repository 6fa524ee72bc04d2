"""What a machine may do in a collection, and why not: values in, a reason out."""

from datetime import date
from enum import StrEnum

from kring.circles.rules import MandateTerms
from kring.kernel.errors import Refusal
from kring.kernel.words import N_
from kring.tlp.labels import Label


class Direction(StrEnum):
    """Which way objects go through a collection."""

    BOTH = "both"
    OUT = "out"
    """From the circle to its members' machines: read only."""
    IN = "in"
    """From machines to the circle: what is sent cannot be read back here."""

    @property
    def can_read(self) -> bool:
        """May members' machines read it?"""
        return self is not Direction.IN

    @property
    def can_write(self) -> bool:
        """May members' machines add to it?"""
        return self is not Direction.OUT


class Way(StrEnum):
    """Which way objects go between us and somebody else's collection."""

    PULL = "pull"
    PUSH = "push"


class Place(StrEnum):
    """What others have, that a circle is connected to."""

    TAXII = "taxii"
    """A collection."""
    MISP = "misp"
    """A feed of events."""
    CSAF = "csaf"
    """A provider of advisories."""
    LIST = "list"
    """One file: KEV, or indicators in CSV or one on a line."""


class PublisherKind(StrEnum):
    """What a publisher of advisories is (CSAF 2.0, section 3.2.1.8.1)."""

    COORDINATOR = "coordinator"
    DISCOVERER = "discoverer"
    USER = "user"
    VENDOR = "vendor"
    OTHER = "other"


PUBLISHER_KINDS = {
    PublisherKind.COORDINATOR: N_("coordinates between those who find, make and use"),
    PublisherKind.DISCOVERER: N_("finds vulnerabilities"),
    PublisherKind.USER: N_("uses the products"),
    PublisherKind.VENDOR: N_("makes the products"),
    PublisherKind.OTHER: N_("something else"),
}

DIRECTIONS = {
    Direction.BOTH: (N_("Both ways"), N_("Members' machines read what is here, and add to it.")),
    Direction.OUT: (N_("To machines"), N_("Members' machines read what is here. They add nothing.")),
    Direction.IN: (N_("From machines"), N_("Members' machines add objects here. They read nothing back.")),
}
"""What each is called, and what it means."""

PLACES = {
    Place.TAXII: (N_("A collection, over TAXII 2.1"), N_("STIX objects, read or given")),
    Place.MISP: (N_("A feed of MISP"), N_("its events, as they change")),
    Place.CSAF: (N_("A provider of advisories in CSAF"), N_("its advisories, proved and checked, the newest first")),
    Place.LIST: (N_("A list at an address"), N_("KEV, or indicators as CSV or one on a line")),
}
"""What each is called, and what comes of it."""

NOT_SEATED = Refusal("not_seated", N_("Only somebody with a seat in the circle can add to it."))
READ_ONLY = Refusal("read_only", N_("Nothing can be added to this collection."))
WRITE_ONLY = Refusal("write_only", N_("This collection takes objects, and gives none."))
NOT_THE_SOURCE = Refusal("not_the_source", N_("Only the organisation that added it can remove it."))
OF_AN_ITEM = Refusal("of_an_item", N_("It was written of something that people shared. Withdraw that instead."))
RED = Refusal("red", N_("TLP:RED does not travel between machines."))
NARROWER_THAN_TOKEN = Refusal("beyond_ceiling", N_("Its label is narrower than what you act with may handle."))
WIDER_THAN_CIRCLE = Refusal("label_too_wide", N_("Its label is wider than this circle shares."))
WIDER_THAN_MANDATE = Refusal("above_mandate", N_("Its label is wider than your mandate lets you share."))


LEAST_MINUTES, MOST_MINUTES = 5, 7 * 24 * 60
MOST_SUBSCRIPTIONS = 50
BAD_ADDRESS = Refusal("bad_address", N_("This address cannot be used: {why}."))
ONLY_READ = Refusal("only_read", N_("Only a collection can be given to. The others can be read."))
NEVER_CLEAR = Refusal(
    "never_clear", N_("What carries no label was never said to be for everybody. Choose GREEN or narrower.")
)
NO_RED_OUT = Refusal("no_red", N_("TLP:RED goes to no machine. Choose AMBER+STRICT or wider."))
TOO_MANY = Refusal("too_many", N_("This circle has {most} of these. End one that is not needed."))


UNREADABLE = Refusal(
    "unreadable_file", N_("This file is neither STIX 2.1 nor CSAF, an event of MISP or a list of indicators. {why}")
)
NOT_VALID = Refusal("not_valid", N_("This advisory is not valid CSAF. {why}"))
UNKNOWN_LABEL = Refusal(
    "unknown_label", N_("This advisory carries a label that is not of TLP: {label}. So nobody knows who may have it.")
)


NOT_CLEAR_HERE = Refusal("not_clear_here", N_("This circle does not share under TLP:CLEAR, so it publishes nothing."))
NO_PROVIDER = Refusal("no_provider", N_("This circle does not publish advisories."))


def why_not_publish_here(*, widest: Label, is_open: bool) -> Refusal | None:
    """May something of this circle be published as an advisory?"""
    if widest is not Label.CLEAR:
        return NOT_CLEAR_HERE
    return None if is_open else NO_PROVIDER


SEEN = {
    "attack-pattern",
    "campaign",
    "indicator",
    "infrastructure",
    "intrusion-set",
    "malware",
    "report",
    "threat-actor",
    "tool",
    "vulnerability",
}
"""What an organisation can see in its own systems. STIX has sightings of domain objects alone (section 5.2)."""
NOT_SEEN = Refusal("not_seen", N_("Nobody can see such an object in their own systems."))


def why_not_see_object(type: str, *, is_revoked: bool) -> Refusal | None:  # as STIX has it
    """May an organisation say that it saw what an object tells of?"""
    return NOT_SEEN if is_revoked or type not in SEEN else None


REPORTS = {"report", "grouping"}
NO_REPORT = Refusal("no_report", N_("Only a report, or a grouping, of others can be shared with people."))


def why_not_share_report(type: str, *, is_revoked: bool, of_an_item: bool) -> Refusal | None:  # as STIX has it
    """May an object be made something that is shared with people?"""
    return NO_REPORT if type not in REPORTS or is_revoked or of_an_item else None


def why_not_unmarked(label: Label) -> Refusal | None:
    """May what carries no label get this one?"""
    if label is Label.RED:
        return NO_RED_OUT
    return NEVER_CLEAR if label is Label.CLEAR else None


def why_not_subscribe(place: Place, way: Way, label: Label, *, count: int) -> Refusal | None:
    """May a circle exchange with others like this?"""
    if place is not Place.TAXII and way is Way.PUSH:
        return ONLY_READ
    if count >= MOST_SUBSCRIPTIONS:
        return Refusal(TOO_MANY.code, TOO_MANY.text, {"most": MOST_SUBSCRIPTIONS})
    if way is Way.PULL:
        return why_not_unmarked(label)
    return NO_RED_OUT if label is Label.RED else None


def label_of_foreign(said: Label | None, *, unmarked: Label, widest: Label) -> Label:
    """Under which label something of others comes in: as they say, and never wider than this circle shares."""
    return max(unmarked if said is None else said, widest)


PROBLEMS = {
    "bad_address": N_("The address is none that can be asked."),
    "no_such_host": N_("There is no machine with this name."),
    "not_allowed": N_("This address may not be reached from here: it is private, or not encrypted."),
    "refused": N_("No connection could be made."),
    "too_slow": N_("They did not answer in time."),
    "too_large": N_("Their answer is larger than what is read."),
    "credentials": N_("They do not let us in: the user, the password or the token is not right, or may not do this."),
    "not_there": N_("They have nothing at this address."),
    "too_much": N_("They do not take that much at once."),
    "busy": N_("They ask us to come back later."),
    "broken": N_("Something is broken on their side."),
    "other_answer": N_("They answered something else than was asked for."),
    "unreadable": N_("What they gave cannot be read."),
    "secret_lost": N_("The password or token was kept under another key of this server. Set it up again."),
    "not_seated": N_("Who set this up has no seat here any more. Somebody else has to set it up again."),
}
"""Why it did not go well, for people."""


def wait_after(failures: int, *, minutes: int, asked: int | None) -> int:
    """Seconds until it is tried again: each time twice as long, up to a day, and never sooner than they ask."""
    usual = min((minutes * 60) << min(failures, 12), 24 * 3600)
    return max(usual, asked or 0)


def why_not_add(
    label: Label, *, ceiling: int, widest: Label, mandate: MandateTerms | None, today: date
) -> Refusal | None:
    """May an object under this label be added here? A person is warned of their mandate; a machine has to keep to it."""
    if label is Label.RED:
        return RED
    if label > ceiling:
        return NARROWER_THAN_TOKEN
    if label < widest:
        return WIDER_THAN_CIRCLE
    if mandate is not None and not mandate.covers(label, today):
        return WIDER_THAN_MANDATE
    return None

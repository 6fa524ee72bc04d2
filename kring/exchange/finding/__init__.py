"""Paste anything: the indicators in whatever somebody pastes or drops, and what to know about each before it is shared.

    dropped = text_of(octets, "melding.msg")      # or the text that was pasted
    findings = find(dropped.text)
    for one in findings.values:
        show(defanged(one.value, one.kind))
    for caution in warn(findings):
        say(caution.text.format(entry=caution.entry))

Plain functions on plain values. What finds them is `kring.sharing.scrutiny`, so that the share box, an item's page and what is
exchanged by machines see the same.
"""

from kring.exchange.finding.cautions import (
    DROPPED_AT_FIRST,
    MEANINGS,
    Caution,
    Meaning,
    Named,
    prepare,
    warn,
)
from kring.exchange.finding.found import Findings, Found, defanged, find, harmless, refanged
from kring.exchange.finding.reading import MOST_OCTETS, Dropped, Remark, text_of
from kring.sharing.scrutiny import INDICATOR_NAMES, IndicatorKind

__all__ = [
    "DROPPED_AT_FIRST",
    "INDICATOR_NAMES",
    "MEANINGS",
    "MOST_OCTETS",
    "Caution",
    "Dropped",
    "Findings",
    "Found",
    "IndicatorKind",
    "Meaning",
    "Named",
    "Remark",
    "defanged",
    "find",
    "harmless",
    "prepare",
    "refanged",
    "text_of",
    "warn",
]

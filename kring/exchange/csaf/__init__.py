"""Advisories in CSAF, the Common Security Advisory Framework (OASIS): read, judged, and held against what somebody uses.

    advisory = read(octets)                       # CSAF 2.0, and the draft of 2.1 without judgement
    for problem in advisory.problems:
        say(problem.code, problem.path, problem.text)
    verdict = affects(advisory, Used(vendor="Siemens", product="SIMATIC CN 4100", version="2.6"))
    say(verdict.standing, verdict.sure, verdict.text)

What we publish ourselves is written by `write`; the files around it are those of `provider`.
Plain functions on plain values. Nothing here writes, fetches or remembers.
"""

from kring.exchange.csaf.advisory import (
    Advisory,
    Branch,
    Flag,
    Group,
    Hash,
    Helper,
    Product,
    Publisher,
    Reference,
    Relation,
    Remediation,
    Score,
    Status,
    Threat,
    Vulnerability,
    Weakness,
)
from kring.exchange.csaf.limits import LIMITS, Limits, Problem, Unreadable
from kring.exchange.csaf.reading import read
from kring.exchange.csaf.relevance import affects
from kring.exchange.csaf.verdicts import Ground, Standing, Sureness, Used, Verdict
from kring.exchange.csaf.writing import Issue, Note, Revision, file_name, following, moment, write

__all__ = [
    "LIMITS",
    "Advisory",
    "Branch",
    "Flag",
    "Ground",
    "Group",
    "Hash",
    "Helper",
    "Issue",
    "Limits",
    "Note",
    "Problem",
    "Product",
    "Publisher",
    "Reference",
    "Relation",
    "Remediation",
    "Revision",
    "Score",
    "Standing",
    "Status",
    "Sureness",
    "Threat",
    "Unreadable",
    "Used",
    "Verdict",
    "Vulnerability",
    "Weakness",
    "affects",
    "file_name",
    "following",
    "moment",
    "read",
    "write",
]

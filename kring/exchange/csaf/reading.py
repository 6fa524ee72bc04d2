"""One CSAF advisory from its octets: what it says, and what is not as the standard wants it."""

from dataclasses import replace
from itertools import islice
from typing import Any

import orjson

from kring.exchange import stix
from kring.exchange.csaf import tree
from kring.exchange.csaf.advisory import (
    Advisory,
    Flag,
    Product,
    Publisher,
    Reference,
    Remediation,
    Score,
    Status,
    Threat,
    Vulnerability,
    Weakness,
)
from kring.exchange.csaf.limits import LIMITS, MOST_PROBLEMS, Limits, Problem, Unreadable
from kring.exchange.csaf.musts import broken_musts
from kring.exchange.csaf.official import complaints
from kring.exchange.csaf.parts import items, number, part, text, texts
from kring.tlp.labels import Label


def read(octets: bytes, limits: Limits = LIMITS) -> Advisory:
    """Reads and judges one advisory, of CSAF 2.0 or 2.1, whatever the octets are.

    Raises Unreadable, and nothing else, when no advisory can be told from them. Whatever is wrong within an advisory
    is one of its problems, with the number of the mandatory test that fails (section 6.1), or "schema".
    """
    document = _document(octets, limits)
    version = text(part(document, "document"), "csaf_version")
    if version not in {"2.0", "2.1"}:
        raise Unreadable("not_csaf", "This is no advisory of CSAF 2.0 or 2.1: it does not say that it is one.")
    advisory = _Said(document, limits).advisory()
    if version == "2.1":
        return advisory
    return replace(advisory, judged=True, problems=_problems(document))


def _problems(document: dict[str, Any]) -> tuple[Problem, ...]:
    """What CSAF 2.0 has against this document. The tests are for documents that the schema accepts."""
    return complaints(document) or broken_musts(document)[:MOST_PROBLEMS]


def _document(octets: bytes, limits: Limits) -> dict[str, Any]:
    if len(octets) > limits.octets:
        raise Unreadable("too_large", f"The advisory is {len(octets)} bytes; at most {limits.octets} are read.")
    octets = octets.removeprefix(b"\xef\xbb\xbf")  # a byte order mark: forbidden, and some tools write it
    try:
        document = orjson.loads(octets)
    except orjson.JSONDecodeError as error:
        raise Unreadable("not_json", f"This is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise Unreadable("not_an_object", "This is a value, and no object with properties.")
    if stix.is_deeper(document, octets, limits.depth):
        raise Unreadable("too_deep", f"Its lists and objects are nested more than {limits.depth} deep.")
    if problem := stix.why_ambiguous(octets):
        raise Unreadable(problem.code, problem.text)
    return document


class _Said:
    """What a document says, as far as it can be read."""

    def __init__(self, document: dict[str, Any], limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._mentions = 0
        self._groups = {group.id: group.products for group in tree.groups(document)}

    def advisory(self) -> Advisory:
        """All of it, not judged yet."""
        about = part(self._document, "document")
        tracking = part(about, "tracking")
        _at_most(self._limits.revisions, sum(1 for _ in items(tracking, "revision_history")), "revisions")
        publisher = part(about, "publisher")
        return Advisory(
            id=text(tracking, "id"),
            title=text(about, "title"),
            category=text(about, "category"),
            csaf_version=text(about, "csaf_version"),
            publisher=Publisher(
                name=text(publisher, "name"),
                namespace=text(publisher, "namespace"),
                category=text(publisher, "category"),
                contact=text(publisher, "contact_details"),
            ),
            version=text(tracking, "version"),
            status=text(tracking, "status"),
            released=text(tracking, "initial_release_date"),
            updated=text(tracking, "current_release_date"),
            label=_label(text(part(about, "distribution", "tlp"), "label")),
            tlp=text(part(about, "distribution", "tlp"), "label"),
            severity=text(part(about, "aggregate_severity"), "text"),
            language=text(about, "lang"),
            source_language=text(about, "source_lang"),
            summary=_summary(about),
            distribution=text(part(about, "distribution"), "text"),
            references=tuple(
                Reference(text(one, "url"), text(one, "summary"), text(one, "category") or "external")
                for one in items(about, "references")
            ),
            products=self._products(),
            groups=tree.groups(self._document),
            vulnerabilities=self._vulnerabilities(),
            judged=False,
            document=self._document,
        )

    def _products(self) -> tuple[Product, ...]:
        most = self._limits.products
        products = tuple(tree.product_of(one) for one in islice(tree.named(self._document), most + 1))
        _at_most(most, len(products), "products")
        return products

    def _vulnerabilities(self) -> tuple[Vulnerability, ...]:
        found = list(items(self._document, "vulnerabilities"))
        _at_most(self._limits.vulnerabilities, len(found), "vulnerabilities")
        scores = sum(1 for one in found for name in ("scores", "metrics") for _ in items(one, name))
        _at_most(self._limits.scores, scores, "scores")
        return tuple(self._vulnerability(one) for one in found)

    def _vulnerability(self, one: dict[str, Any]) -> Vulnerability:
        weaknesses = [part(one, "cwe"), *items(one, "cwes")]
        statuses = part(one, "product_status")
        return Vulnerability(
            cve=text(one, "cve"),
            ids=tuple(f"{text(other, 'system_name')} {text(other, 'text')}" for other in items(one, "ids")),
            title=text(one, "title"),
            summary=_summary(one),
            weaknesses=tuple(Weakness(text(cwe, "id"), text(cwe, "name")) for cwe in weaknesses if cwe),
            scores=self._scores(one),
            statuses={
                status: self._counted(texts(statuses, status.value)) for status in Status if status.value in statuses
            },
            remediations=tuple(
                Remediation(
                    category=text(remedy, "category"),
                    details=text(remedy, "details"),
                    url=text(remedy, "url"),
                    date=text(remedy, "date"),
                    products=self._meant(remedy),
                )
                for remedy in items(one, "remediations")
            ),
            threats=tuple(
                Threat(text(threat, "category"), text(threat, "details"), text(threat, "date"), self._meant(threat))
                for threat in items(one, "threats")
            ),
            flags=tuple(Flag(text(flag, "label"), self._meant(flag)) for flag in items(one, "flags")),
        )

    def _scores(self, one: dict[str, Any]) -> tuple[Score, ...]:
        scores: list[Score] = []
        for entry in (*items(one, "scores"), *items(one, "metrics")):
            products = self._counted(texts(entry, "products"))
            content = part(entry, "content") or entry  # 2.1 has the one, 2.0 the other
            kinds = [part(content, kind) for kind in ("cvss_v2", "cvss_v3", "cvss_v4")]
            scores += [_score(kind, products) for kind in kinds if kind]
        return tuple(scores)

    def _meant(self, one: dict[str, Any]) -> tuple[str, ...]:
        """The products it names, and those of the groups it names; each once."""
        meant = dict.fromkeys(self._counted(texts(one, "product_ids")))
        for group in texts(one, "group_ids"):
            meant |= dict.fromkeys(self._counted(self._groups.get(group, ())))
        return tuple(meant)

    def _counted(self, products: tuple[str, ...]) -> tuple[str, ...]:
        self._mentions += len(products)
        if self._mentions > self._limits.mentions:
            raise Unreadable("too_many", f"Its vulnerabilities name products more than {self._limits.mentions} times.")
        return products


def _at_most(most: int, found: int, what: str) -> None:
    if found > most:
        raise Unreadable("too_many", f"There are more than {most} {what} in the advisory.")


def _score(score: dict[str, Any], products: tuple[str, ...]) -> Score:
    return Score(
        version=text(score, "version"),
        vector=text(score, "vectorString"),
        base=number(score, "baseScore"),
        severity=text(score, "baseSeverity"),
        products=products,
    )


def _label(said: str) -> Label | None:
    try:
        return Label.parse(said) if said else None
    except ValueError:
        return None


def _summary(whole: dict[str, Any]) -> str:
    """The note that sums it up; else the first that describes it."""
    notes = list(items(whole, "notes"))
    for category in ("summary", "description", "general", "details"):
        for note in notes:
            if text(note, "category") == category and text(note, "text"):
                return text(note, "text")
    return ""

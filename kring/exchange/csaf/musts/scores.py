"""The tests on CVSS scores: 6.1.7 to 6.1.10. What a vector comes to is computed by the `cvss` library."""

from collections.abc import Iterator
from typing import Any

from cvss import CVSS2, CVSS3
from cvss.exceptions import CVSSError

from kring.exchange.csaf.limits import Problem, pointer
from kring.exchange.csaf.official import complaints_about_cvss

_KINDS = ("cvss_v2", "cvss_v3")


def _scores(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every CVSS object, of which kind it is, and where it stands."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        for place, entry in enumerate(vulnerability.get("scores", ())):
            for kind in _KINDS:
                if kind in entry:
                    score = entry[kind] if isinstance(entry[kind], dict) else {}
                    yield score, kind, pointer("vulnerabilities", at, "scores", place, kind)


def several_scores(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.7: of one version of CVSS, a product has one score."""
    for at, vulnerability in enumerate(document.get("vulnerabilities", ())):
        seen: set[tuple[str, str]] = set()
        for place, entry in enumerate(vulnerability.get("scores", ())):
            for kind in _KINDS:
                version = str(entry[kind].get("version")) if isinstance(entry.get(kind), dict) else ""
                for token in entry["products"] if version else ():
                    if (token, version) in seen:
                        text = f"The product “{token[:100]}” has more than one score of CVSS {version[:10]}."
                        yield Problem("6.1.7", pointer("vulnerabilities", at, "scores", place), text)
                    seen.add((token, version))


def invalid_scores(document: dict[str, Any]) -> Iterator[Problem]:
    """6.1.8 to 6.1.10: a score is as its schema says, is what its vector comes to, and says the same in its properties.

    What its schema refuses is not computed.
    """
    for score, kind, place in _scores(document):
        complaints = tuple(complaints_about_cvss(score, kind, place))
        yield from complaints or _inconsistent(score, kind, place)


def _inconsistent(score: dict[str, Any], kind: str, place: str) -> Iterator[Problem]:
    try:
        computed = CVSS2(score["vectorString"]) if kind == "cvss_v2" else CVSS3(score["vectorString"])
    except CVSSError as error:
        yield Problem("6.1.8", f"{place}/vectorString", f"This is not a vector of CVSS: {str(error)[:300]}.")
        return
    yield from _miscomputed(score, computed, place)
    yield from _contradicting(score, computed, place)


def _miscomputed(score: dict[str, Any], computed: CVSS2 | CVSS3, place: str) -> Iterator[Problem]:
    """6.1.9: the vector takes precedence. What cannot be computed for want of metrics is left alone."""
    severities = computed.severities() if isinstance(computed, CVSS3) else (None, None, None)
    for name, value, severity in zip(("base", "temporal", "environmental"), computed.scores(), severities, strict=True):
        said = score.get(f"{name}Score")
        if said is not None and value is not None and float(said) != float(value):
            yield Problem("6.1.9", f"{place}/{name}Score", f"The vector comes to {value}, and not to {said}.")
        named = score.get(f"{name}Severity")
        if named is not None and severity is not None and named != severity.upper():
            text = f"The severity by the vector is {severity.upper()}, and not {named}."
            yield Problem("6.1.9", f"{place}/{name}Severity", text)


_METRICS_2 = {
    "accessVector": "AV",
    "accessComplexity": "AC",
    "authentication": "Au",
    "confidentialityImpact": "C",
    "integrityImpact": "I",
    "availabilityImpact": "A",
    "exploitability": "E",
    "remediationLevel": "RL",
    "reportConfidence": "RC",
    "collateralDamagePotential": "CDP",
    "targetDistribution": "TD",
    "confidentialityRequirement": "CR",
    "integrityRequirement": "IR",
    "availabilityRequirement": "AR",
}
_LONG_VALUES_2 = {
    "PROOF_OF_CONCEPT": "POC",
    "OFFICIAL_FIX": "OF",
    "TEMPORARY_FIX": "TF",
    "UNCONFIRMED": "UC",
    "UNCORROBORATED": "UR",
    "LOW_MEDIUM": "LM",
    "MEDIUM_HIGH": "MH",
    "NOT_DEFINED": "ND",
}
_BASE_3 = {
    "attackVector": "AV",
    "attackComplexity": "AC",
    "privilegesRequired": "PR",
    "userInteraction": "UI",
    "scope": "S",
    "confidentialityImpact": "C",
    "integrityImpact": "I",
    "availabilityImpact": "A",
}
_METRICS_3 = (
    _BASE_3
    | {f"modified{name[0].upper()}{name[1:]}": f"M{metric}" for name, metric in _BASE_3.items()}
    | {
        "exploitCodeMaturity": "E",
        "remediationLevel": "RL",
        "reportConfidence": "RC",
        "confidentialityRequirement": "CR",
        "integrityRequirement": "IR",
        "availabilityRequirement": "AR",
    }
)


def _contradicting(score: dict[str, Any], computed: CVSS2 | CVSS3, place: str) -> Iterator[Problem]:
    """6.1.10: a property says what the vector says. Of what is not in the vector, it may say anything."""
    names, long_values = (
        (_METRICS_2, _LONG_VALUES_2) if isinstance(computed, CVSS2) else (_METRICS_3, {"NOT_DEFINED": "X"})
    )
    vector = dict(metric.split(":") for metric in score["vectorString"].split("/"))
    for name, metric in names.items():
        if name in score and metric in vector:
            said = long_values.get(score[name], score[name][0])
            if said != vector[metric]:
                text = f"The vector has {metric}:{vector[metric]}, and the property says {score[name]}."
                yield Problem("6.1.10", f"{place}/{name}", text)


TESTS = (several_scores, invalid_scores)

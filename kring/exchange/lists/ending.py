"""What becomes of something that its list says no more."""

from typing import Any

from kring.exchange.lists import kev

Document = dict[str, Any]


def ended(document: Document, at: str) -> Document | None:
    """A newer version that says so, at a moment as STIX writes it; None for what stays as it is.

    Nothing is revoked: that cannot be undone (STIX 2.1, section 3.6.2), and what left a list comes back to it. An indicator
    ends, and a vulnerability is not called exploited any more. That there is such a vulnerability stays true.
    """
    if document["type"] == "indicator" and "valid_until" not in document and document["valid_from"] < at:
        return document | {"valid_until": at, "modified": max(at, document["created"])}
    labels = document.get("labels", [])
    kept = [label for label in labels if label not in kev.LABELS]
    if document["type"] != "vulnerability" or kept == labels:
        return None
    rest = {name: value for name, value in document.items() if name != "labels"}
    return rest | ({"labels": kept} if kept else {}) | {"modified": max(at, document["created"])}

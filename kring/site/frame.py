"""What every page's frame shows: the circle one is in, its rooms, what waits."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """For templates."""
    return {"nonce": getattr(request, "nonce", "")}

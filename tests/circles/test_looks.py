"""Every page of circles in a real browser: nothing serious for axe, no scrolling sideways, no word from the policy.

With KRING_SHOTS=folder the pages are photographed into it, to be looked at.
"""

import os
from pathlib import Path

import pytest

from tests.browsing import Browse, wrong_on
from tests.cast import Cast
from tests.circles.test_pages import PAGES, furnish, pages_of, signed_in

LOOKS = [("en", "light", 1280), ("nl", "dark", 320)]


@pytest.mark.parametrize(("language", "scheme", "width"), LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_everybody_can_use_it(cast: Cast, browse: Browse, page: str, language: str, scheme: str, width: int) -> None:
    furnish(cast)
    name, address = pages_of(cast)[page]
    shown = browse(signed_in(cast.person(name), language), address, width=width, scheme=scheme)
    if folder := os.environ.get("KRING_SHOTS"):
        shown.screenshot(path=Path(folder) / f"{page}-{language}-{scheme}-{width}.png", full_page=True)
    assert wrong_on(shown) == []

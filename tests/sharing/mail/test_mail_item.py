"""Who gets which mail of an item: exactly its readers, and exactly what the label lets travel."""

import pytest

from kring.tlp.labels import Label
from tests.cast import Cast
from tests.notices.office import Post, words
from tests.sharing import stage
from tests.sharing.mail.sending import send_item


@pytest.mark.parametrize("label", list(Label))
def test_its_readers_get_it_and_nobody_else(cast: Cast, mail: Post, label: Label) -> None:
    named = {"named": ["cem"]} if label is Label.RED else {}
    item = stage.share(cast, label=label, **named)

    send_item(cast, item)

    everybody = stage.readers(cast, item) - {"visitor", "ada", "max"}
    assert mail.recipients == everybody
    print(mail.octets().decode())

import pytest

from kring.notices.post.headers import NotAnAddress, routable


@pytest.mark.parametrize(
    ("given", "routed"),
    [
        ("ada@alpha.example", "ada@alpha.example"),
        ("ada.de-vries+kring@Alpha.Example", "ada.de-vries+kring@Alpha.Example"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("пётр@пример.example", "пётр@xn--e1afmkfd.example"),
        ("o'brien@alpha.example", "o'brien@alpha.example"),
    ],
)
def test_an_address_is_written_as_servers_take_it(given: str, routed: str) -> None:
    assert routable(given) == routed


@pytest.mark.parametrize(
    "given",
    [
        "", "ada", "@alpha.example", "ada@", "a b@alpha.example", "ada@alpha.example\r\nRCPT TO:<x@y.example>", "ada@al pha",
        "<ada@alpha.example>", "ada@-alpha.example", "ada@alpha..example", ".ada@alpha.example", "a" * 65 + "@alpha.example",
        "ada@" + "a" * 64 + ".example", "ada@[127.0.0.1]", '"a b"@alpha.example', "a@b@c d",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(given: str) -> None:
    with pytest.raises(NotAnAddress):
        routable(given)

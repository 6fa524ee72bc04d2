import pytest

from kring.mailroom.reading import is_forged, read_letter

OURS = "mail.kring.example.org"


def forged(*results: str, sender: str = "ada@alpha.example", authserv: str = OURS) -> bool:
    lines = "".join(f"Authentication-Results: {result}\n" for result in results)
    return is_forged(read_letter(f"{lines}From: {sender}\n\nx".encode()), authserv)


@pytest.mark.parametrize(
    "finding",
    [
        "dmarc=pass (p=reject dis=none) header.from=alpha.example",
        "dkim=pass (2048-bit key) header.d=alpha.example header.i=@alpha.example header.b=abc",
        "dkim=fail header.d=list.example; dkim=pass header.i=@alpha.example",
        "spf=pass smtp.mailfrom=bounces@alpha.example",
        "dkim=none; spf=softfail smtp.mailfrom=x@other.example; dmarc=pass header.from=Alpha.Example",
    ],
)
def test_what_our_own_server_found_authentic_is(finding: str) -> None:
    assert not forged(f"{OURS}; {finding}")
    assert not forged(f"{OURS.upper()} 1; {finding}")


def test_an_address_inside_the_domain_that_signed_is_authentic_too() -> None:
    assert not forged(f"{OURS}; dkim=pass header.d=alpha.example", sender="ada@office.alpha.example")


@pytest.mark.parametrize(
    "results",
    [
        (),
        (f"{OURS}; none",),
        (f"{OURS}; dmarc=fail header.from=alpha.example",),
        (f"{OURS}; dkim=pass header.d=evil.example",),
        (f"{OURS}; dkim=pass header.d=example",),
        (f"{OURS}; spf=pass smtp.mailfrom=x@evil.example",),
        (f"{OURS}; spf=pass smtp.mailfrom=x@evilalpha.example",),
        ("mx.evil.example; dmarc=pass header.from=alpha.example",),
        (f"{OURS}.evil.example; dmarc=pass header.from=alpha.example",),
        (f"mx.evil.example ({OURS}; x); dmarc=pass header.from=alpha.example",),
        (f"{OURS}; dmarc=fail header.from=alpha.example", f"{OURS}; dmarc=pass header.from=alpha.example"),
        (f"{OURS}; x=(dmarc=pass header.from=alpha.example)",),
    ],
)
def test_anything_else_is_forged(results: tuple[str, ...]) -> None:
    assert forged(*results)


def test_without_a_server_of_our_own_nothing_is_known() -> None:
    assert not forged(authserv="")


def test_a_mail_without_one_author_is_forged() -> None:
    assert forged(f"{OURS}; dmarc=pass header.from=", sender="a@x.example, b@y.example")

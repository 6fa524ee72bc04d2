"""Whether a mail is from whom it says, going by what the site's own mail server found (RFC 8601)."""

import re

from kring.mailroom.reading.letter import Letter, headers

__all__ = ["is_forged"]

_COMMENT = re.compile(r"\([^()]*\)")


def is_forged(letter: Letter, authserv: str) -> bool:
    """True unless the site's server says that the From address is authentic: by DMARC, or by DKIM or SPF of that domain.

    `authserv` is the name by which the server signs its findings; headers of others are claims of the sender.
    With an empty name nothing is known, and nothing is called forged.
    """
    if not authserv:
        return False
    domain = letter.sender.rpartition("@")[2].lower()
    if not domain:
        return True
    ours = (found for found in headers(letter.parsed, "Authentication-Results") if _author(found) == authserv.lower())
    # Our server adds its header on top; one of the same name below it came with the mail.
    newest = next(ours, "")
    return not any(_passes(method, domain) for method in _COMMENT.sub("", newest).lower().split(";")[1:])


def _author(found: str) -> str:
    words = _COMMENT.sub("", found).partition(";")[0].split()
    return words[0].lower() if words else ""


def _passes(method: str, domain: str) -> bool:
    """One finding, such as "dkim=pass header.d=example.org": does it vouch for this domain?"""
    name, _, rest = method.strip().partition("=")
    words = rest.split()
    if not words or words[0] != "pass":
        return False
    properties = dict(word.partition("=")[::2] for word in words[1:])
    match name:
        case "dmarc":
            return properties.get("header.from", "") == domain
        case "dkim":
            identity = properties.get("header.i", "").rpartition("@")[2]
            return _aligned(domain, properties.get("header.d") or identity)
        case "spf":
            return _aligned(domain, properties.get("smtp.mailfrom", "").rpartition("@")[2])
        case _:
            return False


def _aligned(domain: str, vouched: str) -> bool:
    """The same domain, or one inside the domain that vouches (RFC 7489 section 3.1, the relaxed way, downward only)."""
    return bool(vouched) and "." in vouched and (domain == vouched or domain.endswith(f".{vouched}"))

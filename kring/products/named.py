"""A product as somebody named it: in words, or by a name for machines, or by both."""

import re
from dataclasses import dataclass, fields

from kring.kernel.errors import Refusal, Refused
from kring.kernel.words import N_
from kring.products.identifiers import cpe_of, purl_of

LONGEST = {"vendor": 200, "product": 300, "version": 200, "cpe": 1000, "purl": 1000}
"""Characters of each part."""

NO_PRODUCT = Refusal("no_product", N_("Say which product: by its name, a CPE name or a package URL."))
NOT_A_CPE = Refusal(
    "not_a_cpe",
    N_(
        "“{text}” is no CPE name. It looks like cpe:2.3:h:siemens:simatic_s7-1500:*:*:*:*:*:*:*:* or cpe:/a:apache:http_server:2.4."
    ),
)
NOT_A_PURL = Refusal("not_a_purl", N_("“{text}” is no package URL. It looks like pkg:npm/lodash@4.17.21."))
TOO_LONG = Refusal("too_long", N_("“{text}…” is too long: {most} characters at most."))
ODD_SIGNS = Refusal("odd_signs", N_("“{text}” has signs in it that nobody can read."))

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SHOWN = 60
"""Characters of what was sent that a refusal repeats."""


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of a product. The product always has a name; the rest may be empty."""

    product: str
    vendor: str = ""
    version: str = ""
    cpe: str = ""
    purl: str = ""
    """In its canonical form."""

    @property
    def key(self) -> str:
        """The same for the same product in the same version, however it is capitalised."""
        return "\x1f".join(getattr(self, part.name).casefold() for part in fields(self))


def named(*, product: str = "", vendor: str = "", version: str = "", cpe: str = "", purl: str = "") -> Named:
    """What somebody said of a product, completed: what was not said in words is taken from its names for machines.

    A CPE name or a package URL may also stand where the product's name should.
    Refused: no_product, not_a_cpe, not_a_purl, too_long, odd_signs.
    """
    said = {"product": product, "vendor": vendor, "version": version, "cpe": cpe, "purl": purl}
    said = {part: _plain(text, LONGEST[part]) for part, text in said.items()}
    for part, sign in (("cpe", "cpe:"), ("purl", "pkg:")):
        if said["product"].lower().startswith(sign):
            said |= {part: said[part] or said["product"], "product": ""}
    found = _of_cpe(said["cpe"]) | {part: text for part, text in _of_purl(said["purl"]).items() if text}
    whole = {part: said[part] or found.get(part, "") for part in said}
    if found.get("purl"):
        whole["purl"] = found["purl"]
    if not whole["product"]:
        raise Refused(NO_PRODUCT)
    return Named(**{part: text[: LONGEST[part]] for part, text in whole.items()})


def _plain(text: str, most: int) -> str:
    if _UNREADABLE.search(text):
        raise _refused(ODD_SIGNS, _UNREADABLE.sub("�", text))
    text = " ".join(text.split())
    if len(text) > most:
        raise _refused(TOO_LONG, text, most=most)
    return text


def _of_cpe(text: str) -> dict[str, str]:
    if not text:
        return {}
    cpe = cpe_of(text)
    if cpe is None or not cpe.product:
        raise _refused(NOT_A_CPE, text)
    return {"vendor": cpe.vendor, "product": cpe.product, "version": cpe.version}


def _of_purl(text: str) -> dict[str, str]:
    if not text:
        return {}
    purl = purl_of(text)
    if purl is None:
        raise _refused(NOT_A_PURL, text)
    if len(purl.to_string()) > LONGEST["purl"]:
        raise _refused(TOO_LONG, text, most=LONGEST["purl"])
    return {
        "vendor": purl.namespace or "",
        "product": purl.name,
        "version": purl.version or "",
        "purl": purl.to_string(),
    }


def _refused(refusal: Refusal, text: str, **values: object) -> Refused:
    return Refused(Refusal(refusal.code, refusal.text, {"text": text[:_SHOWN], **values}))

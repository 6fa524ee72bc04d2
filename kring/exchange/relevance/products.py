"""Products in a few words of one spelling, so that few of many thousands need a closer look."""

from collections.abc import Iterator
from functools import lru_cache

from kring.exchange.csaf import Advisory
from kring.exchange.csaf.names import company, words
from kring.exchange.relevance.naming import product_name
from kring.products.identifiers import cpe_of, purl_of
from kring.profiles.rules import Technology

_LONGEST_RUN = 3
"""Words of a product that stand together."""


@lru_cache(maxsize=200_000)
def keys_of_technology(technology: Technology) -> frozenset[str]:
    """What somebody who uses this is to be asked about."""
    return frozenset(_of_technology(technology))


def _of_technology(technology: Technology) -> Iterator[str]:
    yield f"name {product_name(technology.vendor, technology.product)}"
    cpe, purl = cpe_of(technology.cpe), purl_of(technology.purl)
    makers = [name for name in (technology.vendor, cpe.vendor if cpe else "") if name]
    for maker in makers:
        yield from (f"maker {one}" for one in first_and_whole(maker))
    named = [technology.product, cpe.product if cpe else "", purl.name if purl else ""]
    for name in filter(None, named):
        yield from (f"product {run}" for run in runs(name, alone=not makers or name is not technology.product))


def keys_of_advisory(advisory: Advisory) -> frozenset[str]:
    """What an advisory may be about: whoever makes a product in it, and what that is called."""
    keys: set[str] = set()
    for product in advisory.products:
        name = product.product or product.name
        keys.update(f"maker {one}" for one in first_and_whole(product.vendor))
        keys.update(f"maker {word}" for word in words(name)[:1])
        keys.update(f"product {run}" for run in runs(name, alone=True))
        keys.update(f"product {''.join(words(purl.name))}" for text in product.helper.purls if (purl := purl_of(text)))
        if cpe := cpe_of(product.helper.cpe):
            keys.update(f"maker {one}" for one in first_and_whole(cpe.vendor))
            keys.update(f"product {run}" for run in runs(cpe.product, alone=True))
    keys.update(f"product {run}" for run in runs(advisory.title, alone=True))
    return frozenset(keys)


def first_and_whole(name: str) -> set[str]:
    """A company's name is said in part: Rockwell, Schneider."""
    named = company(name)
    return {named[0], "".join(named)} if named else set()


def runs(name: str, *, alone: bool) -> Iterator[str]:
    """Words that stand together; single ones only where they tell something, or nothing else does."""
    named = words(name)
    for at in range(len(named)):
        for length in range(1, _LONGEST_RUN + 1):
            run = named[at : at + length]
            if len(run) == length and (length > 1 or alone or any(sign.isdigit() for sign in run[0])):
                yield "".join(run)

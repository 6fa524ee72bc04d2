"""Providers of advisories in CSAF, read as they ask to be: metadata, lists, and each advisory with what proves it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from pysequoia import Cert

from kring.exchange import csaf
from kring.exchange.csaf import LIMITS, consumer, proofs
from kring.exchange.csaf.consumer import Listed, Provider
from kring.exchange.csaf.provider import CHANGES, INDEX, METADATA
from kring.exchange.wires.asking import NOBODY, NOT_CHANGED, OF_ONE_FILE, Failed, Origin, follow, mark_of

WELL_KNOWN = f"/.well-known/csaf/{METADATA}"
SECURITY_TXT = "/.well-known/security.txt"
ELSEWHERE = OF_ONE_FILE | {"credentials", "no_such_host", "refused", "unreadable"}
"""What goes wrong where one looks first, and leaves hope for the next place."""
SMALL = 200_000
"""Octets of a hash, a signature or a key."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a list has, and by which mark one hears later that nothing changed since."""

    listed: Sequence[Listed]
    mark: str


class Doubtful(Exception):
    """An advisory that is not the one its publisher gave out, or cannot be shown to be."""


def find(origin: Origin) -> Provider:
    """The provider at the address of its metadata, or of a domain that has one (sections 7.1.8 to 7.1.10). Raises `Failed`."""
    if urlsplit(origin.url).path.strip("/"):
        return _metadata(origin, origin.url)
    begin, failed = origin.url.rstrip("/"), []
    ways: list[Callable[[], Provider]] = [
        lambda: _metadata(origin, begin + WELL_KNOWN),
        lambda: _by_security_txt(origin, begin + SECURITY_TXT),
        lambda: _metadata(origin, f"https://csaf.data.security.{urlsplit(begin).hostname}"),
    ]
    for way in ways:
        try:
            return way()
        except Failed as why:
            if why.code not in ELSEWHERE:
                raise
            failed.append(why)
    raise failed[0]


def _metadata(origin: Origin, url: str) -> Provider:
    answer = follow(origin, url, most=consumer.MOST_OCTETS_OF_METADATA)
    try:
        return consumer.read_metadata(answer.body, is_known=origin.credentials != NOBODY)
    except csaf.Unreadable as why:
        raise Failed("unreadable", why.text) from None


def _by_security_txt(origin: Origin, url: str) -> Provider:
    named = consumer.in_security_txt(follow(origin, url, most=SMALL).body)
    if not named:
        raise Failed("not_there", "Its security.txt names no provider of CSAF.")
    return _metadata(origin, named)


def lists_of(provider: Provider) -> Sequence[str]:
    """Where its lists are: feeds, or where there are none directories. Raises `Failed` when there is none for us."""
    if found := provider.feeds or provider.folders:
        return found
    raise Failed("other_answer", "They have no feed that is for everybody, and no directory.")


def look(origin: Origin, place: str, mark: str) -> Looked | None:
    """What is on one of its lists. None: nothing changed since this mark. Raises `Failed`."""
    if place.endswith("/"):
        try:
            return _look(origin, place + CHANGES, mark, partial(consumer.read_changes, folder=place))
        except Failed as why:
            if why.code != "not_there":
                raise
            return _look(origin, place + INDEX, mark, partial(consumer.read_index, folder=place))
    return _look(origin, place, mark, consumer.read_feed)


def _look(origin: Origin, url: str, mark: str, read: Callable[[bytes], Sequence[Listed]]) -> Looked | None:
    answer = follow(origin, url, most=consumer.MOST_OCTETS_OF_LIST, mark=mark)
    if answer.status == NOT_CHANGED:
        return None
    try:
        return Looked(read(answer.body), mark_of(answer))
    except csaf.Unreadable as why:
        raise Failed("unreadable", why.text) from None


class Reader:
    """Fetches advisories of one provider. Its keys are fetched once, and only when something is signed."""

    def __init__(self, origin: Origin, provider: Provider) -> None:
        self._origin = origin
        self._provider = provider
        self._keys: list[Cert] | None = None

    def read(self, url: str, hashes: Sequence[str], signature: str) -> bytes:
        """An advisory, octet for octet. Raises `Failed`, and `Doubtful` when a hash or its signature does not fit.

        What was listed and is not there is as if it were not listed. Only of a trusted provider each has to be signed.
        """
        document = follow(self._origin, url, most=LIMITS.octets).body
        for address in hashes:
            said = self._beside(address)
            if said and not proofs.is_intact(document, said, address.rpartition(".")[2]):
                raise Doubtful("Its hash does not fit: this is not the file that was given out.")
            if said:
                break
        signed = self._beside(signature)
        if signed and not proofs.is_signed(document, signed, self.keys):
            raise Doubtful("Its signature does not fit, or is of none of the keys that the provider names.")
        if not signed and self._provider.is_trusted:
            raise Doubtful("It is not signed, and a trusted provider promises that each is.")
        return document

    def _beside(self, address: str) -> bytes:
        if not address:
            return b""
        try:
            return follow(self._origin, address, most=SMALL).body
        except Failed as why:
            if why.code not in OF_ONE_FILE:
                raise
            return b""

    @property
    def keys(self) -> Sequence[Cert]:
        """Those that the metadata names, by their fingerprints."""
        if self._keys is None:
            self._keys = list(self._fetched())
        return self._keys

    def _fetched(self) -> Iterator[Cert]:
        for fingerprint, url in self._provider.keys:
            key = proofs.key_in(self._beside(url), fingerprint)
            if key is not None:
                yield key

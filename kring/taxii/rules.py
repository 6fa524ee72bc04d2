"""What a TAXII client may ask and how: values in, values or a reason out (TAXII 2.1, sections 1.6, 3.4 and 3.5)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MEDIA_TYPE = "application/taxii+json;version=2.1"
USUAL, MOST = 100, 1_000
"""Objects on a page: when nothing is said, and whatever is said."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z", re.ASCII)
_KNOWN = {"limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]"}


class BadQuery(ValueError):
    """A parameter that means nothing, with the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which objects a client asks for."""

    limit: int = USUAL
    after: int = 0
    """Microseconds since 1970: from `next` where the client goes on, else from `added_after`."""
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    spec_versions: tuple[str, ...] = ()
    versions: tuple[int | str, ...] = ()


def asked(query: Mapping[str, Sequence[str]]) -> Asked:
    """Reads the parameters of a request; those of others are passed over, as section 3.4 wants.

    Clients that go on with `next` leave `added_after` out or keep it: where to go on is in `next` alone. A limit
    beyond the most is that. Raises BadQuery.
    """
    given = {name: ",".join(values) for name, values in query.items() if name in _KNOWN}
    if odd := next((name for name, text in given.items() if "\0" in text), None):
        raise BadQuery(f"{odd}: nothing here has such a character in it.")
    after = _place(given["next"]) if "next" in given else _after(given.get("added_after", ""))
    return Asked(
        limit=_limit(given["limit"]) if "limit" in given else USUAL,
        after=after,
        ids=_parts(given, "match[id]"),
        types=_parts(given, "match[type]"),
        spec_versions=_parts(given, "match[spec_version]"),
        versions=tuple(_version(part) for part in _parts(given, "match[version]")),
    )


def _limit(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII) or int(text) == 0:
        raise BadQuery(f"limit={text}: this must be a whole number, 1 or more.")
    return min(int(text), MOST)


def _place(text: str) -> int:
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise BadQuery("next: this is not a value that this server gave.")
    return int(text)


def _after(text: str) -> int:
    return microseconds(text, "added_after") if text else 0


def _parts(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _version(text: str) -> int | str:
    return text if text in {"first", "last", "all"} else microseconds(text, "match[version]")


def microseconds(text: str, name: str) -> int:
    """A timestamp of TAXII as microseconds since 1970; finer digits are cut off. Raises BadQuery."""
    found = _MOMENT.fullmatch(text)
    try:
        moment = datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except ValueError:
        moment = None
    if found is None or moment is None:
        raise BadQuery(f"{name}={text}: this must be a timestamp in UTC, like 2026-11-21T09:30:00.000000Z.")
    return (moment - EPOCH) // MICROSECOND + int(f"{found[2] or '':0<6}"[:6])


def timestamp(moment: int) -> str:
    """Microseconds since 1970 as TAXII writes them, always with six digits so that nothing is lost."""
    written = (EPOCH + moment * MICROSECOND).isoformat(timespec="microseconds")
    return f"{written.removesuffix('+00:00')}Z"


def takes(accept: str) -> bool:
    """Does a client that sends this Accept header take TAXII 2.1? One that sends none takes what there is."""
    wanted = [part.strip().lower().replace(" ", "") for part in accept.split(",")] if accept.strip() else ["*/*"]
    return any(_is_ours(part) for part in wanted)


def _is_ours(wanted: str) -> bool:
    kind, *parameters = wanted.split(";")
    versions = [value.strip('"') for name, _, value in (one.partition("=") for one in parameters) if name == "version"]
    return kind in {"*/*", "application/*", "application/taxii+json"} and all(one == "2.1" for one in versions)


def sends(content_type: str) -> bool:
    """Is what comes under this Content-Type a message of TAXII 2.1? Without a version it is taken for one."""
    return content_type.strip() != "" and _is_ours(content_type.lower().replace(" ", "").split(";charset")[0])


def coding(accept: str) -> str:
    """In which coding an answer goes out, of those that this Accept-Encoding header takes: zstd, gzip or "" for none."""
    taken = {
        name.strip().lower()
        for name, _, weight in (part.partition(";") for part in accept.split(","))
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    }
    return next((one for one in ("zstd", "gzip") if one in taken), "")

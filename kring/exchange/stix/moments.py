"""Timestamps as numbers that can be compared (STIX 2.1, section 3.1)."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000


def microseconds(timestamp: str) -> int:
    """A timestamp of STIX in microseconds since 1970.

    The standard allows any number of fractional digits; those beyond microseconds are cut off. A leap second is the
    first second after it. Raises ValueError for what is no date.
    """
    leap = timestamp[17:19] == "60"
    moment = datetime.fromisoformat(f"{timestamp[:17]}59{timestamp[19:]}" if leap else timestamp)
    return (moment - _EPOCH) // _MICROSECOND + (_SECOND if leap else 0)


def moment_of(at: datetime) -> int:
    """A moment in microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def timestamp(moment: int) -> str:
    """Microseconds since 1970 as most write them: three digits, and six only where they are needed."""
    written = (_EPOCH + moment * _MICROSECOND).isoformat(timespec="microseconds").removesuffix("+00:00")
    return f"{written.removesuffix('000')}Z"

"""Secrets in text: keys, tokens, passwords, sessions."""

import re
from collections.abc import Iterator
from functools import cache

from kingfisher_sdk import Scanner, shannon_entropy

from kring.sharing.scrutiny.findings import Certainty, Finding, Kind
from kring.sharing.scrutiny.indicators import IndicatorKind
from kring.sharing.scrutiny.passage import Passage


def find_secrets(passage: Passage) -> Iterator[Finding]:
    """Everything that looks like a secret; findings may overlap."""
    detectors = (
        _known_forms,
        _private_keys,
        _passwords,
        _leaked_accounts,
        _usual_accounts,
        _connections,
        _tokens,
        _sessions,
    )
    for detector in detectors:
        yield from detector(passage)


def prepare() -> None:
    """Reads the rules now, so that the first person who types does not wait for it.

    A third of a second; three the first time on a machine, unless KF_RULE_CACHE_DIR leads to a folder that keeps them.
    """
    _scanner()


@cache
def _scanner() -> Scanner:
    # No look inside base64: an advisory's attachments would be decoded over and over while somebody types.
    return Scanner(base64=False)


def _known_forms(passage: Passage) -> Iterator[Finding]:
    """Keys that say themselves what they are: the forms of some hundred services."""
    data = passage.text.encode("utf-8", "replace")
    byte = place = 0
    for found in sorted(_scanner().scan(data), key=lambda found: found.location["start_offset"]):
        start, end = found.location["start_offset"], found.location["end_offset"]
        place += len(data[byte:start].decode("utf-8", "replace"))
        byte = start
        length = len(data[start:end].decode("utf-8", "replace"))
        indicator = passage.indicator_at(place, place + length)
        if not found.visible or (indicator is not None and indicator.kind in _HASHES):
            continue
        certainty = Certainty.CERTAIN if found.confidence == "high" else Certainty.LIKELY
        yield passage.finding(_kind_of(found.rule_id), place, place + length, certainty)


def _kind_of(rule: str) -> Kind:
    if rule.endswith(("private-key", "age-secret-key")):
        return Kind.PRIVATE_KEY
    if rule.endswith(("credential-uri", "connection-string")):
        return Kind.CONNECTION
    if rule.endswith("cookie"):
        return Kind.SESSION
    return Kind.PASSWORD if "pass" in rule else Kind.TOKEN


_HASHES = frozenset({IndicatorKind.MD5, IndicatorKind.SHA1, IndicatorKind.SHA256, IndicatorKind.SHA512})


def _private_keys(passage: Passage) -> Iterator[Finding]:
    """Also those that were not copied to the end."""
    for match in _PRIVATE_KEY.finditer(passage.text):
        yield passage.finding(Kind.PRIVATE_KEY, *match.span(), Certainty.CERTAIN)


_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s*[\w+/=:,. -]{1,80}(?=\s|$)){0,400}"
    r"|PuTTY-User-Key-File-\d:(?:\s*[\w+/=:,. -]{1,120}(?=\s|$)){0,400}"
)


def _passwords(passage: Passage) -> Iterator[Finding]:
    for match in _PASSWORD.finditer(passage.text):
        value = match["value"].rstrip(".,;:)]}\"'")
        if not value or _PLACEHOLDER.match(value):
            continue
        kinds = _kinds_of_characters(value)
        told = match["told"] is not None
        if told and (kinds < 2 or len(value) < 6):
            continue
        certainty = (
            Certainty.LIKELY if told else Certainty.CERTAIN if kinds > 1 or value.isdigit() else Certainty.POSSIBLE
        )
        start = match.start("value")
        # What an attacker's web address is called with, in a list of such addresses, opens nothing.
        if not (passage.is_listed(start) and passage.indicator_at(start, start + len(value))):
            yield passage.finding(Kind.PASSWORD, start, start + len(value), certainty)


_PASSWORD = re.compile(
    r"\b(?:\w{0,20}[_-])?"
    r"(?:passwords?|passwd|passphrase|passcode|wachtwoord(?:en|zin)?|toegangscode|pincode|pwd|ww|pin|pass|passwort|"
    r"kennwort|mot de passe|community(?: string)?)(?: (?:is|was)? ?(?:nu|now))?"
    r"[\"']?[ \t]*(?:[:=]|=>|->|(?P<told>(?:is|was|luidt|lautet|ist|est)\b|(?= [\"'])))[ \t]*[\"']?(?P<value>[^\s\"'<>,;&|]{4,128})",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[\[<{$%(\u2026]|(.)\1{3}|(?:infected|malware|none|null|n/a|nvt|true|false|yes|no|required|verplicht|unknown|onbekend|"
    r"removed|redacted|hidden|secret|wachtwoord|password|hxxp|https?:)(?:\W|$)",
    re.IGNORECASE,
)
"""No secret: left out already, or the word that every sample's archive opens with."""


def _kinds_of_characters(value: str) -> int:
    """How many of: small letters, capitals inside it, digits, anything else."""
    return sum(
        (
            any(map(str.islower, value)),
            any(map(str.isupper, value[1:])),
            any(map(str.isdigit, value)),
            any(not character.isalnum() for character in value),
        )
    )


def _leaked_accounts(passage: Passage) -> Iterator[Finding]:
    """Lines as in a list of stolen accounts: mail address, colon, password."""
    for match in _ACCOUNT.finditer(passage.text):
        if _kinds_of_characters(match["value"]) > (2 if match["apart"] else 1) and not _PLACEHOLDER.match(
            match["value"]
        ):
            yield passage.finding(Kind.PASSWORD, *match.span("value"), Certainty.LIKELY)


_ACCOUNT = re.compile(
    r"(?<![\w.+:/-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?:[:;|]|(?P<apart> / ))(?P<value>[^\s:;|,]{4,64})(?=\s|$)"
)


def _usual_accounts(passage: Passage) -> Iterator[Finding]:
    """The name of an account that every system has, and behind it what it opens with: "admin:Summer2024!"."""
    for match in _USUAL_ACCOUNT.finditer(passage.text):
        value = match["value"].rstrip(".,;:)]}\"'")
        start = match.start("value")
        if len(value) < 6 or _PLACEHOLDER.match(value) or _kinds_of_characters(value) < (2 if match["said"] else 3):
            continue
        yield passage.finding(Kind.PASSWORD, start, start + len(value), Certainty.LIKELY)


_USUAL_ACCOUNT = re.compile(
    r"(?<![\w@./:\\-])(?P<said>(?:credentials?|inloggegevens|inlog|login|logins|account)[ \t]*[:=]?[ \t]+)?"
    r"(?:admin(?:istrator)?|root|sa|scada|operator|engineer|beheer(?:der)?|service|svc[\w-]{0,20})(?::| / )"
    r"(?P<value>[^\s:;|,/<>\"'\[\]]{6,64})(?=[\s,;.)]|$)",
    re.IGNORECASE,
)


def _connections(passage: Passage) -> Iterator[Finding]:
    for match in _CONNECTION.finditer(passage.text):
        if not _PLACEHOLDER.match(match["value"]):
            yield passage.finding(Kind.CONNECTION, *match.span("value"), Certainty.CERTAIN)


_CONNECTION = re.compile(
    r"\b[a-z][a-z0-9+]{1,15}://[^\s:/@?#]{0,64}:(?P<value>[^\s:/@]{1,128})@(?=[\w\[])", re.IGNORECASE
)


def _tokens(passage: Passage) -> Iterator[Finding]:
    """What somebody calls a key or a token, and looks like one."""
    for match in _TOKEN.finditer(passage.text):
        value = match["value"] or match["bearer"]
        start, end = match.span("value" if match["value"] else "bearer")
        if _PLACEHOLDER.match(value) or _UUID.fullmatch(value) or not _looks_random(value):
            continue
        indicator = passage.indicator_at(start, end)
        is_hash = indicator is not None and indicator.start <= start and end <= indicator.end
        yield passage.finding(Kind.TOKEN, start, end, Certainty.POSSIBLE if is_hash else Certainty.LIKELY)


def _looks_random(value: str) -> bool:
    letters_and_digits = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return letters_and_digits and shannon_entropy(value.encode()) >= 3.0


_TOKEN = re.compile(
    r"(?<![A-Za-z])(?:api[ _-]?key|apikey|(?:access|auth|refresh|bot|session|id)[ _-]?token|token|"
    r"(?:client|shared|app)?[ _-]?secret(?:[ _-]?(?:access[ _-]?)?key)?|(?:account|access|encryption|sas|ssh|wpa|master)"
    r"[ _-]?key|sleutel|geheim|psk|sig)"
    r"[\"']?[ \t]*(?:[:=]|=>|is)[ \t]*[\"']?(?P<value>[A-Za-z0-9+/=_.~%-]{16,400})"
    r"|\bauthorization[\"']?[ \t]*[:=][ \t]*[\"']?(?:basic|bearer|digest|token)[ \t]+(?P<bearer>[A-Za-z0-9+/=_.~-]{8,2000})",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def _sessions(passage: Passage) -> Iterator[Finding]:
    for match in _SESSION.finditer(passage.text):
        value = match["cookies"] or match["session"]
        if not _PLACEHOLDER.match(value):
            name = "cookies" if match["cookies"] else "session"
            yield passage.finding(Kind.SESSION, *match.span(name), Certainty.CERTAIN)


_SESSION = re.compile(
    r"\b(?:set-)?cookie[ \t]*:[ \t]*(?P<cookies>[\w.-]{1,64}=[^\s;]{4,}(?:;[ \t]*[\w.-]{1,64}=[^\s;]+)*)"
    r"|\b(?:jsessionid|phpsessid|asp\.net_sessionid|sessionid|session_id|connect\.sid|laravel_session|wordpress_logged_in_\w+|"
    r"estsauth\w*|fedauth|sid)=(?P<session>[\w%.+/:-]{12,})",
    re.IGNORECASE,
)

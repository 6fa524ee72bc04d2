"""What somebody wrote, cut out of a reply: without the mail that is quoted, without the signature.

Mail programs quote in two ways. Most put ">" before each line and a line before it that says who wrote when;
Outlook puts four lines of header above the old mail and leaves that as it is. Our own mails begin with a mark,
which settles most cases; the rest is known from the programs themselves, in English and Dutch, German and French.
"""

import re
from collections.abc import Sequence

from kring.notices.post.marks import REPLY_MARK

__all__ = ["own_words", "without_signature"]

_ATTRIBUTIONS = (
    # Gmail, Apple Mail, Thunderbird, K-9, Roundcube, Proton: begins with the date, in either language.
    re.compile(r"(?:On|Op|Am|Le)\b.{5,240}\b(?:wrote|writes|schreef|geschreven|schrieb|a écrit)\b.{0,160}:"),
    # Older ones: the name, the verb, the date.
    re.compile(r"\S.{1,160}\b(?:schreef|wrote|schrieb)\s(?:op|on|am)\b.{5,120}:"),
    # Older Gmail: a date in figures, the name, the address, no verb.
    re.compile(r"\d{4}-\d\d-\d\d\s.{3,160}<[^<>\s]+@[^<>\s]+>:"),
    # The name, the address and the verb alone.
    re.compile(r"\S.{0,120}<[^<>\s]+@[^<>\s]+>\s(?:wrote|schreef|schrieb|a écrit)\s?:"),
)
_MOST_ATTRIBUTION_LINES = 4

_OLD_HEADER = re.compile(
    r"\*?(From|Van|Von|De|Sent|Verzonden|Gesendet|Envoyé|Date|Datum|Cc|To|Aan|An|À|Subject|Onderwerp|Betreff|Objet)"
    r"\s?:\*?(\s.*)?",
)
_FIRST_OLD_HEADER = re.compile(r"\*?(From|Van|Von|De)\s?:\*?\s.*")
_SEPARATOR = re.compile(
    r"_{10,}|-{10,}|-{2,}\s?(?:Original Message|Original message|Oorspronkelijk bericht|Oorspronkelijke bericht"
    r"|Ursprüngliche Nachricht|Message d'origine|Doorgestuurd bericht|Forwarded message)\s?-{2,}",
)

_MOBILE = re.compile(
    r"(?:Verstuurd|Verzonden|Sent|Gesendet|Envoyé)\s(?:vanaf|vanuit|met|from|with|via|using|von|depuis)\s.{2,80}"
    r"|(?:Get|Download|Ophalen)\sOutlook\s(?:for|voor)\s\w+.{0,60}|Outlook\s(?:for|voor)\s\w+.{0,60}\s(?:downloaden|ophalen).{0,60}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:met\s)?(?:vriendelijke|hartelijke|collegiale|beste)\sgroet(?:en)?|m\.?v\.?g\.?|groet(?:en|jes)?|gr"
    r"|(?:with\s)?(?:kind|best|warm)(?:est)?\sregards|regards|sincerely(?:\syours)?|yours\s(?:sincerely|faithfully)|cheers"
    r"|mit\sfreundlichen\sgrüßen|cordialement)(?:\s[/|]\s.{3,40})?\s?[,.!]*",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"disclaimer\b|(?:de|dit|deze)\s(?:informatie|bericht|e-?mail)\b.{0,100}\b(?:vertrouwelijk|uitsluitend)"
    r"|(?:this|the)\s(?:e-?mail|message|information)\b.{0,100}\b(?:confidential|intended)",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 30


def own_words(text: str) -> str:
    """What the writer of a reply added. Answers between quoted lines keep the lines they answer."""
    lines = [line.rstrip() for line in text.split("\n")]
    lines = _before_old_mail(lines)
    lines = _without_quotes(lines)
    return _joined(_without_signature(lines))


def without_signature(text: str) -> str:
    """The whole text, quotes and forwarded mails included, without a signature at its end."""
    return _joined(_without_signature([line.rstrip() for line in text.split("\n")]))


def _joined(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


# The old mail as it is, below the new one


def _before_old_mail(lines: list[str]) -> list[str]:
    """Without an old mail that stands below, unquoted. Our mark tells where; else a header or a separator does.

    With our mark only the header right above it goes: somebody may have pasted a phishing mail, header and all.
    """
    for number, line in enumerate(lines):
        if REPLY_MARK in line and not _is_quote(line):
            return _without_heading(lines[:number])
    for number in range(len(lines)):
        if _is_old_mail(lines, number):
            return _without_heading(lines[:number])
    return lines


def _is_old_mail(lines: list[str], number: int) -> bool:
    line = lines[number].strip()
    if _SEPARATOR.fullmatch(line) and not line.startswith(("_", "-" * 10)):
        return True
    if not _FIRST_OLD_HEADER.fullmatch(line):
        return False
    following = [other.strip() for other in lines[number : number + 10] if other.strip()]
    count = 0
    for other in following:
        if not _OLD_HEADER.fullmatch(other):
            break
        count += 1
    return count >= 3


def _without_heading(lines: list[str]) -> list[str]:
    """Without the lines at the end that announce an old mail: its header, a separator, "Ada wrote:"."""
    kept = list(lines)
    while kept:
        last = kept[-1].strip()
        if not last or _SEPARATOR.fullmatch(last) or _OLD_HEADER.fullmatch(last):
            kept.pop()
        elif length := _attribution_ending(kept):
            del kept[-length:]
        else:
            break
    return kept


# The old mail line by line, behind ">"


def _is_quote(line: str) -> bool:
    return line.startswith(">")


def _without_quotes(lines: list[str]) -> list[str]:
    """Without the quoted mail above or below the answer. Between answers, quotes stay: they say what is answered."""
    kept = _without_trailing_quote(lines)
    first = next((number for number, line in enumerate(kept) if line.strip() and not _is_quote(line)), None)
    if first is None:
        return []
    start = _attribution_length(kept, first)
    if start or any(_is_quote(line) for line in kept[:first]):
        return _without_leading_quote(kept, first + start)
    announcing = _attribution_lines(kept)
    return [line for number, line in enumerate(kept) if number not in announcing]


def _without_trailing_quote(lines: list[str]) -> list[str]:
    kept = list(lines)
    end = len(kept)
    while end and (not kept[end - 1].strip() or _is_quote(kept[end - 1])):
        end -= 1
    if not any(_is_quote(line) for line in kept[end:]):
        length = _attribution_ending(kept[:end])
        return kept[: end - length] if length else kept
    return kept[: end - _attribution_ending(kept[:end])]


def _without_leading_quote(lines: list[str], start: int) -> list[str]:
    """The answer below a quoted mail; all of it, quotes between answers included, when there are several answers."""
    rest = lines[start:]
    quoted = [number for number, line in enumerate(rest) if _is_quote(line)]
    if not quoted:
        return rest
    announcing = _attribution_lines(rest)
    between = (number for number in range(quoted[0], quoted[-1]) if number not in announcing)
    is_answered_between = any(rest[number].strip() and not _is_quote(rest[number]) for number in between)
    return rest if is_answered_between else rest[quoted[-1] + 1 :]


def _attribution_lines(lines: list[str]) -> set[int]:
    """The lines between answers that only say who wrote when."""
    found: set[int] = set()
    for number in range(len(lines)):
        if length := _attribution_length(lines, number):
            following = next((line for line in lines[number + length : number + length + 5] if line.strip()), "")
            if _is_quote(following):
                found.update(range(number, number + length))
    return found


def _attribution_length(lines: Sequence[str], start: int) -> int:
    """How many lines from here say who wrote when; 0 when they do not. Programs break this line where it is long."""
    words = ""
    for count in range(1, min(_MOST_ATTRIBUTION_LINES, len(lines) - start) + 1):
        line = lines[start + count - 1].strip()
        if not line or _is_quote(line):
            return 0
        words = f"{words} {line}".strip()
        if line.endswith(":"):
            return count if any(pattern.fullmatch(words) for pattern in _ATTRIBUTIONS) else 0
    return 0


def _attribution_ending(lines: Sequence[str]) -> int:
    """How many lines at the end say who wrote when; 0 when they do not."""
    for count in range(1, min(_MOST_ATTRIBUTION_LINES, len(lines)) + 1):
        if _attribution_length(lines, len(lines) - count) == count:
            return count
    return 0


# The signature


def _without_signature(lines: list[str]) -> list[str]:
    kept = _without_mobile_lines(_trimmed(lines))
    start = _signature_start(kept)
    if start is None:
        return kept
    # Nothing but a signature is no answer, but then it is what the writer wrote.
    return _without_mobile_lines(_trimmed(kept[:start])) or kept


def _signature_start(lines: list[str]) -> int | None:
    for number in range(len(lines) - 1, -1, -1):
        if lines[number] == "--" and len(lines) - number <= _LONGEST_SIGNATURE:
            return number
    for number in range(max(0, len(lines) - _LONGEST_SIGNATURE), len(lines)):
        line = lines[number].strip()
        if _CLOSING.fullmatch(line) or _DISCLAIMER.match(line):
            has_postscript = any(re.match(r"p\.?s\.?\b", later, re.IGNORECASE) for later in lines[number:])
            return None if has_postscript else number
    return None


def _without_mobile_lines(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _MOBILE.fullmatch(kept[-1].strip())):
        kept.pop()
    return kept


def _trimmed(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept

"""Personal data in text: what tells who somebody is, or how to reach them at home."""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from phonenumbers import PhoneNumberType
from stdnum import iban, luhn
from stdnum.be import nn
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.se import personnummer

from kring.sharing.scrutiny.findings import Certainty, Finding, Kind
from kring.sharing.scrutiny.indicators import IndicatorKind
from kring.sharing.scrutiny.passage import Passage


def find_personal_data(passage: Passage) -> Iterator[Finding]:
    """Everything that looks like personal data; findings may overlap."""
    for detector in (_mails, _phones, _citizen_numbers, _national_numbers, _documents, _accounts, _cards):
        yield from detector(passage)
    for detector in (_birth_dates, _addresses, _names):
        yield from detector(passage)


def _mails(passage: Passage) -> Iterator[Finding]:
    for indicator in passage.indicators:
        if indicator.kind is not IndicatorKind.EMAIL or indicator.defanged or passage.is_listed(indicator.start):
            continue
        local, _, domain = indicator.value.lower().partition("@")
        if _OFFICE.search(local) or domain.startswith("example.") or not any(map(str.isalpha, local)):
            continue
        # Who sent the phishing mail is an indicator, and may be a colleague whose mailbox was taken over.
        suspect = _SUSPECT.search(passage.before(indicator.start, 60))
        yield passage.finding(
            Kind.EMAIL, indicator.start, indicator.end, Certainty.POSSIBLE if suspect else Certainty.CERTAIN
        )


_OFFICE = re.compile(
    r"(?:^|[._+-])(?:abuse|admin|administratie|algemeen|alerts?|bestuur|central|cert|ciso|contact|cs?irt|disclosure|dpo|"
    r"fg|finance|functionarisgegevensbescherming|helpdesk|helpline|hostmaster|hr|ics|incidents?|info|informatie|"
    r"jobs|klantenservice|legal|mail|mailer-daemon|marketing|meldingen|meldpunt|news|newsletter|no-?reply|noc|office|"
    r"operations|orders|pers|post|postmaster|press|privacy|psirt|receptie|reports?|root|sales|secretariaa?t|"
    r"security|service|servicedesk|soc|studio|support|team|test|vulnerability|vulnerabilities|webmaster|zentrale)"
    r"(?:$|[._+-])"
)
"""An office or a machine, not a person."""

_SUSPECT = re.compile(
    r"\b(?:from|van|reply-to|return-path|sender|afzender)\s*:|\b(?:afzender|senders?|sent by|spoof\w*|phish\w*|"
    r"attackers?|aanvallers?|actors?|malicious|kwaadaardige?|verdachte?|suspicious|losgeld\w*|ransom\w*|exfil\w*)\b"
)


def _phones(passage: Passage) -> Iterator[Finding]:
    for match in _PHONE.finditer(passage.text):
        start, end = match.span()
        if passage.indicator_at(start, end) or _DATE.match(match.group()):
            continue
        before = passage.before(start)
        certainty = _judge_phone(match.group(), called_so=bool(_PHONE_WORD.search(before)))
        if certainty and not _ANOTHER_NUMBER.search(before):
            yield passage.finding(Kind.PHONE, start, end, certainty)


def _judge_phone(text: str, *, called_so: bool) -> Certainty | None:
    """A number of a person or an office that exists in a numbering plan; toll-free numbers are nobody's."""
    for region in ("NL", "BE", "DE") if called_so else ("NL",):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in _NOBODYS:
            continue
        if called_so or text.startswith("+"):
            return Certainty.CERTAIN
        mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
        return Certainty.LIKELY if mobile or not text.isdigit() else Certainty.POSSIBLE
    return None


_PHONE = re.compile(
    r"(?<![\w.,:/+=-])(?:(?:\+|00)[1-9]|\(?0[1-9])(?:[ \t]?[().\-/\u2013]{0,2}[ \t]?\d){6,13}(?![\w-]|[.,:/]\d)"
)
_PHONE_WORD = re.compile(
    r"(?:tele?fo+n\w*|tel|phone|mobiel|mobile|mob|gsm|handy|fax|call|bel|bereikbaar op|t|m)\b[^\w\n]*(?:op\s)?[^\w\n]*$"
)
_ANOTHER_NUMBER = re.compile(
    r"(?:kvk|btw|vat|dossier|case|ticket|zaak|order|factuur|invoice|serial|serie)\w*[^\w\n]*(?:nr|no|nummer|number)?[^\w\n]*$"
)
_DATE = re.compile(r"\d{2}[-/. ]\d{2}[-/. ]\d{4}\b")
_NOBODYS = frozenset(
    {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}
)


def _citizen_numbers(passage: Passage) -> Iterator[Finding]:
    for match in _BSN.finditer(passage.text):
        called_so = _BSN_WORD.search(passage.before(match.start()))
        if passage.indicator_at(*match.span()) or not bsn.is_valid(match.group()):
            continue
        # One in eleven numbers of nine digits passes the test.
        yield passage.finding(
            Kind.CITIZEN_NUMBER, *match.span(), Certainty.CERTAIN if called_so else Certainty.POSSIBLE
        )


_BSN = re.compile(
    r"(?<![\w.,:/+-])\d{4}[.]\d{2}[.]\d{3}(?![\w-])|(?<![\w.,:/+-])\d{3}[ ]?\d{3}[ ]?\d{3}(?![\w-]|[.,]\d)"
)
_BSN_WORD = re.compile(r"\b(?:bsn|burgerservice\w*|sofi\w*|citizen service)\b[^\n]{0,20}$")


def _national_numbers(passage: Passage) -> Iterator[Finding]:
    for pattern, is_valid in _BY_FORM:
        for match in pattern.finditer(passage.text):
            if is_valid(match.group()) and not passage.indicator_at(*match.span()):
                certainty = Certainty.LIKELY if match.group().isdigit() else Certainty.CERTAIN
                yield passage.finding(Kind.NATIONAL_NUMBER, *match.span(), certainty)
    for word in _NATIONAL_WORD.finditer(passage.text):
        number = _NATIONAL_NUMBER.match(passage.text, word.end())
        if number and any(is_valid(number["number"]) for is_valid in _BY_WORD):
            yield passage.finding(Kind.NATIONAL_NUMBER, *number.span("number"), Certainty.CERTAIN)


_BY_FORM: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?<![\w.+-])\d{2}\.?\d{2}\.?\d{2}[ -]?\d{3}[ .]?\d{2}(?![\w-]|[.,]\d)"), nn.is_valid),
    (re.compile(r"(?<![\w.+-])[12] ?\d{2} ?(?:0\d|1[0-2]) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?![\w-])"), nir.is_valid),
    (re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"), codicefiscale.is_valid),
)
"""Belgium, France, Italy: the form and the test together are strong."""

_BY_WORD = (idnr.is_valid, cpr.is_valid, personnummer.is_valid, pesel.is_valid, dni.is_valid, nie.is_valid)
"""Germany, Denmark, Sweden, Poland, Spain: only behind a word that says so."""

_NATIONAL_WORD = re.compile(
    r"\b(?:steuer-?(?:id|identifikationsnummer|nummer)|idnr|cpr|personnummer|pesel|dni|nif|nie)\b", re.IGNORECASE
)
_NATIONAL_NUMBER = re.compile(
    r"[^\w\n]{0,3}(?:(?:nr|no|is|ist)[^\w\n]{1,3})?(?P<number>[XYZ\d][\d .+-]{6,16}[\dA-Z])(?!\w)"
)


def _documents(passage: Passage) -> Iterator[Finding]:
    for match in _DOCUMENT.finditer(passage.text):
        yield passage.finding(Kind.DOCUMENT_NUMBER, *match.span("number"), Certainty.LIKELY)
    for match in _MACHINE_READABLE.finditer(passage.text):
        yield passage.finding(Kind.DOCUMENT_NUMBER, *match.span(), Certainty.CERTAIN)


_DOCUMENT = re.compile(
    r"\b(?:paspoort|passport|reisepass|identiteitskaart|id-kaart|identity card|ausweis|personalausweis|rijbewijs|"
    r"driving licen[cs]e|verblijfsdocument)(?:[ -]?(?:nummer|number|nr|no))?\.?[ \t]*[:=#]?[ \t]*(?:is )?"
    r"(?P<number>(?=(?:[A-Z]*\d){2})[A-Z0-9]{8,10})\b",
    re.IGNORECASE,
)
_MACHINE_READABLE = re.compile(r"\b[PI][A-Z<][A-Z]{3}[A-Z<]{10,39}<<[A-Z<]*(?:\n[A-Z0-9<]{30,44})?")


def _accounts(passage: Passage) -> Iterator[Finding]:
    for match in _IBAN.finditer(passage.text):
        words = match.group()
        # A word in capitals behind it is not part of it.
        while len(words) >= 15 and not iban.is_valid(words, check_country=False):
            words = words.rpartition(" ")[0]
        if len(words) >= 15:
            yield passage.finding(Kind.BANK_ACCOUNT, match.start(), match.start() + len(words), Certainty.CERTAIN)


_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")


def _cards(passage: Passage) -> Iterator[Finding]:
    for match in _CARD.finditer(passage.text):
        digits = re.sub(r"\D", "", match.group())
        if not _ISSUER.fullmatch(digits) or not luhn.is_valid(digits) or passage.indicator_at(*match.span()):
            continue
        sure = match["grouped"] or _CARD_WORD.search(passage.before(match.start()))
        yield passage.finding(Kind.PAYMENT_CARD, *match.span(), Certainty.CERTAIN if sure else Certainty.LIKELY)


_CARD = re.compile(
    r"(?<![\w.,:/+-])(?:(?P<grouped>\d{4}([ -])(?:\d{4}\2\d{4}\2\d{4}|\d{6}\2\d{4,5}))|\d{14,19})(?![\w-]|[.,]\d)"
)
_ISSUER = re.compile(
    r"4(?:\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|(?:6011|65\d\d|64[4-9]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}|"
    r"(?:50|5[6-8]|6[37])\d{12,17}"
)
_CARD_WORD = re.compile(r"\b(?:\w*card|\w*kaart\w*|visa|mastercard|maestro|amex|pan)\b")


def _birth_dates(passage: Passage) -> Iterator[Finding]:
    for match in _BIRTH.finditer(passage.text):
        yield passage.finding(Kind.BIRTH_DATE, *match.span("date"), Certainty.CERTAIN)


_MONTH = r"(?:jan|feb|mar|maart|m\u00e4r|apr|may|mei|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z\u00e4]{0,6}\.?"  # in nl, en, de
_BIRTH = re.compile(
    r"\b(?:geboortedatum|geboren|geb\.|date of birth|birth ?date|dob|born|geburtsdatum)[^\d\n]{0,25}"
    rf"(?P<date>\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|"
    rf"\d{{1,2}}\.? {_MONTH} (?:19|20)\d\d|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)


def _addresses(passage: Passage) -> Iterator[Finding]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(passage.text):
            if not passage.indicator_at(*match.span()):
                yield passage.finding(Kind.ADDRESS, *match.span(), Certainty.LIKELY)


_HOUSE = r"\d{1,4}(?:[ -]?(?:[a-zA-Z]|bis|hs|I{1,3}))?"
_STREET = (
    r"(?:[A-Z\u00c0-\u00dd][\w\u00c0-\u00ff'.-]{0,30}[ ]){0,3}"
    r"[A-Z\u00c0-\u00dd][\w\u00c0-\u00ff'-]{0,30}(?:straat|laan|weg|plein|gracht|kade|singel|dijk|hof|steeg|pad|dreef|plantsoen|"
    r"markt|haven|stra\u00dfe|strasse|str\.|platz|allee|gasse)"
)
_DUTCH_CODE = r"[1-9]\d{3} ?(?!SA|SD|SS|[KMGTP][BWVGH]\b|[CKM]M\b|HZ)[A-Z]{2}"
_ADDRESSES = (
    re.compile(rf"\b{_STREET} {_HOUSE}(?:,? (?:{_DUTCH_CODE}|\d{{4,5}})(?: [A-Z][\w'-]+)?)?(?!\w)"),
    re.compile(rf"\b{_DUTCH_CODE} {_HOUSE}(?![\w.:%])"),
    re.compile(r"\b\d{1,4} (?:[A-Z][a-z]+ ){1,2}(?:Street|Road|Avenue|Lane|Drive|Close|Crescent)\b"),
)


def _names(passage: Passage) -> Iterator[Finding]:
    for pattern, certainty in _NAMES:
        for match in pattern.finditer(passage.text):
            words = match["name"].rstrip(".").lower()
            if words not in _NOT_A_NAME and not _NOT_A_PERSON.search(words):
                yield passage.finding(Kind.NAME, *match.span("name"), certainty)


_CAPITAL = r"[A-Z\u00c0-\u00dd]"
_GIVEN = rf"(?:{_CAPITAL}\.[ ]?){{1,4}}|(?:{_CAPITAL}[\w\u00c0-\u00ff'-]+[ ]){{0,2}}"
_BETWEEN = r"(?:(?:van|de|der|den|von|ten|ter|te|op|in|'t|el|al|la|du|zu)[ ]){0,3}"
_NAME = rf"(?:{_GIVEN})?{_BETWEEN}{_CAPITAL}[\w\u00c0-\u00ff'-]{{2,}}(?:-{_CAPITAL}[\w\u00c0-\u00ff'-]+)?"
_FULL_NAME = (
    rf"(?:{_CAPITAL}[\w\u00c0-\u00ff'-]+|(?:{_CAPITAL}\.[ ]?){{1,4}})[ ]?{_BETWEEN}{_CAPITAL}[\w\u00c0-\u00ff'-]{{2,}}"
)
_NAMES = (
    (
        re.compile(
            r"\b(?:[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.|[Dd]e heer|[Mm]evrouw|[Mm]eneer|Mr\.?|Mrs\.?|Ms\.|Herrn?|Frau|M\.|Mme)"
            rf"[ ](?:(?:[Dd]r|[Ii]r|[Mm]r|[Dd]rs|[Pp]rof|[Ii]ng)\.[ ])*(?P<name>{_NAME})"
        ),
        Certainty.LIKELY,
    ),
    (
        re.compile(
            r"\b(?i:contactpersoon|contact person|slachtoffer|victim|medewerker|employee|werknemer|melder|gebruiker|"
            rf"ansprechpartner)\s*:\s*(?P<name>{_FULL_NAME})"
        ),
        Certainty.LIKELY,
    ),
    (re.compile(rf"\b[Cc]ontact\s?:\s?(?P<name>{_FULL_NAME})"), Certainty.LIKELY),
    (
        re.compile(
            r"\b(?i:contactpersoon|contact person|contact op met|contact opgenomen met|gesproken met|gebeld met|"
            rf"spoke (?:to|with)|spoken (?:to|with)|contact)[ ](?P<name>{_FULL_NAME})"
        ),
        Certainty.POSSIBLE,
    ),
    (
        re.compile(rf"\b(?i:naam|name|[Dd]r\.|[Pp]rof\.|[Ii]r\.|[Dd]rs\.|[Ii]ng\.)[ :]\s?(?P<name>{_FULL_NAME})"),
        Certainty.POSSIBLE,
    ),
)
_NOT_A_NAME = frozenset(("robot", "black", "anderson", "web"))
"""Mr. Robot, Mr. Black and Dr. Web are programs."""
_NOT_A_PERSON = re.compile(
    r"\b(?:support|team|p?s?i?cert|csirt|cent(?:er|re)|cent(?:rum|rale)|security|services?|(?:help|service)?desk|customer|"
    r"product\w*|response|sales|klantenservice|meldpunt|afdeling|office|group|systems?|networks?|software|inc|ltd|gmbh|"
    r"ag|bv|nv|corporation|company|electric|automation|technologies|solutions|industrial|united|states|monday|maandag)\b"
)
"""A part of an organisation that one can turn to."""

"""What others share, held against what an organisation says of itself: does it matter to them, and why?

    known = {"CVE-2023-49621": Known(score=9.8, exploited=True, advisories=(advisory,))}
    for reason in of_words(profile, text, tags=tags, known=known):
        say(reason.because, reason.yours, reason.sure, reason.score)

Plain functions on plain values. Nothing here writes, fetches or remembers. `keys_of_profile` and `keys_of_words` say in a
few words of one spelling what the two are about: where they have none in common, nothing matters, and nobody needs to look.
"""

from kring.exchange.relevance.documents import TYPES, advisory_in, cves_of_document, is_news, of_document
from kring.exchange.relevance.judging import cves_of_words, of_advisory, of_words, parts_of
from kring.exchange.relevance.keys import keys_of_document, keys_of_profile, keys_of_words
from kring.exchange.relevance.known import KNOWN_EXPLOITED, Known, known_of

__all__ = [
    "KNOWN_EXPLOITED",
    "TYPES",
    "Known",
    "advisory_in",
    "cves_of_document",
    "cves_of_words",
    "is_news",
    "keys_of_document",
    "keys_of_profile",
    "keys_of_words",
    "known_of",
    "of_advisory",
    "of_document",
    "of_words",
    "parts_of",
]

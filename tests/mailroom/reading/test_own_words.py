import pytest

from kring.mailroom.reading import own_words
from kring.mailroom.reading.cut import without_signature
from tests.mailroom import corpus


@pytest.mark.parametrize("name", corpus.names(besides=("automatic", "bounce")))
def test_it_keeps_what_the_writer_said(name: str) -> None:
    assert own_words(corpus.letter(name).text) == corpus.said(name)


def test_there_is_a_sample_of_every_program_people_use() -> None:
    programs = {"gmail", "outlook", "apple", "iphone", "thunderbird", "k9", "proton", "roundcube"}
    assert {name.split("-")[0] for name in corpus.names()} >= programs


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, Mar 3, 2026 at 10:12 AM Ada de Vries <ada@alpha.example> wrote:",
        "Op di 3 mrt 2026 om 10:12 schreef Ada de Vries <ada@alpha.example>:",
        "Op 3 mrt. 2026 om 10:12 heeft Ada de Vries <ada@alpha.example> het volgende geschreven:",
        "Ada de Vries <ada@alpha.example> schreef op di 3 mrt. 2026 om 10:12:",
        "2026-03-03 10:12 GMT+01:00 Ada de Vries <ada@alpha.example>:",
        "Am 03.03.26 um 10:12 schrieb Ada de Vries:",
        "Le 03/03/2026 à 10:12, Ada de Vries a écrit :",
        "-----Original Message-----\nFrom: Ada\nSent: Tuesday\nTo: Bo\nSubject: x",
        "-----Oorspronkelijk bericht-----\nVan: Ada\nVerzonden: dinsdag\nAan: Bo\nOnderwerp: x",
        "Von: Ada\nGesendet: Dienstag\nAn: Bo\nBetreff: x",
    ],
)
def test_it_knows_how_programs_announce_an_old_mail(line: str) -> None:
    assert own_words(f"Yes.\n\n{line}\n\n> old\n") == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday we saw this:\n\n198.51.100.7",
        "Op 3 maart zagen we drie adressen:\n- 198.51.100.7",
        "From: evil@example.net\nis what the header said.",
        "Sent from the SOC, more at two.\n\nThe list follows.",
        "a - b\n---\nc",
    ],
)
def test_it_leaves_sentences_alone_that_look_a_little_like_it(text: str) -> None:
    assert own_words(text) == text


def test_a_signature_alone_stays_since_nothing_else_was_said() -> None:
    assert own_words("Groet,\nBo") == "Groet,\nBo"


def test_a_postscript_below_the_greeting_stays() -> None:
    assert own_words("Ja.\n\nMvg,\nBo\n\nP.S. bel me") == "Ja.\n\nMvg,\nBo\n\nP.S. bel me"


def test_a_forwarded_mail_stays_when_only_the_signature_goes() -> None:
    forwarded = "FYI\n\n---------- Forwarded message ---------\nFrom: evil@example.net\n\nClick here"
    assert without_signature(f"{forwarded}\n-- \nAda") == forwarded

"""The catalogues: what is marked gets in, what is translated stays, what is wrong is said."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from tools import words

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
from kring.kernel.words import N_

TITLE = _("Share")
RULE = N_("This label is too wide.")

def counted(n: int) -> str:
    return ngettext("%(n)s reader", "%(n)s readers", n) % {"n": n} + pgettext("the month", "May")
"""

TEMPLATE = """
{% load i18n %}
  <p title="{% translate 'Who may read this' %}">
      {% blocktranslate trimmed count n=readers %}
        {{ n }} person will read this.
      {% plural %}
        {{ n }} people will read this.
      {% endblocktranslate %}
   </p>
 {{ _("Home") }}
"""


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small product with one package, `sharing`."""
    monkeypatch.setattr(words, "PRODUCT", tmp_path / "kring")
    put(tmp_path / "kring" / "sharing" / "__init__.py", "")
    return tmp_path / "kring"


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def translate(product: Path, sentence: str, translation: str, package: str = "sharing") -> None:
    path = words.catalogue_of(product / package)
    path.write_text(
        path.read_text().replace(f'msgid "{sentence}"\nmsgstr ""', f'msgid "{sentence}"\nmsgstr "{translation}"')
    )


def said(product: Path, package: str = "sharing") -> set[str]:
    return {words.shown(message) for message in words.said(words.read(words.catalogue_of(product / package)))}


def complaints(product: Path) -> list[str]:
    return [complaint for package in words.packages() for complaint in words.complaints_about(package)]


def test_every_way_of_marking_a_sentence_is_seen(product: Path) -> None:
    put(product / "sharing" / "rules.py", PYTHON)
    put(product / "sharing" / "templates" / "sharing" / "item.html", TEMPLATE)
    words.update(words.packages(), forget=False)
    assert said(product) == {
        "Share",
        "This label is too wide.",
        "%(n)s reader / %(n)s readers",
        "[the month] May",
        "Who may read this",
        "%(n)s person will read this. / %(n)s people will read this.",
        "Home",
    }


def test_a_translation_stays_when_sentences_come_and_go(product: Path) -> None:
    source = put(product / "sharing" / "rules.py", '_("Share")')
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    source.write_text('_("Share")\n_("Home")')
    words.update(words.packages(), forget=False)
    assert 'msgstr "Delen"' in words.catalogue_of(product / "sharing").read_text()
    assert complaints(product) == ["sharing: not translated: Home"]


def test_a_sentence_that_comes_back_finds_its_translation(product: Path) -> None:
    source = put(product / "sharing" / "rules.py", '_("Share")\n_("Home")')
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    translate(product, "Home", "Begin")
    source.write_text('_("Home")')
    words.update(words.packages(), forget=False)
    assert complaints(product) == ["sharing: said no more: Share"]
    source.write_text('_("Share")\n_("Home")')
    words.update(words.packages(), forget=False)
    assert complaints(product) == []
    source.write_text('_("Home")')
    words.update(words.packages(), forget=True)
    assert complaints(product) == []
    assert "Delen" not in words.catalogue_of(product / "sharing").read_text()


def test_a_sentence_that_moves_takes_its_translation_along(product: Path) -> None:
    source = put(product / "sharing" / "rules.py", '_("Share")')
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    put(product / "circles" / "__init__.py", "")
    source.rename(product / "circles" / "rules.py")
    words.update(words.packages(), forget=True)
    assert said(product, "circles") == {"Share"}
    assert complaints(product) == []
    assert not words.catalogue_of(product / "sharing").exists()


def test_an_update_of_what_is_up_to_date_changes_nothing(product: Path) -> None:
    put(product / "sharing" / "rules.py", PYTHON)
    words.update(words.packages(), forget=False)
    before = words.catalogue_of(product / "sharing").read_text()
    words.update(words.packages(), forget=False)
    assert words.catalogue_of(product / "sharing").read_text() == before
    assert ":6" not in before
    assert "Date" not in before


@pytest.mark.parametrize(
    ("original", "translation", "fault"),
    [
        ("Share", "", "not translated"),
        ("%(n)s readers", "%(m)s lezers", "other placeholders (%(m)s, %(n)s)"),
        ("{name} left", "Iemand ging weg", "other placeholders ({name})"),
        ("%s of 100%%", "%s van de 100%%", None),
        ("Share", "Delen\\n", "another end"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(
    product: Path, original: str, translation: str, fault: str | None
) -> None:
    put(product / "sharing" / "rules.py", f'_("{original}")')
    words.update(words.packages(), forget=False)
    translate(product, original, translation)
    assert complaints(product) == ([f"sharing: {fault}: {original}"] if fault else [])


def test_the_singular_need_not_say_the_number(product: Path) -> None:
    put(
        product / "sharing" / "rules.py",
        PYTHON.split("TITLE", maxsplit=1)[0] + 'x = ngettext("One reader", "%(n)s readers", 2)',
    )
    words.update(words.packages(), forget=False)
    path = words.catalogue_of(product / "sharing")
    path.write_text(
        path.read_text()
        .replace('msgstr[0] ""', 'msgstr[0] "%(n)s lezer"')
        .replace('msgstr[1] ""', 'msgstr[1] "%(n)s lezers"')
    )
    assert complaints(product) == []
    path.write_text(path.read_text().replace('msgstr[1] "%(n)s lezers"', 'msgstr[1] "lezers"'))
    assert complaints(product) == ["sharing: other placeholders (%(n)s): One reader / %(n)s readers"]


def test_a_guess_is_not_a_translation(product: Path) -> None:
    put(product / "sharing" / "rules.py", '_("Share")')
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    path = words.catalogue_of(product / "sharing")
    path.write_text(path.read_text().replace("#: kring", "#, fuzzy\n#: kring"))
    assert complaints(product) == ["sharing: fuzzy: Share"]


def test_a_new_sentence_is_missed_before_an_update(product: Path) -> None:
    put(product / "sharing" / "rules.py", '_("Share")')
    assert complaints(product) == ["sharing: missing: Share"]


def test_two_packages_may_not_contradict_each_other(product: Path) -> None:
    for package, translation in (("sharing", "Delen"), ("circles", "Deel")):
        put(product / package / "__init__.py", "")
        put(product / package / "rules.py", '_("Share")')
        words.update([product / package], forget=False)
        words.catalogue_of(product / package).write_text(
            words.catalogue_of(product / package).read_text().replace('msgstr "Delen"', 'msgstr ""')
        )
        translate(product, "Share", translation, package)
    assert list(words.contradictions()) == ["circles, sharing: two translations: Share"]


def test_a_translation_that_is_not_there_yet_contradicts_nobody(product: Path) -> None:
    for package in ("circles", "sharing"):
        put(product / package / "__init__.py", "")
        put(product / package / "rules.py", '_("Share")')
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    assert list(words.contradictions()) == []


def test_what_is_compiled_is_what_was_translated(product: Path) -> None:
    put(product / "sharing" / "rules.py", PYTHON)
    words.update(words.packages(), forget=False)
    translate(product, "Share", "Delen")
    words.compile_one(words.catalogue_of(product / "sharing"))
    with words.catalogue_of(product / "sharing").with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    message = compiled.get("Share")
    assert message is not None
    assert message.string == "Delen"

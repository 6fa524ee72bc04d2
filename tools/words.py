"""The catalogues of translations, one per package of the product: extract, compile, check.

    python tools/words.py update [PACKAGE...]   put new sentences into the catalogues, keep the translations
    python tools/words.py forget [PACKAGE...]   the same, and drop the sentences that are gone
    python tools/words.py check                 fail when a catalogue is behind, and say what is wrong
    python tools/words.py compile               make what Django reads at run time

Needs Babel and Django, and no gettext of the system.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PRODUCT = Path(__file__).resolve().parents[1] / "kring"
LANGUAGE = "nl"

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*\.?\d*[a-zA-Z]|%[sdf]|\{\w*\}")

# Headers that change with the clock or the tool, and would make every update a change.
RESTLESS = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By): .*\n',
    re.MULTILINE,
)

Key = str | tuple[str, str]


def main() -> int:
    """Do what the command line asks; the answer is the exit status."""
    command, *names = sys.argv[1:] or ["help"]
    folders = [PRODUCT / name for name in names] or packages()
    match command:
        case "update" | "forget":
            update(folders, forget=command == "forget")
        case "compile":
            for catalogue in PRODUCT.glob("*/locale/*/LC_MESSAGES/django.po"):
                compile_one(catalogue)
        case "check":
            return check()
        case _:
            print(__doc__)
            return 2
    return 0


def packages() -> list[Path]:
    """The packages of the product, by name."""
    return sorted(path.parent for path in PRODUCT.glob("*/__init__.py"))


def catalogue_of(package: Path) -> Path:
    """Where the translations of a package stand."""
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


# --- What the product says ---


def extracted(package: Path) -> Catalog:
    """Every sentence of a package that is marked for translation, with the files it stands in."""
    catalogue = Catalog(locale=LANGUAGE)
    for path in sorted(package.rglob("*")):
        for text, context, comments in sentences_of(path):
            found = catalogue.add(text, context=context, auto_comments=comments)
            place = (path.relative_to(PRODUCT.parent).as_posix(), 0)
            if place not in found.locations:
                found.locations.append(place)
    return catalogue


def sentences_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None, list[str]]]:
    """The sentences of one file: text (or singular and plural), context, and remarks for translators."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        source = path.read_text()
    elif "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}:
        # Django turns a template into something like Python; what is left of its indentation means nothing.
        source = "\n".join(line.lstrip() for line in templatize(path.read_text()).splitlines())
    else:
        return
    for _, text, comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"]):
        yield text, context, comments


# --- Update ---


def update(folders: Iterable[Path], *, forget: bool) -> None:
    """Bring the catalogues of these packages up to date."""
    known = {package: read(catalogue_of(package)) for package in packages()}
    elsewhere = {key_of(message): message for catalogue in known.values() for message in remembered(catalogue)}
    for package in folders:
        fresh = extracted(package)
        before = {key_of(message): message for message in remembered(known[package])}
        for message in said(fresh):
            # A sentence that moved to another package brings its translation along.
            if translated := before.pop(key_of(message), None) or elsewhere.get(key_of(message)):
                message.string = translated.string
                message.user_comments = translated.user_comments
        if not forget:
            fresh.obsolete.update({key: message for key, message in before.items() if all(forms(message.string))})
        write(catalogue_of(package), fresh)


def read(path: Path) -> Catalog:
    """The catalogue in a file, empty when there is none yet."""
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue so that only a changed sentence is a changed line."""
    if not said(catalogue) and not catalogue.obsolete:
        path.unlink(missing_ok=True)
        return
    catalogue.project, catalogue.version = "kring", ""
    catalogue.header_comment = "# The translations of this package."
    catalogue.fuzzy = False
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, sort_output=True)
    text = RESTLESS.sub(b"", buffer.getvalue())
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)


def said(catalogue: Catalog) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [message for message in catalogue if message.id]


def remembered(catalogue: Catalog) -> list[Message]:
    """The messages, and those that are said no more."""
    return [*catalogue.obsolete.values(), *said(catalogue)]


def key_of(message: Message) -> Key:
    """What makes a message the same one: the singular stands for both forms."""
    text = forms(message.id)[0]
    return (text, message.context) if message.context else text


# --- Compile ---


def compile_one(path: Path) -> None:
    """Make the file that Django reads, when it is older than the catalogue."""
    compiled = path.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime:
        return
    buffer = io.BytesIO()
    write_mo(buffer, read(path))
    new = compiled.with_suffix(".mo.new")
    new.write_bytes(buffer.getvalue())
    new.replace(compiled)


# --- Check ---


def check() -> int:
    """Print what is wrong with the catalogues; 1 when something is."""
    complaints = [complaint for package in packages() for complaint in complaints_about(package)]
    complaints += contradictions()
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(f"{len(complaints)} to mend; `python tools/words.py update` brings in what is new.")
    return 1 if complaints else 0


def complaints_about(package: Path) -> Iterator[str]:
    """What is wrong with one catalogue."""
    catalogue, fresh = read(catalogue_of(package)), extracted(package)
    now = {key_of(message): message for message in said(fresh)}
    before = {key_of(message): message for message in said(catalogue)}
    for message in [message for key, message in now.items() if key not in before]:
        yield f"{package.name}: missing: {shown(message)}"
    for key, message in before.items():
        if key not in now:
            yield f"{package.name}: said no more: {shown(message)}"
        elif forms(message.id) != forms(now[key].id):
            yield f"{package.name}: another plural: {shown(message)}"
        for wrong in faults_of(message):
            yield f"{package.name}: {wrong}: {shown(message)}"
    for message in catalogue.obsolete.values():
        yield f"{package.name}: said no more: {shown(message)}"


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if message.fuzzy:
        yield "fuzzy"
    originals, translations = forms(message.id), forms(message.string)
    if not translations or not all(translations):
        yield "not translated"
        return
    # Dutch has two forms, as English has: the singular, which may leave out the number, and the plural.
    for original, translation in zip(originals, translations, strict=False):
        wanted, found = placeholders(original), placeholders(translation)
        spare = placeholders(originals[-1])
        if found - wanted - spare or (wanted - found and original is originals[-1]):
            yield f"other placeholders ({', '.join(sorted(wanted ^ found))})"
        if original.startswith("\n") != translation.startswith("\n"):
            yield "another beginning"
        if original.endswith("\n") != translation.endswith("\n"):
            yield "another end"


def contradictions() -> Iterator[str]:
    """Sentences that two packages translate differently: Django would use either one everywhere."""
    first: dict[Key, tuple[Path, Message]] = {}
    for package in packages():
        for message in said(read(catalogue_of(package))):
            if not all(forms(message.string)):
                continue
            where, known = first.setdefault(key_of(message), (package, message))
            if known.string != message.string:
                yield f"{where.name}, {package.name}: two translations: {shown(message)}"


def forms(text: object) -> list[str]:
    """One text, or singular and plural, as a list."""
    return [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, tuple | list) else []


def placeholders(text: str) -> set[str]:
    """What is filled in later."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def shown(message: Message) -> str:
    """A message in one line."""
    text = " / ".join(forms(message.id)).replace("\n", "⏎")
    return f"[{message.context}] {text}" if message.context else text


if __name__ == "__main__":
    sys.exit(main())

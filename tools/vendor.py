"""Fetches what we did not write into the vendor folders, exactly as their `VENDOR.toml` lists it.

    python tools/vendor.py            fetch, and refuse any file whose hash is not the one listed
    python tools/vendor.py --accept   after a change of version or icons: write the new hashes into the list

Run it by hand when a list changes. It needs `npm` to fetch packages, and `git` for those whose source is git; nothing
that builds, tests or runs Kring does.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

PROJECT = Path(__file__).resolve().parent.parent
LISTS = (
    PROJECT / "kring/web/static/vendor/VENDOR.toml",
    PROJECT / "kring/exchange/stix/schemas/VENDOR.toml",
    PROJECT / "kring/exchange/csaf/schemas/VENDOR.toml",
    PROJECT / "tests/vendor/VENDOR.toml",
)
BUNDLER = "esbuild@0.25.10"
"""Makes one file of a package that comes as many; the same version makes the same bytes."""
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class File:
    """One file we keep: what to `take` from the package, or what of it to `bundle` (neither: it is the icon sprite)."""

    keep: str
    sha256: str
    take: str | None
    bundle: str


@dataclass(frozen=True)
class Package:
    """One package of a list, pinned to a version: of npm, or a commit of the git repository that is its home."""

    name: str
    version: str
    home: str
    licence: str
    files: tuple[File, ...]
    icons: tuple[str, ...]
    needs: tuple[str, ...]
    from_git: bool


def packages_of(listing: Path) -> list[Package]:
    """The packages a `VENDOR.toml` lists."""
    return [
        Package(
            name=entry["name"],
            version=entry["version"],
            home=entry["home"],
            licence=entry["licence"],
            files=tuple(file_of(listed) for listed in entry["file"]),
            icons=tuple(entry.get("icons", ())),
            needs=tuple(entry.get("needs", ())),
            from_git=entry.get("source") == "git",
        )
        for entry in tomllib.loads(listing.read_text())["package"]
    ]


def file_of(listed: Mapping[str, str]) -> File:
    """One file as the list has it."""
    return File(keep=listed["keep"], sha256=listed["sha256"], take=listed.get("take"), bundle=listed.get("bundle", ""))


def unpacked(package: Package, workshop: Path) -> Path:
    """The package, fetched and unpacked below `workshop`."""
    return from_repository(package, workshop) if package.from_git else from_npm(package, workshop)


def from_repository(package: Package, workshop: Path) -> Path:
    """The files of one commit."""
    target = workshop / package.name
    subprocess.run(["git", "init", "-q", str(target)], check=True)
    subprocess.run(["git", "-C", str(target), "fetch", "-q", "--depth", "1", package.home, package.version], check=True)
    subprocess.run(["git", "-C", str(target), "checkout", "-q", "FETCH_HEAD"], check=True)
    return target


def from_npm(package: Package, workshop: Path) -> Path:
    """The files of one version."""
    packed = subprocess.run(
        ["npm", "pack", "--json", "--pack-destination", str(workshop), f"{package.name}@{package.version}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # The answer is a list of packages or, from newer clients, a table of them by name.
    answer = json.loads(packed)
    (entry,) = answer if isinstance(answer, list) else answer.values()
    target = workshop / f"{package.name.replace('/', '-')}-unpacked"
    with tarfile.open(workshop / entry["filename"].removeprefix("@").replace("/", "-")) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def bundled(file: File, package: Package, workshop: Path) -> bytes:
    """What we use of the package and of all it needs, as one script that leaves `bundle` as a global."""
    wanted = [f"{package.name}@{package.version}", *package.needs, BUNDLER]
    subprocess.run(["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(workshop), *wanted], check=True)
    begin = f'export {file.bundle} from "{package.name}";'
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--legal-comments=none"]
    command = [str(workshop / "node_modules/.bin/esbuild"), *options, f"--global-name={package.name.capitalize()}"]
    made = subprocess.run(command, check=True, cwd=workshop, input=begin.encode(), capture_output=True).stdout
    notice = (
        f"/* {package.name} {package.version} with {', '.join(package.needs)}; {package.home}, {package.licence} */\n"
    )
    return notice.encode() + made


def without_source_map(content: bytes) -> bytes:
    """The file without its pointer to a source map: we do not keep the map, and browsers would ask for it."""
    return re.sub(rb"\n?/\*# sourceMappingURL=[^*]*\*/\s*$", b"\n", content)


def sprite(source: Path, package: Package) -> bytes:
    """One SVG with a symbol for every icon we use, in the order of the list."""
    ET.register_namespace("", SVG)
    sheet = ET.Element(f"{{{SVG}}}svg")
    for name in package.icons:
        drawing = ET.parse(source / "icons/outline" / f"{name}.svg").getroot()
        symbol = ET.SubElement(sheet, f"{{{SVG}}}symbol", id=name, viewBox=drawing.attrib["viewBox"])
        for shape in drawing:
            if shape.attrib.get("stroke") != "none":  # the invisible box that every Tabler icon starts with
                shape.tail = None
                symbol.append(shape)
        symbol.tail = "\n"
    notice = (
        f"<!-- Tabler Icons {package.version}, {package.home}, licence {package.licence}: see the file beside it -->\n"
    )
    return notice.encode() + ET.tostring(sheet) + b"\n"


def content_of(file: File, package: Package, source: Path) -> bytes:
    """The bytes to keep for one listed file."""
    if file.bundle:
        return bundled(file, package, source.parent)
    return sprite(source, package) if file.take is None else without_source_map((source / file.take).read_bytes())


def fetch(listing: Path, *, accept: bool) -> list[str]:
    """Fetches everything on one list. Returns what does not agree with its hash (never anything with `accept`)."""
    text = listing.read_text()
    differing = []
    with tempfile.TemporaryDirectory() as workshop:
        for package in packages_of(listing):
            source = unpacked(package, Path(workshop))
            for file in package.files:
                content = content_of(file, package, source)
                found = hashlib.sha256(content).hexdigest()
                if found != file.sha256 and not accept:
                    differing.append(f"{file.keep}: listed {file.sha256 or 'nothing'}, found {found}")
                    continue
                text = re.sub(
                    rf'(keep = "{re.escape(file.keep)}"\nsha256 = ")[0-9a-f]*"', rf'\g<1>{found}"', text, count=1
                )
                (listing.parent / file.keep).parent.mkdir(parents=True, exist_ok=True)
                (listing.parent / file.keep).write_bytes(content)
    listing.write_text(text)
    return differing


def main() -> int:
    """Fetches every list; the exit status says whether all hashes agreed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="write the hashes found into the lists")
    accept = parser.parse_args().accept
    differing = [line for listing in LISTS for line in fetch(listing, accept=accept)]
    for line in differing:
        print(line, file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

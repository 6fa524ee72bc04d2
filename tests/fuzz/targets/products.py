"""What organisations say they use: bills of materials, tables, and how products and their versions are called."""

import json

from kring.kernel.errors import Refused
from kring.products.named import named
from kring.products.versions import compare, compare_as, covers, is_range
from kring.profiles import reading
from tests.fuzz.target import Target
from tests.products.test_versions import RANGES
from tests.profiles.test_reading import BILL, BILL_XML


def inventory(octets: bytes) -> None:
    for entry in reading.read(octets).entries:
        said = entry.named
        assert all("\0" not in part for part in (said.product, said.vendor, said.version, said.cpe, said.purl))
        said.key.encode()


def name(octets: bytes) -> None:
    text = octets.decode()
    for part in ("product", "cpe", "purl"):
        try:
            assert named(**{part: text}).product
        except Refused:
            continue


def version(octets: bytes) -> None:
    said, _, version = octets.decode().partition("\n")
    covers(said, version)
    is_range(said)
    forth, back = compare(said, version), compare(version, said)
    assert (forth is None) == (back is None)
    for scheme in ("deb", "rpm", "npm", "maven", "pypi", "gem", "nuget", "golang"):
        compare_as(scheme, said, version)


TARGETS = (
    Target(
        name="inventory",
        read=inventory,
        answers=(Refused,),
        seeds=[json.dumps(BILL).encode(), BILL_XML.encode(), b"vendor;product;version;cpe;purl\nSiemens;S7-1500;2.9;;\n,\"a\nb\";;cpe:/a:apache:http_server:2.4;pkg:npm/lodash@4\n"],
    ),
    Target(
        name="name",
        read=name,
        answers=(UnicodeDecodeError,),
        seeds=[b"cpe:2.3:h:siemens:simatic_s7-1500:*:*:*:*:*:*:*:*", b"cpe:/a:apache:http_server:2.4", b"pkg:npm/%40a/lodash@4.17.21?x=y#z", b"SIMATIC S7"],
        longest=4096,
    ),
    Target(
        name="version",
        read=version,
        answers=(UnicodeDecodeError,),
        seeds=[f"{said}\n{within}".encode() for said, within, _ in RANGES] + [b"vers:deb/>=1:2.0-1|<3|!=2.5\n2.4~rc1"],
        longest=1024,
    ),
)  # fmt: skip

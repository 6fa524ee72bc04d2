"""Names that mean the same, and names that only look alike."""

import pytest

from kring.exchange.csaf.names import Likeness, alike, same_vendor, with_version


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens AG", "SIEMENS"),
        ("Schneider", "Schneider Electric SE"),
        ("Qolsys, Inc.", "qolsys"),
        ("Rockwell-Automation", "rockwellautomation"),
        ("red hat", "redhat"),
        ("Bürkert GmbH & Co. KG", "Burkert"),
        ("ABB Group", "ABB Ltd."),
    ],
)
def test_a_vendor_is_the_same_whatever_it_adds(one: str, other: str) -> None:
    assert same_vendor(one, other)
    assert same_vendor(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Siemens", "Siemon"), ("HP", "HPE"), ("", "Siemens"), ("AG", ""), ("GE", "GEA Group")]
)
def test_another_vendor_is_another(one: str, other: str) -> None:
    assert not same_vendor(one, other)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("factory talk activation manager", "FactoryTalk® Activation Manager"),
        ("FactoryTalk Services Platform", "FactoryTalk™ Service Platform"),
        ("Web Master", "WEB-MASTER"),
        ("SIMATIC RTLS Gateway RTLS4030G", "SIMATIC RTLS Gateway RTLS4030G, ETSI (6GT2701-5DB03)"),
        ("HVR 4781 firmware", "HVR-4781"),
    ],
)
def test_a_product_is_the_same_however_it_is_written(typed: str, named: str) -> None:
    assert alike(typed, named) is Likeness.SAME


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Spectrum Power", "Spectrum Power 7"),
        ("CN 4100", "SIMATIC CN 4100"),
        ("LGUVR-16H", "DVR LGUVR-16H"),
        ("OPC UA Toolkit", "OPC UA Server Toolkit"),
        ("webMethods Integration Server", "webMethods Integration"),
        ("ECU-C", "Energy Communication Unit (ECU-C)"),
    ],
)
def test_a_product_is_alike_when_something_is_left_out_or_added(typed: str, named: str) -> None:
    assert alike(typed, named) is Likeness.PART


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("ViewPower", "ViewPower Pro"),
        ("Spectrum Power 4", "Spectrum Power 7"),
        ("Solid Edge SE2024", "Solid Edge SE2023"),
        ("IQ Panel 2", "IQ Panel 4"),
        ("SIMATIC", "SIMATIC CN 4100"),
        ("", "Anything"),
        ("!?", "Anything"),
    ],
)
def test_another_product_is_another(typed: str, named: str) -> None:
    assert alike(typed, named) is Likeness.NONE


def test_the_vendor_said_twice_is_said_once() -> None:
    assert alike("Siemens SIMATIC CN 4100", "SIMATIC CN 4100", vendors=("Siemens AG",)) is Likeness.SAME
    assert alike("Rapid SCADA", "Rapid SCADA", vendors=("Rapid Software LLC",)) is Likeness.SAME
    assert alike("IQ Panel 4", "Qolsys IQ Panel 4", vendors=("Qolsys, Inc.",)) is Likeness.SAME


def test_a_version_at_the_end_of_a_name_is_the_version() -> None:
    assert with_version("WEB-MASTER v7.9") == ("WEB-MASTER", "v7.9")
    assert with_version("Spectrum Power 7") == ("Spectrum Power 7", "")

"""Reads lists of what an organisation uses: CSV as spreadsheets write it, and bills of materials in CycloneDX.

    inventory = read(octets)
    inventory.entries      what was understood, each with where it stood
    inventory.problems     what was not, with where and why

One line that is not understood takes nothing else with it. Plain functions on plain values.
"""

from kring.profiles.reading import bills, tables
from kring.profiles.reading.inventory import LIMITS, Entry, Inventory, Limits, Problem

__all__ = ["LIMITS", "Entry", "Inventory", "Limits", "Problem", "read"]


def read(octets: bytes, limits: Limits = LIMITS) -> Inventory:
    """What a file says is used; what kind of file it is, its first sign tells.

    Refused: too_large, empty_file, too_deep, not_json, not_xml, not_cyclonedx, no_columns, not_text.
    """
    limits.check_size(octets)
    match octets.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]:
        case b"{" | b"[":
            return bills.read_json(octets, limits)
        case b"<":
            return bills.read_xml(octets, limits)
        case _:
            return tables.read(octets, limits)

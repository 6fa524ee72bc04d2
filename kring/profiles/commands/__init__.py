"""Everything that changes what matters to an organisation, and what of it a circle is shown."""

from kring.profiles.commands.describing import (
    Suppliers,
    describe,
    remove_supplier,
    replace_profile,
    save_supplier,
    take_profile,
)
from kring.profiles.commands.inventories import Brought, add_technology, bring_inventory, remove_technology
from kring.profiles.commands.matches import drop_parts, keep_match
from kring.profiles.commands.showing import hide_use, show_use

__all__ = [
    "Brought",
    "Suppliers",
    "add_technology",
    "bring_inventory",
    "describe",
    "drop_parts",
    "hide_use",
    "keep_match",
    "remove_supplier",
    "remove_technology",
    "replace_profile",
    "save_supplier",
    "show_use",
    "take_profile",
]

"""What is asked about profiles. The lock lets out those of the organisations that the bound actor works for."""

from kring.profiles.queries.known import know_products_from, known_products
from kring.profiles.queries.matching import (
    MATTERS,
    all_that_matter,
    items_that_matter,
    matched_among,
    matched_by,
    matters,
    matters_to,
    objects_that_matter,
    reasons_by_item,
)
from kring.profiles.queries.own import (
    Employer,
    SupplierLine,
    TechnologyLine,
    TechnologyPage,
    employer,
    employers,
    outline,
    suppliers,
    technologies,
    technology,
)
from kring.profiles.queries.shown import Elsewhere, UsedProduct, counted_in, used_in, who_else_uses
from kring.profiles.queries.whole import as_csv, as_json, profile_of, profile_to_read, watchers

__all__ = [
    "MATTERS",
    "Elsewhere",
    "Employer",
    "SupplierLine",
    "TechnologyLine",
    "TechnologyPage",
    "UsedProduct",
    "all_that_matter",
    "as_csv",
    "as_json",
    "counted_in",
    "employer",
    "employers",
    "items_that_matter",
    "know_products_from",
    "known_products",
    "matched_among",
    "matched_by",
    "matters",
    "matters_to",
    "objects_that_matter",
    "outline",
    "profile_of",
    "profile_to_read",
    "reasons_by_item",
    "suppliers",
    "technologies",
    "technology",
    "used_in",
    "watchers",
    "who_else_uses",
]

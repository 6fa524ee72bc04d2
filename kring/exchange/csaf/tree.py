"""The product tree, flattened: every product that an advisory defines, wherever it does (CSAF 2.0, section 3.2.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kring.exchange.csaf.advisory import Branch, Group, Hash, Helper, Product, Relation
from kring.exchange.csaf.limits import pointer
from kring.exchange.csaf.parts import items, part, text, texts


@dataclass(frozen=True, slots=True)
class Named:
    """A full product name as it stands in the document."""

    steps: tuple[str | int, ...]
    """Where it stands."""
    name: dict[str, Any]
    branches: tuple[Branch, ...] = ()
    relation: Relation | None = None

    @property
    def place(self) -> str:
        """The same as a JSON pointer."""
        return pointer(*self.steps)


def named(document: dict[str, Any]) -> Iterator[Named]:
    """Every full product name, in the order of the tree: branches, those beside them, and products made of two others."""
    tree = part(document, "product_tree")
    for steps, branch, way in branches(document):
        if isinstance(product := branch.get("product"), dict):
            yield Named((*steps, "product"), product, way)
    for place, product in enumerate(_list(tree, "full_product_names")):
        if isinstance(product, dict):
            yield Named(("product_tree", "full_product_names", place), product)
    for place, relation in enumerate(_list(tree, "relationships")):
        if isinstance(relation, dict):
            yield Named(
                ("product_tree", "relationships", place, "full_product_name"),
                part(relation, "full_product_name"),
                relation=Relation(
                    category=text(relation, "category"),
                    part=text(relation, "product_reference"),
                    whole=text(relation, "relates_to_product_reference"),
                ),
            )
    yield from _paths(tree)


def _paths(tree: dict[str, Any]) -> Iterator[Named]:
    """CSAF 2.1: a path from a product along others. The nearest that 2.0 has is the first and the last of them."""
    for place, path in enumerate(_list(tree, "product_paths")):
        subpaths = list(items(path, "subpaths")) if isinstance(path, dict) else []
        if subpaths:
            yield Named(
                ("product_tree", "product_paths", place, "full_product_name"),
                part(path, "full_product_name"),
                relation=Relation(
                    category=text(subpaths[-1], "category"),
                    part=text(path, "beginning_product_reference"),
                    whole=text(subpaths[-1], "next_product_reference"),
                ),
            )


def branches(
    document: dict[str, Any],
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any], tuple[Branch, ...]]]:
    """Every branch: where it stands, the branch itself, and the way to it with itself at the end."""
    waiting: list[tuple[tuple[str | int, ...], dict[str, Any], tuple[Branch, ...]]] = []

    def put(whole: dict[str, Any], steps: tuple[str | int, ...], way: tuple[Branch, ...]) -> None:
        for place in range(len(listed := _list(whole, "branches")) - 1, -1, -1):
            if isinstance(branch := listed[place], dict):
                step = Branch(text(branch, "category"), text(branch, "name"))
                waiting.append(((*steps, "branches", place), branch, (*way, step)))

    put(part(document, "product_tree"), ("product_tree",), ())
    while waiting:
        steps, branch, way = waiting.pop()
        yield steps, branch, way
        put(branch, steps, way)


def product_of(one: Named) -> Product:
    """The product that a full product name defines."""
    return Product(
        id=text(one.name, "product_id"),
        name=text(one.name, "name"),
        branches=one.branches,
        helper=_helper(part(one.name, "product_identification_helper")),
        relation=one.relation,
    )


def groups(document: dict[str, Any]) -> tuple[Group, ...]:
    """The groups that the tree defines."""
    return tuple(
        Group(id=text(group, "group_id"), products=texts(group, "product_ids"), summary=text(group, "summary"))
        for group in items(part(document, "product_tree"), "product_groups")
    )


def _helper(helper: dict[str, Any]) -> Helper:
    if not helper:
        return Helper()
    purl = text(helper, "purl")
    return Helper(
        cpe=text(helper, "cpe"),
        purls=((purl,) if purl else ()) + texts(helper, "purls"),
        hashes=tuple(
            Hash(text(file, "filename"), text(one, "algorithm"), text(one, "value"))
            for file in items(helper, "hashes")
            for one in items(file, "file_hashes")
        ),
        model_numbers=texts(helper, "model_numbers"),
        serial_numbers=texts(helper, "serial_numbers"),
        skus=texts(helper, "skus"),
        sbom_urls=texts(helper, "sbom_urls"),
        uris=tuple(text(uri, "uri") for uri in items(helper, "x_generic_uris")),
    )


def _list(whole: Any, name: str) -> list[Any]:
    listed = whole.get(name) if isinstance(whole, dict) else None
    return listed if isinstance(listed, list) else []

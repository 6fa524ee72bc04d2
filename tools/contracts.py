"""The import contract that import-linter does not have: a subject's models are its own."""

import re

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

MODELS = re.compile(r"(?P<subject>kring\.\w+)\.models(\.|$)")


class OwnModels(Contract):
    """Fails when `kring.x.models` is imported from outside `kring.x`; foreign keys are written as strings."""

    type_name = "own_models"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - import-linter's signature
        """Look at every import of every models module."""
        broken = [
            {"importer": importer, "imported": imported}
            for imported in sorted(graph.modules)
            if (found := MODELS.match(imported))
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not f"{importer}.".startswith(f"{found['subject']}.")
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that reaches into another subject."""
        for link in check.metadata["broken"]:
            output.print_error(f"{link['importer']} is not allowed to import {link['imported']}", bold=True)
            output.new_line()

"""What the package imports is what pyproject.toml declares, no less and no more."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
FLASKS_OWN = {"jinja2", "markupsafe", "werkzeug"}
"""What Flask stands on and hands out as its own interface."""


def imported_by(path: Path) -> set[str]:
    """The top-level modules of absolute imports anywhere in a file, those for type checkers only left out."""
    tree = ast.parse(path.read_bytes())
    hidden = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"i18n_site", "__future__"}


def test_every_dependency_is_imported_and_every_import_is_declared():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!~ ]", line)[0].lower() for line in project["dependencies"]}
    imported = set().union(*(imported_by(path) for path in (CHECKOUT / "i18n_site").rglob("*.py"))) - FLASKS_OWN
    providers = packages_distributions()
    assert {providers[name][0].lower() for name in imported} == declared

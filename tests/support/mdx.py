"""The real MDX, where it is installed: what it makes of bodies, many in one run of Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("mdx_skeletons.mjs")


def modules() -> Path:
    """Where MDX is installed; skips the test where it is not."""
    found = Path(os.environ.get("I18N_SITE_GENERATORS") or "/nowhere") / "docusaurus" / "node_modules"
    if not found.is_dir() or shutil.which("node") is None:
        pytest.skip("MDX is missing; set I18N_SITE_GENERATORS to a folder in which npm has installed Docusaurus as docusaurus/")
    return found.resolve()


def mdx_skeletons(folder: Path, bodies: Sequence[str], mode: str = "mdx") -> list[dict[str, str]]:
    """For each body its `skeleton`, or the `error` that it ends a build with. `folder`: an empty one, for the script.

    Skips the test where Docusaurus, which brings MDX, is not installed; see tests/workflow/test_generators.py.
    """
    (folder / "node_modules").symlink_to(modules())
    shutil.copy(SCRIPT, folder)
    (folder / "bodies.json").write_text(json.dumps(bodies))
    command = ["node", SCRIPT.name, mode, "bodies.json", "found.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found = json.loads((folder / "found.json").read_text())
    assert len(found) == len(bodies)
    return found

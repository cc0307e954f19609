"""Puts the interface's translations into the wheel. Knows hatchling, and of the package only how it reads PO and writes MO.

A wheel holds `i18n_site/interface/<ll_CC>/messages.mo`, compiled from `translations/<ll_CC>/LC_MESSAGES/messages.po`;
`i18n_site.interface` finds them there. An editable install gets none: it reads the checkout's own PO files, which would
otherwise be shadowed by the state of some earlier day.

The package's own reader is used, since it needs the standard library only and refuses what others let pass: polib takes an
unclosed string for a closed one, Babel drops a malformed entry in silence.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class InterfaceCatalogues(BuildHookInterface):
    """Compiles every interface catalogue of the source tree into the wheel."""

    _compiled: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the compiled catalogues to the wheel's files. Raises CatalogueError, with path and line, for a malformed one."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from i18n_site.catalogue.mo import compile_po

        self._compiled = Path(tempfile.mkdtemp(prefix="i18n-site-"))
        for source in sorted(Path(self.root, "translations").glob("*/LC_MESSAGES/messages.po")):
            name = source.parent.parent.name
            compiled = self._compiled / f"{name}.mo"
            compiled.write_bytes(compile_po(source.read_bytes(), path=str(source)))
            build_data["force_include"][str(compiled)] = f"i18n_site/interface/{name}/messages.mo"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what was compiled once it is in the wheel."""
        if self._compiled is not None:
            shutil.rmtree(self._compiled)

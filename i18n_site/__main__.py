"""What `i18n-site` and `python -m i18n_site` start: the command line, which takes a moment to load."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """The console script. Ctrl-C ends it in the words of click, before there is click as well."""
    try:
        from i18n_site.cli import main as run
    except KeyboardInterrupt:
        sys.exit("Aborted!")  # with code 1
    run()


if __name__ == "__main__":
    main()

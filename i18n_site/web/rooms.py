"""Tables: what answers for each room of a language and for each view of a document. `addresses` knows their names alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Response

from i18n_site.publish.release import Release
from i18n_site.web.addresses import RoomAt, ViewAt
from i18n_site.web.beside import show_changes, show_side_by_side, show_status
from i18n_site.web.lists import show_topics
from i18n_site.web.search_page import show_search
from i18n_site.web.status_page import show_site_status

ROOMS: Final[Mapping[str, Callable[[Release, RoomAt], Response]]] = {
    "search": show_search,
    "status": show_site_status,
    "tags": show_topics,
}
"""Name of `addresses.ROOMS` -> its response; the view calls `speak` first, as every view does."""

VIEWS: Final[Mapping[str, Callable[[Release, ViewAt], Response]]] = {
    "changes": show_changes,
    "side-by-side": show_side_by_side,
    "status": show_status,
}
"""Name of `addresses.VIEWS` -> its response."""

"""The release: the one file that the web reads. Gathers its parts; holds no code.

`release_content` is what goes in, `views` what comes out, `release_schema` the tables between, `release_writer` and
`release_reader` the two doors; `release_stamp` tells at every request which release it is. What passwords guard lies in a
file of its own, behind `protected_reader`.
"""

from __future__ import annotations

from i18n_site.publish.protected_reader import ProtectedStore, open_protected
from i18n_site.publish.release_content import (
    ChartContent,
    DocumentContent,
    FigureContent,
    FormerSlug,
    PageContent,
    ProtectedBody,
    ProtectedContent,
    ProtectedPageContent,
    ReleaseContent,
    SectionPath,
    TableContent,
    TopicContent,
    VersionContent,
)
from i18n_site.publish.release_reader import Release, open_release
from i18n_site.publish.release_stamp import ReleaseWatch
from i18n_site.publish.release_writer import release_id, write_release
from i18n_site.publish.views import (
    Cell,
    ChartView,
    ColumnView,
    EventView,
    FeedEntry,
    FigureView,
    FileView,
    HomeView,
    ImageView,
    InterfaceMessages,
    LackView,
    LanguageView,
    MenuItemView,
    Page,
    PassageView,
    ProtectedView,
    Published,
    SectionView,
    SiteView,
    StandView,
    TableView,
    TagView,
    Teaser,
    TopicView,
    VersionView,
)

__all__ = [
    "Cell",
    "ChartContent",
    "ChartView",
    "ColumnView",
    "DocumentContent",
    "EventView",
    "FeedEntry",
    "FigureContent",
    "FigureView",
    "FileView",
    "FormerSlug",
    "HomeView",
    "ImageView",
    "InterfaceMessages",
    "LackView",
    "LanguageView",
    "MenuItemView",
    "Page",
    "PageContent",
    "PassageView",
    "ProtectedBody",
    "ProtectedContent",
    "ProtectedPageContent",
    "ProtectedStore",
    "ProtectedView",
    "Published",
    "Release",
    "ReleaseContent",
    "ReleaseWatch",
    "SectionPath",
    "SectionView",
    "SiteView",
    "StandView",
    "TableContent",
    "TableView",
    "TagView",
    "Teaser",
    "TopicContent",
    "TopicView",
    "VersionContent",
    "VersionView",
    "open_protected",
    "open_release",
    "release_id",
    "write_release",
]

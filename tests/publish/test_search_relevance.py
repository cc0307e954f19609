"""Rule 25 on the repository's own site: what people type, as they type it, and the page that they should see first.

Reviewed by hand. Inflected, without diacritics or hamza, with elisions, in another number, in the middle of a Japanese sentence.
"""

from __future__ import annotations

import pytest

from i18n_site.config import load_site
from i18n_site.publish.release import open_release
from i18n_site.publish.search_query import Reach
from i18n_site.publish.search_reader import search, search_others
from i18n_site.workflow.compile import compile_for_editing
from support.corpora import ROOT

ATHENS, NAPLES, SCHOOL = "news/athens-seminar", "news/naples-social-cooperatives-school", "news/international-school-2017"
FIRST, SECOND = "news/first-global-report", "news/second-global-report-employment"
MIGRANTS, AGENDA, INFORMAL = (
    "news/declaration-migrants-refugees",
    "news/cooperatives-2030-agenda",
    "news/informal-to-formal-economy",
)
FARM, CARE, ROELANTS = "news/fuori-di-zucca", "news/home-care-mar-del-plata", "news/bruno-roelants-ica-director-general"
WHAT, JOIN, MEMBERS, MISSION = "pages/what-is-a-cooperative", "pages/become-a-member", "pages/members", "pages/mission-and-values"
PRIVACY, DOCUMENTS, BOARD, HOME = "pages/privacy-policy", "pages/founding-documents", "pages/board", "pages/home"
CONTACT, NOTE = "pages/contact", "news/note-to-members"

TABLE = [
    ("en", "refugee", MIGRANTS),
    ("en", "co-operative identity", DOCUMENTS),
    ("en", "home cares", CARE),
    ("en", "farms", FARM),
    ("en", "informality", INFORMAL),
    ("en", "appointing a director general", ROELANTS),
    ("en", "GDPR", PRIVACY),
    ("en", "Sri Lanka", SCHOOL),
    ("en", "65000 enterprise", FIRST),
    ("en", "9.46%", SECOND),
    ("en", "becoming members", JOIN),
    ("fr", "qu'est-ce qu'une coopérative", WHAT),
    ("fr", "refugie", MIGRANTS),
    ("fr", "réfugiées", MIGRANTS),
    ("fr", "l'emploi", SECOND),
    ("fr", "emplois", SECOND),
    ("fr", "athenes", ATHENS),
    ("fr", "economies informelles", INFORMAL),
    ("fr", "soins a domicile", CARE),
    ("fr", "adhérer", JOIN),
    ("fr", "confidentialite", PRIVACY),
    ("fr", "l’ecole internationale a Naples", NAPLES),
    ("fr", "fermes sociales", FARM),
    ("fr", "279,4 millions", SECOND),
    ("fr", '"directeur général"', ROELANTS),
    ("fr", "document fondateur", DOCUMENTS),
    ("es", "refugiado", MIGRANTS),
    ("es", "cuidado domiciliario", CARE),
    ("es", "informes mundiales", FIRST),
    ("es", "economia informal", INFORMAL),
    ("es", "granjas", FARM),
    ("es", "Napoles", NAPLES),
    ("es", "haciendose miembros", JOIN),
    ("es", "politicas de privacidad", PRIVACY),
    ("it", "rifugiato", MIGRANTS),
    ("it", "scuole internazionali", SCHOOL),
    ("it", "assistenze domiciliari", CARE),
    ("it", "fattorie", FARM),
    ("it", "dell'occupazione", SECOND),
    ("it", "un'agricoltura moderna", FARM),
    ("it", "Campania Felix", FARM),
    ("it", "cos’e una cooperativa", WHAT),
    ("pt-BR", "relatorios mundiais sobre emprego", SECOND),
    ("pt-BR", "refugiado", MIGRANTS),
    ("pt-BR", "seminario em Atenas", ATHENS),
    ("pt-BR", "fazendas sociais", FARM),
    ("pt-BR", "economia formal", INFORMAL),
    ("pt-BR", "fundador", DOCUMENTS),
    ("ar", "اثينا", ATHENS),
    ("ar", "الاعضاء", MEMBERS),
    ("ar", "ما هى التعاونيات", WHAT),
    ("ar", "رعايه منزليه", CARE),
    ("ar", "مدرسة دولية", SCHOOL),
    ("ar", "المزارع الاجتماعيه", FARM),
    ("ar", "لللاجئين", MISSION),
    ("ja", "協同組合とは何ですか", WHAT),
    ("ja", "ナポリの国際スクール", NAPLES),
    ("ja", "ﾅﾎﾟﾘ", NAPLES),
    ("ja", "雇用の報告書", SECOND),
    ("ja", "在宅", CARE),
    ("ja", "働いて所有する", HOME),
    ("ja", "会員", MEMBERS),
    ("ja", "理事", BOARD),
    ("ja", "難民", MISSION),
    ("pl", "spoldzielni socjalnej", NAPLES),
    ("pl", "uchodzcy", MISSION),
    ("pl", "Neapol", NAPLES),
    ("pl", "raportów o zatrudnieniu", SECOND),
    ("pl", "czlonkowie", MEMBERS),
    ("pl", "w Atenach", ATHENS),
    ("pl", "gospodarka nieformalna", INFORMAL),
    ("pl", "prywatności", PRIVACY),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    path = tmp_path_factory.mktemp("relevance") / "site.sqlite3"
    compile_for_editing(load_site(ROOT), path)
    with open_release(path) as release:
        yield release


@pytest.mark.parametrize(("locale", "typed", "expected"), TABLE)
def test_rule_25_the_page_that_people_look_for_comes_first(release, locale, typed, expected):
    _, found = search(release, locale, typed)
    assert [hit.teaser.document for hit in found.hits][:1] == [expected], (
        found.reach,
        [hit.teaser.document for hit in found.hits],
    )
    assert any(piece.marked for fragment in (found.hits[0].title, *found.hits[0].snippet) for piece in fragment.pieces)


@pytest.mark.parametrize(
    ("locale", "typed", "other", "expected"),
    [
        ("ar", "migrants", "en", MIGRANTS),
        ("ar", "réfugiés", "fr", MIGRANTS),
        ("pl", "Mar del Plata", "en", CARE),
        ("fr", "employed", "en", SECOND),
        ("pt-BR", "Mar del Plata", "en", CARE),
    ],
)
def test_rule_25_what_a_language_lacks_is_found_in_others(release, locale, typed, other, expected):
    query, found = search(release, locale, typed)
    assert expected not in [hit.teaser.document for hit in found.hits if found.reach is Reach.ALL]
    others = {one.locale: [hit.teaser.document for hit in one.hits] for one in search_others(release, locale, query)}
    assert expected in others[other]

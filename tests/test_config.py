"""content/site.yaml: what it says, what it leaves out, and where an error points."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_site.config import DEFAULT_FIELDS, Config, Home, Language, MenuItem, Section, Staleness, load_site, parse_config
from i18n_site.errors import ConfigError
from i18n_site.model import Kind, MessageKey

SITE = """\
title: CICOPA                        # NOTE: a proper name
tagline: Work together
base_url: https://cicopa.example/
source_language: en
languages:
  en: {}
  fr: {fallback: [es], publish_at: 0.9}
  es:
  pt_br: {public: no, fallback: []}
home:
  document: pages/home
  latest: 3
  teasers: [pages/mission]
  figures: [members]
sections:
  # NOTE: the word of the menu
  news: {title: News, slug: news, description: "What is new", publish_at: 0.5}
  pages: {list: false}
  reports:
menus:
  main: [{document: pages/members, label: Members}, {section: news}]
  footer:
  - {url: "https://ica.coop/", label: ICA}
values: {enquiry_email: info@cicopa.example}
front_matter: {translate: [title, subtitle]}
references: line
staleness: {final-stop: fuzzy, number: patch, serve-stale: markup}
"""


def _parse(text: str) -> Config:
    return parse_config(text.encode(), path="content/site.yaml", name="folder")


def test_a_configuration_says_what_the_file_says():
    config = _parse(SITE)
    assert (config.title, config.tagline, config.base_url) == ("CICOPA", "Work together", "https://cicopa.example")
    assert config.home == Home("pages/home", 3, ("pages/mission",), ("members",))
    assert list(config.languages) == ["en", "fr", "es", "pt-BR"]
    assert config.languages["fr"] == Language("fr", ("es",), 0.9, True)
    assert config.languages["es"] == Language("es", None, 0.8, True)
    assert config.languages["pt-BR"] == Language("pt-BR", (), 0.8, False)
    assert config.sections["news"] == Section("news", "News", "news", "What is new", True, 0.5)
    assert config.sections["reports"] == Section("reports", "Reports", "reports")
    assert config.menus == {
        "main": (MenuItem("pages/members", label="Members"), MenuItem(section="news")),
        "footer": (MenuItem(url="https://ica.coop/", label="ICA"),),
    }
    assert config.values == {"enquiry_email": "info@cicopa.example"}
    assert config.front_matter.translate == ("title", "subtitle")
    assert config.references == "line"
    assert config.staleness == Staleness(final_stop="fuzzy", number="patch", serve_stale="markup")
    assert config.fallbacks() == {"fr": ("es",), "pt-BR": ()}


def test_what_is_left_out_has_a_default():
    config = _parse("")
    assert config.title == "folder"
    assert list(config.languages.values()) == [Language("en")]
    assert (config.home, config.sections, config.menus, config.values, config.texts) == (Home(), {}, {}, {}, ())
    assert config.front_matter.translate == DEFAULT_FIELDS
    assert (config.publish_at, config.references, config.source_language) == (0.8, "path", "en")
    assert config.staleness == _parse("staleness:\n").staleness == _parse("staleness: {code: }").staleness == Staleness()
    empty = "".join(f"{key}:\n" for key in ("title", "languages", "home", "sections", "menus", "values", "front_matter"))
    assert _parse(empty) == config


def test_the_source_language_is_always_among_the_languages():
    assert list(_parse("source_language: fr\nlanguages: {es: {}}").languages) == ["fr", "es"]
    assert list(_parse("source_language: iw\nlanguages: {es: {}, he: {}}").languages) == ["es", "he"]


def test_a_language_named_no_is_norwegian():
    assert list(_parse("languages: {no: {}}").languages) == ["en", "no"]


def test_a_section_without_configuration_is_titled_after_its_folder():
    config = _parse("sections: {news: {title: News}}")
    assert config.section("news").title == "News"
    assert config.section("annual-reports") == Section("annual-reports", "Annual reports", "annual-reports")
    assert config.section("pages").list is False


def test_the_gate_is_the_sections_then_the_languages_then_the_sites():
    config = _parse("publish_at: 0.6\nlanguages: {fr: {publish_at: 0.9}, es: {}}\nsections: {news: {publish_at: 0}}")
    assert [config.gate(tag, section) for tag in ("fr", "es") for section in ("news", "pages")] == [0, 0.9, 0, 0.6]


def test_the_texts_of_the_site_are_segments_with_their_places():
    texts = {text.path: text for text in _parse(SITE).texts}
    assert list(texts) == [
        *("title", "tagline", "sections.news.title", "sections.news.slug", "sections.news.description"),
        *("menus.main.0.label", "menus.footer.0.label"),
    ]
    slug = texts["sections.news.slug"]
    assert slug.key == MessageKey("news", "slug")
    assert (slug.segment.kind, slug.segment.span, slug.segment.reference.line) == (Kind.SLUG, None, 17)
    title = texts["title"].segment
    assert title.span is not None
    assert SITE.encode()[slice(*title.span)] == b"CICOPA"
    assert (title.kind, title.comment, title.field) == (Kind.TITLE, ("title · title", "a proper name"), "title")
    assert texts["sections.news.title"].segment.comment == ("title · sections.news.title", "the word of the menu")
    assert texts["menus.main.0.label"].key == MessageKey("Members")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [a]", "1:8: title: expected a text, got a list"),
        ("tilte: a", "1:1: unknown key 'tilte'; did you mean title?"),
        ("x: a", "1:1: unknown key 'x'; known here: title, tagline"),
        ("- a", "1:1: the file: expected a mapping of keys to values, got a list"),
        ("a: [", "1: the YAML cannot be read"),
        ("title: a\ntitle: b", "2:1: the key 'title' stands twice, first in line 1"),
        (
            "title: a\nlanguages:\n  fr:\n    publish_at: most",
            "4:17: languages.fr.publish_at: expected a number, got a text; write a share",
        ),
        ("publish_at: 80", "1:13: publish_at: expected a number <= 1.0; write a share between 0 and 1, like 0.8"),
        ("languages: {fr: {publish: 1}}", "1:18: unknown key 'publish'; did you mean publish_at?"),
        (
            "languages: {fr: {public: maybe}}",
            "1:26: languages.fr.public: expected true or false, got a text; write true or false",
        ),
        ("languages: {fr: french}", "1:17: languages.fr: expected a mapping of keys to values, got a text"),
        (
            "languages: [en, fr]",
            "1:12: languages: expected a mapping of keys to values, got a list; write each language as a key",
        ),
        ("languages: {pt-BR: {}, pt_br: {}}", "1:24: pt_br is the same language as pt-BR; remove one of the two"),
        ("languages: {zz: {}}", "1:13: CLDR knows no language 'zz'"),
        ("languages: {../x: {}}", "1:13: '../x' is not a language tag"),
        (
            "languages: {fr: {fallback: es}}",
            "1:28: languages.fr.fallback: expected a list, got a text; write a list of languages",
        ),
        ("languages: {fr: {fallback: [en, es]}}", "1:33: es cannot be a fallback of fr; name another language of the site: en"),
        ("languages: {fr: {fallback: [fr]}}", "1:29: fr cannot be a fallback of fr"),
        ("source_language: klingon", "1:18: 'klingon' is not a language tag"),
        ("home: {latest: few}", "1:16: home.latest: expected a whole number, got a text; write a whole number"),
        ("home: {latest: 1000}", "1:16: home.latest: expected a whole number <= 100"),
        ("home: {teasers: [a, {}]}", "1:21: home.teasers.1: expected a text, got a mapping"),
        ("home: pages/home", "1:7: home: expected a mapping of keys to values, got a text"),
        ("sections: {data: {}}", "1:12: the section name 'data' is reserved; rename its folder"),
        ("sections: {messages: {}}", "1:12: the section name 'messages' is reserved"),
        ("sections: {a/b: {}}", "1:12: 'a/b' is no section's name"),
        ("sections: {..: {}}", "1:12: '..' is no section's name"),
        ("sections: {a: {slug: ../b}}", "1:22: '../b' is no slug"),
        ("sections: {a: {slug: b}, b: {}}", "1:29: the sections a and b have the same slug 'b'; give one of them another"),
        ("sections: {a: {list: 7}}", "1:22: sections.a.list: expected true or false"),
        ("menus: {main: [{}]}", "1:16: a menu item needs exactly one target"),
        ("menus: {main: [{section: a, url: /b, label: c}]}", "1:16: a menu item needs exactly one target"),
        ("menus: {main: [{url: 'https://a/'}]}", "1:16: a link to another site needs a label; add label: …"),
        ("menus: {main: [pages/a]}", "1:16: menus.main.0: expected a mapping of keys to values, got a text"),
        ("menus: {main: {document: a}}", "1:15: menus.main: expected a list"),
        ("menus: [a]", "1:8: menus: expected a mapping of keys to values, got a list; write lists of links"),
        ("values: {1a: b}", "1:10: '1a' cannot be a placeholder; use letters, digits and _"),
        ("values: {a: [b]}", "1:13: values.a: expected a text"),
        ("front_matter: {translate: title}", "1:27: front_matter.translate: expected a list, got a text"),
        ("references: full", "1:13: references: invalid enum value 'full'; write path, line or none"),
        ("staleness: fuzzy", "1:12: staleness: expected a mapping of keys to values, got a text"),
        ("staleness: {fulstop: carry}", "1:13: unknown key 'fulstop'; did you mean final-stop?"),
        ("staleness: {final_stop: carry}", "1:13: unknown key 'final_stop'; did you mean final-stop?"),
        ("staleness: {same: carry}", "1:13: unknown key 'same'; known here: spacing, final-stop"),
        (
            "staleness:\n  final-stop: patch",
            "2:15: staleness.final-stop: invalid enum value 'patch'; write carry or fuzzy",
        ),
        ("staleness: {code: copy}", "1:19: staleness.code: invalid enum value 'copy'; write carry, patch, patch-fuzzy or fuzzy"),
        (
            "staleness: {number: carry}",
            "1:21: staleness.number: invalid enum value 'carry'; write patch, patch-fuzzy or fuzzy: another number",
        ),
        (
            "staleness:\n  meaning: carry",
            "2:12: staleness.meaning: invalid enum value 'carry'; only fuzzy is possible: what may say the opposite",
        ),
        ("staleness: {rewrite: patch}", "1:22: staleness.rewrite: invalid enum value 'patch'; only fuzzy is possible"),
        ("staleness: {wording: [carry]}", "1:22: staleness.wording: expected a text, got a list; write carry or fuzzy"),
        (
            "staleness: {serve-stale: meaning}",
            "1:26: staleness.serve-stale: invalid enum value 'meaning'; write the gravest grade that may be served",
        ),
    ],
)
def test_an_error_names_the_line_and_says_what_to_do(text, said):
    with pytest.raises(ConfigError) as caught:
        _parse(text)
    assert str(caught.value).startswith(f"content/site.yaml:{said}")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        '"java\\tscript:x"',
        "data:text/html,x",
        '" /a"',
        "a/b",
        '""',
    ],
)
def test_a_menu_links_to_the_web_or_into_the_site_only(url):
    with pytest.raises(ConfigError):
        _parse(f"menus: {{main: [{{url: {url}, label: x}}]}}")


@pytest.mark.parametrize("url", ["https://ica.coop/", "http://a", "mailto:a@b.example", "tel:+3212345", "/feed.xml", "/"])
def test_a_menus_link_may_be(url):
    assert _parse(f"menus: {{main: [{{url: '{url}', label: x}}]}}").menus["main"][0].url == url


@pytest.mark.parametrize(
    "url", ["cicopa.example", "ftp://a", "https://", "https://a b", "https://a/?x", "https://u@a/", "https://a:x/", "https://["]
)
def test_a_base_url_is_an_absolute_address(url):
    with pytest.raises(ConfigError, match="is no base_url"):
        _parse(f"base_url: '{url}'")


@given(st.text(st.sampled_from(list("abtitle:languges{}[]-\n ~|")), max_size=40))
@settings(deadline=None)
def test_any_file_gives_a_configuration_or_a_configuration_error(text):
    try:
        config = _parse(text)
    except ConfigError as error:
        if error.line is None:
            pytest.fail(f"no line: {error}")
        return
    assert config.source_language in config.languages


def test_a_site_knows_its_places(tmp_path: Path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "site.yaml").write_text(SITE, encoding="utf-8")
    site = load_site(tmp_path)
    assert site.config == _parse(SITE)
    assert site.content == tmp_path / "content"
    assert site.files == tmp_path / "content" / "files"
    assert site.data == tmp_path / "content" / "data"
    assert site.template_path("news") == tmp_path / "translations" / "news.pot"
    assert site.catalogue_path("pt-BR", "news") == tmp_path / "translations" / "pt_BR" / "LC_MESSAGES" / "news.po"
    assert site.former_slugs_path == tmp_path / "translations" / "former-slugs.yaml"
    assert site.release_path == tmp_path / "build" / "site.sqlite3"


def test_a_folder_with_content_but_without_configuration_is_a_site(tmp_path: Path):
    root = tmp_path / "My site"
    (root / "content").mkdir(parents=True)
    assert load_site(root).config == Config("My site", {"en": Language("en")})


def test_a_folder_without_content_is_none(tmp_path: Path):
    with pytest.raises(ConfigError, match="i18n-site init"):
        load_site(tmp_path)


def test_a_configuration_that_is_a_folder_is_refused(tmp_path: Path):
    (tmp_path / "content" / "site.yaml").mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_site(tmp_path)

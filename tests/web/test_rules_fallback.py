"""What stands in for a missing translation, from catalogue to page: rules 8, 9, 10, 13, 18 and 19, on a site that is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_site.config import load_site
from i18n_site.web import create_app
from i18n_site.workflow.compile import compile_site
from i18n_site.workflow.extract import extract
from i18n_site.workflow.update import update
from support.browser import chromium, serving
from support.html import read_html
from support.sites import translate

SITE = """\
title: Fallback
base_url: https://fallback.example
source_language: en
languages:
  en: {}
  fr: {}
  es: {}
  es-AR: {}
  pt-BR: {fallback: [fr]}
  zh-Hans: {}
  zh-Hant: {}
  ar: {}
  de: {public: false}
sections:
  news: {title: News}
  strict: {title: Strict, publish_at: 1.0}
"""
TEN = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
DOCUMENTS = {
    "news/chain.md": (
        "---\ntitle: Chain\ni18n: {publish_at: 0.3}\n---\n\n"
        "First passage of this page here.\n\nSecond passage.\n\nThird passage.\n"
    ),
    "news/gate.md": "---\ntitle: Gate\n---\n\nOne two three four five six seven.\n\nEight nine.\n",
    "news/own.md": "---\ntitle: Own\ni18n: {publish_at: 0.2}\n---\n\nOne two three four five six seven.\n\nEight nine.\n",
    "strict/gate.md": "---\ntitle: Gate of strictness\n---\n\nOne two three four five six.\n\nSeven.\n",
    "news/summed.md": "---\ntitle: Summed\nsummary: In short.\n---\n\n" + TEN + " " + TEN + ".\n",
    "news/ideographs.md": "---\ntitle: Ideographs\n---\n\n七个字的一段话 a.\n\nEight.\n",
    "news/numbers.md": (
        "---\ntitle: Numbers\ni18n: {publish_at: 0.2}\n---\n\n"
        "## The share {#share}\n\nIt is {share} of all.\n\n## Quoted words\n\n"
        "She said <q>yes</q> to it, in {members} places.\n\nBack to [the share](#share), on to [the gate](gate.md).\n"
    ),
}
FIGURES = "records:\n  share: {value: 9.46, format: percent}\n  members: {value: 12345}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root: Path = tmp_path_factory.mktemp("fallback")
    for name, text in {**DOCUMENTS, "site.yaml": SITE, "data/figures.yaml": FIGURES}.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text, encoding="utf-8")
    site = load_site(root)
    extract(site)
    update(site)
    chain = {"Chain": "Chaîne", "First passage of this page here.": "Premier passage."}
    translate(site, "fr", "news", chain | {"Second passage.": "Deuxième passage.", "Third passage.": "Troisième passage."})
    translate(
        site, "es", "news", {"Chain": "Cadena", "First passage of this page here.": "Primero.", "Second passage.": "Segundo."}
    )
    translate(site, "es-AR", "news", {"Chain": "Cadena", "First passage of this page here.": "El primero, che."})
    translate(
        site, "pt-BR", "news", {"Chain": "Cadeia", "First passage of this page here.": "Primeiro.", "Third passage.": "Terceiro."}
    )
    translate(
        site, "zh-Hans", "news", {"Chain": "链", "First passage of this page here.": "第一段。", "Second passage.": "第二段。"}
    )
    translate(
        site, "zh-Hant", "news", {"Chain": "鏈", "First passage of this page here.": "第一段落。", "Third passage.": "第三段落。"}
    )
    # Gate: 10 words, of which the title is 1, the first passage 7, the second 2.
    translate(site, "fr", "news", {"Gate": "Porte", "One two three four five six seven.": "Un … sept."})
    translate(site, "es", "news", {"Gate": "Puerta", "Eight nine.": "Ocho nueve."})
    translate(site, "es-AR", "news", {"One two three four five six seven.": "Uno … siete.", "Eight nine.": "Ocho nueve."})
    translate(
        site, "ar", "news", {"Gate": "بوابة", "One two three four five six seven.": "واحد … سبعة.", "Eight nine.": "ثمانية تسعة."}
    )
    translate(site, "de", "news", {"Gate": "Tor", "One two three four five six seven.": "Eins …", "Eight nine.": "Acht neun."})
    translate(site, "es", "news", {"Own": "Propio", "Eight nine.": "Ocho nueve."})
    translate(
        site,
        "fr",
        "strict",
        {"Gate of strictness": "Porte stricte", "One two three four five six.": "Un deux trois quatre cinq six."},
    )
    translate(site, "fr", "news", {"Summed": "Résumé", f"{TEN} {TEN}.": "Dix et dix."})
    translate(site, "es", "news", {"Summed": "Resumen", "In short.": "En breve.", f"{TEN} {TEN}.": "Diez y diez."})
    translate(site, "fr", "news", {"Ideographs": "Idéogrammes", "七个字的一段话 a.": "Sept signes."})
    translate(site, "es", "news", {"Ideographs": "Ideogramas", "Eight.": "Ocho."})
    numbers = {
        "Numbers": "Nombres",
        "The share": "La part",
        "Quoted words": "Mots cités",
        "It is {share} of all.": "C’est {share} du tout.",
    }
    link = "Back to [the share](#share), on to [the gate](gate.md)."
    translate(site, "fr", "news", numbers | {link: "Retour à [la part](#share), puis à [la porte](gate.md)."})
    translate(site, "pt-BR", "news", {"Numbers": "Números", "The share": "A parte", "Quoted words": "Citações"} | {link: link})
    compile_site(site)
    return site


@pytest.fixture(scope="module")
def app(site):
    return create_app(site.root)


@pytest.fixture(scope="module")
def client(app):
    return app.test_client(use_cookies=False)


def prose(client, address):
    response = client.get(address)
    assert response.status_code == 200
    page = read_html(response.text)
    return page, [(part.language, part.text) for part in page.one("main").one("div", class_="prose").all("p")]


# -- the chain ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", [("en", "First passage of this page here."), ("en", "Second passage."), ("en", "Third passage.")]),
        ("fr", [("fr", "Premier passage."), ("fr", "Deuxième passage."), ("fr", "Troisième passage.")]),
        ("es", [("es", "Primero."), ("es", "Segundo."), ("en", "Third passage.")]),
        # CLDR: es-AR, es-419, es; the site has no es-419
        ("es-AR", [("es-AR", "El primero, che."), ("es", "Segundo."), ("en", "Third passage.")]),
        # configured: French in place of CLDR's parents
        ("pt-BR", [("pt-BR", "Primeiro."), ("fr", "Deuxième passage."), ("pt-BR", "Terceiro.")]),
        # scripts are borders, both ways
        ("zh-Hans", [("zh-Hans", "第一段。"), ("zh-Hans", "第二段。"), ("en", "Third passage.")]),
        ("zh-Hant", [("zh-Hant", "第一段落。"), ("en", "Second passage."), ("zh-Hant", "第三段落。")]),
    ],
)
def test_rule_8_each_passage_falls_along_the_chain_by_itself_and_says_its_language(client, language, expected):
    page, passages = prose(client, f"/{language}/news/chain/")
    assert passages == expected
    assert page.one("html").attributes["lang"] == language
    for part in page.one("main").one("div", class_="prose").all("p"):
        if part.language != language:
            assert part.attributes["dir"] == "ltr"


# -- the gate ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "shown", "why"),
    [
        ("/fr/news/gate/", "fr", "8 words of 10: at least 80 %"),
        ("/es/news/gate/", "en", "3 of 10"),
        ("/es-AR/news/gate/", "en", "9 of 10, without the title: its chain has it in none but the source"),
        ("/ar/news/gate/", "ar", "all"),
        ("/es/news/own/", "es", "3 of 10, and the page asks for 20 %"),
        ("/fr/strict/gate/", "en", "9 of 10, and the section asks for all"),
        ("/fr/news/summed/", "en", "all but the summary, which the source has"),
        ("/es/news/summed/", "es", "with the summary"),
        ("/fr/news/ideographs/", "fr", "9 words of 10: each ideograph is one, though no space is between them"),
        ("/es/news/ideographs/", "en", "2 of 10"),
        ("/pt-BR/news/gate/", "fr", "the chain's first language that has it, not the source"),
    ],
)
def test_rules_9_and_10_a_language_has_a_page_from_the_gate_on_else_the_chain_is_asked_for_all_of_it(client, address, shown, why):
    response = client.get(address)
    page = read_html(response.text)
    assert page.one("html").attributes["lang"] == shown, why
    assert response.headers["Content-Language"] == shown
    language = address.split("/")[1]
    assert bool(page.all("aside", class_="notice")) == (shown != language)
    # the interface is the visitor's either way
    assert page.one("header").language == language


def test_rule_9_a_language_in_preparation_has_no_page_in_public(client):
    assert client.get("/de/news/gate/").status_code == 404
    page = read_html(client.get("/en/news/gate/").text)
    assert "de" not in {link.attributes.get("hreflang") for link in page.all()}
    assert "Deutsch" not in client.get("/en/").text
    assert client.get("/news/gate/", headers={"Accept-Language": "de"}).headers["Location"] == "/en/news/gate/"


# -- inside a fallback block -------------------------------------------------------------------------------------------


def test_rule_13_figures_follow_the_language_of_their_block(client):
    _, french = prose(client, "/fr/news/numbers/")
    assert ("fr", "C’est 9,46 % du tout.") in [(tag, text.replace("\u202f", " ").replace("\xa0", " ")) for tag, text in french]
    assert any(tag == "en" and "12,345 places" in text for tag, text in french), "English words, English digits"


def test_rule_13_quotation_marks_follow_the_language_of_their_block(app):
    with serving(app) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/fr/news/numbers/")
        quotes = page.evaluate("getComputedStyle(document.querySelector('.prose [lang=en] q')).quotes")
        around = page.evaluate("getComputedStyle(document.documentElement).quotes")
        assert quotes.startswith('"“"')
        assert around.startswith('"«')


# -- links and anchors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr", "pt-BR"])
def test_rule_19_an_anchor_is_the_same_in_every_language(client, language):
    page = read_html(client.get(f"/{language}/news/numbers/").text)
    headings = [heading.attributes["id"] for heading in page.one("main").one("div", class_="prose").all("h2")]
    assert headings == ["share", "quoted-words"]
    assert page.one("div", class_="prose").all("a", href="#share")


def test_rule_18_a_link_stays_in_the_visitors_language_and_says_where_its_target_is_in_another(client, app):
    link = read_html(client.get("/fr/news/numbers/").text).one("div", class_="prose").one("a", href="/fr/news/gate/")
    assert "hreflang" not in link.attributes, "French has it"
    other = read_html(client.get("/pt-BR/news/numbers/").text).one("div", class_="prose")
    link = other.one("a", href="/pt-BR/news/gate/")
    assert (link.attributes["hreflang"], link.attributes["data-language"]) == ("fr", "francês")
    with serving(app) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{address}/pt-BR/news/numbers/")
        said = page.evaluate("getComputedStyle(document.querySelector('.prose a[hreflang]'), '::after').content")
        assert said == '" (francês)"', "for eyes, and for screen readers, which read what style adds"

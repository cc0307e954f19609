"""Interface messages: plural forms, contexts, wrong placeholders, and the language that a message says it is in (trap 23)."""

from __future__ import annotations

import flask_babel
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from i18n_site.web import create_app
from i18n_site.web.messages import fill, mark
from i18n_site.web.visit import speak
from support.releases import write_site

MESSAGES = {
    "fr": {
        (None, "Hello"): (("Bonjour",), "fr"),
        (None, "Hello %(name)s"): (("Bonjour %(nom)s",), "fr"),
        (None, "%(num)s page"): (("%(num)s page", "%(num)s pages (fr)"), "fr"),
        ("menu", "Open"): (("Ouvrir",), "fr"),
        (None, "Open"): (("Ouvert",), "fr"),
        ("menu", "%(num)s item"): (("%(num)s article", "%(num)s articles"), "fr"),
        (None, "From the chain"): (("Del castellano",), "es"),
    },
    "ar": {(None, "%(num)s page"): (("لا صفحات", "صفحة", "صفحتان", "%(num)s صفحات", "%(num)s صفحة", "%(num)s صفحة."), "ar")},
    "ja": {(None, "%(num)s page"): (("%(num)sページ",), "ja")},
    "pt-BR": {(None, "%(num)s page"): (("só uma forma",), "pt-BR")},
}
FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
    "pt-BR": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    site = write_site(tmp_path_factory.mktemp("messages"), messages=MESSAGES, plural_forms=FORMS)
    return create_app(site)


@pytest.fixture
def say(application):
    with application.test_request_context("/"):
        application.preprocess_request()

        def speak_and_say(locale, source):
            speak(locale)
            return str(application.jinja_env.from_string(source).render())

        yield speak_and_say


def test_a_message_is_said_in_the_interfaces_language(say):
    assert say("fr", "{{ _('Hello') }}") == "Bonjour"


def test_a_message_of_the_chain_says_which_language_it_is_in(say):
    assert say("fr", "{{ _('From the chain') }}") == '<span lang="es" dir="ltr">Del castellano</span>'


def test_a_message_that_no_language_has_is_english_and_says_so(say):
    assert say("ar", "{{ _('Not there') }}") == '<span lang="en" dir="ltr">Not there</span>'
    assert say("en", "{{ _('Not there') }}") == "Not there"


def test_in_an_attribute_the_words_stand_alone(say):
    assert say("ar", """<i title="{{ _('Say "<hi>"')|striptags }}">""") == '<i title="Say &#34;&lt;hi&gt;&#34;">'


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [
        ("fr", 0, "0 page"),
        ("fr", 1, "1 page"),
        ("fr", 1234567, "1\u202f234\u202f567 pages (fr)"),
        ("ar", 0, "لا صفحات"),
        ("ar", 2, "صفحتان"),
        ("ar", 5, "5 صفحات"),
        ("ar", 1234, "1,234 صفحة"),
        ("ar", 100, "100 صفحة."),
        ("ja", 7, "7ページ"),
        ("en", 1, "1 page"),
        ("en", 2000, "2,000 pages"),
    ],
)
def test_a_count_takes_the_plural_form_and_the_digits_of_its_language(say, locale, count, said):
    assert say(locale, f"{{{{ ngettext('%(num)s page', '%(num)s pages', {count}) }}}}") == said


def test_a_translation_with_too_few_plural_forms_gives_way_to_its_source(say):
    assert say("pt-BR", "{{ ngettext('%(num)s page', '%(num)s pages', 2) }}") == '<span lang="en" dir="ltr">2 pages</span>'


def test_a_context_keeps_messages_apart(say):
    assert say("fr", "{{ pgettext('menu', 'Open') }} {{ _('Open') }}") == "Ouvrir Ouvert"
    assert say("fr", "{{ npgettext('menu', '%(num)s item', '%(num)s items', 3) }}") == "3 articles"


def test_trans_blocks_work_like_calls(say):
    assert say("fr", "{% trans %}Hello{% endtrans %}") == "Bonjour"
    assert (
        say("ar", "{% trans name='<b>' %}Hello\n  {{ name }}{% endtrans %}") == '<span lang="en" dir="ltr">Hello &lt;b&gt;</span>'
    )
    assert say("fr", "{% trans num=2 %}{{ num }} page{% pluralize %}{{ num }} pages{% endtrans %}") == "2 pages (fr)"


def test_trap_23_a_wrong_placeholder_gives_way_to_the_source_message(say):
    assert say("fr", "{{ _('Hello %(name)s', name='Ada') }}") == '<span lang="en" dir="ltr">Hello Ada</span>'


def test_flask_babels_own_functions_read_the_release(application):
    with application.test_request_context("/"):
        application.preprocess_request()
        speak("fr")
        assert flask_babel.gettext("Hello") == "Bonjour"
        assert flask_babel.ngettext("%(num)s page", "%(num)s pages", 2) == "2 pages (fr)"
        assert str(flask_babel.lazy_gettext("Hello")) == "Bonjour"
        assert str(flask_babel.get_locale()) == "fr"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("50 % of %(name)s", "50 % of Ada"),
        ("100 %", "100 %"),
        ("100%% %(name)s", "100% Ada"),
        ("100 % sure", "100 % sure"),
        ("%(name)s %", "Ada %"),
        ("%(name)d", "Ada"),
        ("%(nam)s", None),
        ("%(name)", None),
        ("%(name", None),
        ("%()s", None),
        ("%(name)r", None),
        ("%s %d", "%s %d"),
        ("<b>%(name)s</b>", "&lt;b&gt;Ada&lt;/b&gt;"),
    ],
)
def test_trap_23_only_named_placeholders_are_filled_in(text, filled):
    assert fill(text, {"name": "Ada"}) == filled


def test_variables_are_escaped_unless_they_are_markup():
    assert fill("%(name)s", {"name": "<i>"}) == "&lt;i&gt;"
    assert fill("%(name)s", {"name": Markup("<i>x</i>")}) == "<i>x</i>"


@given(st.text() | st.text(alphabet="%()sd name{}<&'"))
def test_trap_23_no_translation_raises_and_none_becomes_markup(text):
    filled = fill(text, {"name": "Ada"})
    assert filled is None or "<" not in filled


def test_a_text_in_the_language_around_it_is_not_marked():
    assert mark("<b>", "fr", "fr") == "&lt;b&gt;"
    assert mark("<b>", "ar", "fr") == '<span lang="ar" dir="rtl">&lt;b&gt;</span>'

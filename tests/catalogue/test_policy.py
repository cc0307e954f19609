"""A site's table of what becomes of a translation: its defaults, and what it cannot be made to say."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue.policy import Policy, Treatment, policy_of
from i18n_site.catalogue.staleness import Grade, grade
from i18n_site.catalogue.tokens import Kind
from i18n_site.config import Config, Language, Staleness
from i18n_site.model import Message, MessageKey, Previous

LONG = "the members of the organisation are cooperatives that their workers own and that serve their region"


def test_the_table_has_a_row_for_every_grade_of_change_and_no_other():
    rows = set(Staleness.__struct_fields__) - {"serve_stale"}
    assert rows == {grade.name.lower() for grade in Grade} - {"same"}


@pytest.mark.parametrize(
    ("grade", "treatment"),
    [
        (Grade.SPACING, Treatment.CARRY),
        (Grade.FINAL_STOP, Treatment.CARRY),
        (Grade.FORM, Treatment.FUZZY),
        (Grade.TARGET, Treatment.PATCH),
        (Grade.NUMBER, Treatment.PATCH_FUZZY),
        (Grade.CODE, Treatment.PATCH),
        (Grade.MARKUP, Treatment.FUZZY),
        (Grade.WORDING, Treatment.FUZZY),
        (Grade.MEANING, Treatment.FUZZY),
        (Grade.REWRITE, Treatment.FUZZY),
    ],
)
def test_the_defaults(grade, treatment):
    assert Policy().treat([grade]) is treatment


def test_the_strictest_of_several_changes_counts():
    policy = Policy()
    assert policy.treat([]) is Treatment.CARRY
    assert policy.treat([Grade.SPACING, Grade.TARGET]) is Treatment.PATCH
    assert policy.treat([Grade.TARGET, Grade.NUMBER]) is Treatment.PATCH_FUZZY
    assert policy.treat([Grade.SPACING, Grade.FORM, Grade.TARGET]) is Treatment.FUZZY


def test_what_is_replaced_is_what_the_table_says_and_nothing_where_the_words_are_others():
    assert Policy().patched_kinds([Grade.TARGET, Grade.NUMBER]) == (Kind.TARGET, Kind.NUMBER)
    assert Policy().patched_kinds([Grade.NUMBER, Grade.WORDING]) == (Kind.NUMBER,)
    assert Policy().patched_kinds([Grade.NUMBER, Grade.MEANING]) == ()
    assert Policy().patched_kinds([Grade.SPACING]) == ()
    assert Policy(table=Staleness(number="fuzzy", target="carry")).patched_kinds([Grade.TARGET, Grade.NUMBER]) == ()


def test_a_fuzzy_translation_is_served_up_to_the_grade_of_the_table():
    assert Policy().serves([Grade.SPACING, Grade.WORDING])
    assert not Policy().serves([Grade.SPACING, Grade.MEANING])
    assert not Policy().serves([Grade.REWRITE])
    assert not Policy().serves([]), "without a change it is not old but doubted"
    strict = Policy(table=Staleness(serve_stale="final-stop"))
    assert strict.serves([Grade.FINAL_STOP])
    assert not strict.serves([Grade.FORM])
    assert not Policy(table=Staleness(serve_stale="same")).serves([Grade.SPACING])


@pytest.mark.parametrize(
    "table",
    [
        {"meaning": "carry"},
        {"meaning": "patch"},
        {"meaning": "patch-fuzzy"},
        {"rewrite": "carry"},
        {"number": "carry"},
        {"serve_stale": "meaning"},
        {"serve_stale": "rewrite"},
    ],
)
def test_a_policy_that_would_make_a_turn_of_meaning_current_cannot_be_made(table):
    with pytest.raises(ValueError, match="never"):
        Policy(table=Staleness(**table))


def test_the_changes_of_a_plural_message_are_those_of_both_texts():
    message = Message(MessageKey("a member"), "{n} good members of this organisation")
    found = Policy().find_changes(Previous("a member.", None, "{m} good members of this organisation"), message)
    assert found == (Grade.FINAL_STOP, Grade.NUMBER)
    assert Policy().find_changes(Previous("a member"), message) == (Grade.REWRITE,)
    assert Policy().find_changes(Previous("a member", None, "x"), Message(MessageKey("a member"))) == (Grade.REWRITE,)


def test_the_weighty_words_are_those_of_the_sites_source_language():
    message = Message(MessageKey("les membres de la région ne votent à Athènes"))
    was = Previous("les membres de la région votent à Athènes")
    config = Config("x", {"fr": Language("fr")}, source_language="fr")
    assert policy_of(config).find_changes(was, message) == (Grade.MEANING,)
    assert Policy("en").find_changes(was, message) == (Grade.WORDING,)
    assert policy_of(config).table is config.staleness


CHOICES = {
    "spacing": ("carry", "fuzzy"),
    "final_stop": ("carry", "fuzzy"),
    "form": ("carry", "fuzzy"),
    "target": ("carry", "patch", "patch-fuzzy", "fuzzy"),
    "number": ("carry", "patch", "patch-fuzzy", "fuzzy"),
    "code": ("carry", "patch", "patch-fuzzy", "fuzzy"),
    "markup": ("carry", "fuzzy"),
    "wording": ("carry", "fuzzy"),
    "meaning": ("carry", "patch", "fuzzy"),
    "rewrite": ("carry", "patch", "fuzzy"),
    "serve_stale": ("same", "wording", "meaning", "rewrite"),
}
tables = st.fixed_dictionaries({name: st.sampled_from(choices) for name, choices in CHOICES.items()})
weighty = st.sampled_from(["not", "must", "some", "five", "before", "never", "may"])


@given(tables, weighty, st.integers(0, len(LONG.split())), st.booleans())
def test_nothing_weighty_is_ever_carried_or_served_whatever_the_table_says(table, word, place, comes):
    words = LONG.split()
    changed = " ".join([*words[:place], word, *words[place:]])
    old, new = (LONG, changed) if comes else (changed, LONG)
    assert grade(old, new) >= Grade.MEANING
    try:
        policy = Policy(table=Staleness(**table))
    except ValueError:
        return
    changes = policy.find_changes(Previous(old), Message(MessageKey(new)))
    assert policy.treat(changes) is Treatment.FUZZY
    assert policy.patched_kinds(changes) == ()
    assert not policy.serves(changes)


@given(tables)
def test_the_configuration_accepts_the_tables_of_which_a_policy_can_be_made(table):
    names = dict(zip(Staleness.__struct_fields__, Staleness.__struct_encode_fields__, strict=True))
    try:
        configured = msgspec.convert({names[field]: value for field, value in table.items()}, Staleness)
    except msgspec.ValidationError:
        with pytest.raises(ValueError, match="never"):
            Policy(table=Staleness(**table))
    else:
        assert Policy(table=configured).table == Staleness(**table)

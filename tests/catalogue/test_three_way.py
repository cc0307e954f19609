"""Three-way merging of catalogues: what each of two changes to one entry becomes, and the bytes that stay."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.catalogue.three_way import merge_three
from i18n_site.model import Catalogue, Message, MessageKey, MessageState

HEADER = """\
# Ours, laid out by hand.
msgid ""
msgstr ""
"Language: fr\\n"
"X-Own: kept\\n"
"POT-Creation-Date: 2024-01-01 10:00+0000\\n"
"PO-Revision-Date: 2024-01-02 10:00+0000\\n"
"Last-Translator: Ada <ada@example.org>\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""
NEWS = '\n#: content/news/a.md\nmsgid "News"\nmsgstr "Nouvelles"\n'
MEMBERS = '\n# by hand\n#: content/news/a.md\nmsgid   "Our "\n        "members"\nmsgstr  "Nos membres"\n'
EMPTY = '\n#: content/news/b.md\nmsgid "Back"\nmsgstr ""\n'
FUZZY = '\n#: content/news/b.md\n#, fuzzy\n#| msgid "It began"\nmsgid "It begins"\nmsgstr "Ça commençait"\n'
GUESS = (
    '\n# i18n-site: suggestion 83\n#: content/news/b.md\n#, fuzzy\n#| msgid "Backs"\nmsgid "Back"\nmsgstr "Dos"\n'  # of another
)
PLURAL = '\nmsgid "member"\nmsgid_plural "members"\nmsgstr[0] ""\nmsgstr[1] ""\n'
OBSOLETE = '\n#~ msgid "Gone"\n#~ msgstr "Parti"\n'


def po(*parts: str) -> Catalogue:
    return parse_po("".join(parts).encode(), path="fr.po", locale="fr")


def with_header(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts if not parts or parts[0].startswith(HEADER[:7]) else (HEADER, *parts)


def merged(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """The merged file; every version gets the same header unless it brings one."""
    catalogue, _ = merge_three(*(po(*with_header(parts)) for parts in (base, ours, theirs)))
    data = format_po(catalogue)
    assert [m.key for m in parse_po(data, path="merged.po").messages] == [m.key for m in catalogue.messages]
    return data.decode()


def body(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    text = merged(base, ours, theirs)
    assert text.startswith(HEADER)
    return text.removeprefix(HEADER)


def with_text(entry: str, text: str) -> str:
    """The entry, translated anew."""
    return entry[: entry.rindex("msgstr")] + f'msgstr "{text}"\n'


def unfuzzied(entry: str) -> str:
    lines = entry.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("#, fuzzy", "#|", "# i18n-site: suggestion")))


def test_entries_changed_on_one_side_take_that_side_and_the_others_keep_their_bytes():
    base = (MEMBERS, NEWS, EMPTY)
    mine, other = with_text(NEWS, "Actualités"), with_text(EMPTY, "Retour")
    assert body(base, (MEMBERS, mine, EMPTY), (MEMBERS, NEWS, other)) == MEMBERS + mine + other


def test_the_same_change_on_both_sides_is_that_change():
    same = with_text(EMPTY, "Retour")
    assert body((NEWS, EMPTY), (NEWS, same), (with_text(NEWS, "Actualités"), same)) == with_text(NEWS, "Actualités") + same


def test_two_translations_of_one_message_become_a_fuzzy_entry_with_both_in_a_comment():
    text = body((NEWS, EMPTY), (NEWS, with_text(EMPTY, "Retour")), (NEWS, with_text(EMPTY, 'Dos \\"x\\"\\n')))
    assert text == NEWS + (
        '\n# i18n-site: conflict between "Retour" and "Dos \\"x\\"\\n"\n'
        '#: content/news/b.md\n#, fuzzy\nmsgid "Back"\nmsgstr "Retour"\n'
    )


def test_a_conflict_forges_no_entry_whatever_the_texts_hold():
    evil = 'a\r\nmsgid "x"\x85\u2028\x0b#~ b\x1c'
    key = MessageKey("Back")

    def version(text: str) -> Catalogue:
        made = po(HEADER, EMPTY)
        header, entry = made.entries
        return Catalogue("", "fr", entries=(header, type(entry)(Message(key, msgstr=(text,)))))

    result, report = merge_three(version(""), version("ours"), version(evil))
    assert report.conflicts == (key,)
    back = parse_po(format_po(result), path="merged.po")
    assert [message.key for message in back.messages] == [key]
    (comment,) = back.messages[0].translator_comments
    assert comment.isprintable()


def test_three_conflicts_about_one_message_name_every_text():
    base, one, two, three = (po(HEADER, with_text(EMPTY, text)) for text in ("", "Retour", "Dos", "Arrière"))
    first, _ = merge_three(base, one, two)
    again, report = merge_three(base, first, three)
    (message,) = again.messages
    assert (message.fuzzy, message.msgstr) == (False, ("Arrière",))
    assert report.combined == (message.key,)
    assert all(any(text in comment for comment in message.translator_comments) for text in ("Retour", "Dos"))


def test_plural_forms_are_merged_one_by_one():
    half, other = PLURAL.replace('[0] ""', '[0] "membre"'), PLURAL.replace('[1] ""', '[1] "membres"')
    whole = half.replace('[1] ""', '[1] "membres"')
    assert body((NEWS, PLURAL), (NEWS, half), (NEWS, other)) == NEWS + whole
    another = whole.replace("membres", "sociétaires").replace('"membre"', '"sociétaire"')
    text = body((NEWS, PLURAL), (NEWS, whole), (NEWS, another))
    assert '# i18n-site: conflict between "membre" / "membres" and "sociétaire" / "sociétaires"\n#, fuzzy\n' in text


def test_new_entries_of_theirs_stand_behind_their_predecessor():
    new = '\nmsgid "new"\nmsgstr ""\n'
    second = '\nmsgid "second"\nmsgstr ""\n'
    mine = with_text(NEWS, "Actualités")
    assert body((MEMBERS, NEWS, EMPTY), (MEMBERS, mine, EMPTY), (MEMBERS, new, second, NEWS, EMPTY)) == (
        MEMBERS + new + second + mine + EMPTY
    )
    assert body((NEWS,), (mine,), (new, NEWS)) == new + mine, "at the beginning"


def test_new_entries_of_both_are_kept():
    one, two = '\nmsgid "one"\nmsgstr ""\n', '\nmsgid "two"\nmsgstr ""\n'
    assert body((NEWS, EMPTY), (NEWS, one, EMPTY), (NEWS, two, EMPTY)) in (NEWS + one + two + EMPTY, NEWS + two + one + EMPTY)


def test_where_only_they_changed_the_order_it_is_theirs():
    mine = with_text(NEWS, "Actualités")
    assert body((MEMBERS, NEWS, EMPTY), (MEMBERS, mine, EMPTY), (EMPTY, NEWS, MEMBERS)) == EMPTY + mine + MEMBERS


def test_an_entry_without_a_blank_line_before_it_gets_one_among_new_neighbours():
    bare, mine = 'msgid "bare"\nmsgstr "nu"', with_text(NEWS, "Actualités")
    assert body((NEWS,), (mine,), (NEWS, bare)) == mine + "\n" + bare
    assert body((NEWS, bare), (NEWS, bare), (NEWS, bare, EMPTY, MEMBERS)) == NEWS + bare + EMPTY + MEMBERS
    other = '# other\nmsgid "other"\nmsgstr ""\n'
    assert body((NEWS,), (NEWS, bare), (other, NEWS)) == f"\n{other}{NEWS}{bare}"


def test_what_one_side_removed_and_the_other_left_alone_goes_but_its_text_becomes_obsolete():
    mine = with_text(MEMBERS, "Les membres")
    assert body((MEMBERS, NEWS, EMPTY), (mine, NEWS, EMPTY), (MEMBERS, NEWS)) == mine + NEWS, "it had no text"
    gone = '\n#~ msgid "News"\n#~ msgstr "Nouvelles"\n'
    for ours, theirs in (((mine, NEWS), (MEMBERS,)), ((mine,), (MEMBERS, NEWS, EMPTY))):
        assert body((MEMBERS, NEWS), ours, theirs).replace(EMPTY, "") == mine + gone


def test_where_one_side_changed_nothing_the_other_stands_as_it_is():
    assert body((MEMBERS, NEWS), (MEMBERS,), (MEMBERS, NEWS)) == MEMBERS
    assert body((MEMBERS, NEWS), (MEMBERS, NEWS), (MEMBERS,)) == MEMBERS


def test_an_obsolete_entry_that_one_side_pruned_is_gone():
    mine = with_text(NEWS, "Actualités")
    assert body((NEWS, OBSOLETE), (mine, OBSOLETE), (NEWS,)) == mine
    assert body((NEWS, OBSOLETE), (NEWS,), (mine, OBSOLETE)) == mine


def test_a_fuzzy_text_that_goes_with_its_entry_is_no_loss_while_it_lives_on_elsewhere():
    moved = FUZZY.replace('msgid "It begins"', 'msgid "It begins here"')
    mine = with_text(NEWS, "Actualités")
    assert body((NEWS, FUZZY), (mine, FUZZY), (NEWS, moved)) == mine + moved
    assert '#~ msgstr "Ça commençait"' in body((NEWS, FUZZY), (mine, FUZZY), (NEWS,))


def test_a_translation_made_while_the_other_side_removed_its_message_becomes_obsolete():
    text = body((NEWS, EMPTY), (NEWS,), (NEWS, with_text(EMPTY, "Retour")))
    assert text == NEWS + '\n#~ msgid "Back"\n#~ msgstr "Retour"\n'


def test_a_message_that_one_side_removed_stays_where_the_other_found_a_new_use_for_it():
    used = EMPTY.replace("content/news/b.md", "content/news/b.md content/news/c.md")
    expected = NEWS + EMPTY.replace("b.md", "c.md")
    assert body((NEWS, EMPTY), (NEWS,), (NEWS, used)) == expected
    assert body((NEWS, EMPTY), (NEWS, used), (NEWS,)) == expected


def test_lines_that_move_bring_no_removed_message_back():
    at, later = (EMPTY.replace("b.md", f"b.md:{line}") for line in (3, 7))
    assert body((NEWS, at), (NEWS,), (NEWS, later)) == NEWS


def test_a_retired_message_takes_the_translation_that_the_other_side_made_along():
    retired = '\n#~ msgid "News"\n#~ msgstr "Nouvelles"\n'
    for ours, theirs in ((retired, with_text(NEWS, "Actualités")), (with_text(NEWS, "Actualités"), retired)):
        assert body((MEMBERS, NEWS), (MEMBERS, ours), (MEMBERS, theirs)) == (
            MEMBERS + '\n#~ msgid "News"\n#~ msgstr "Actualités"\n'
        )


def test_a_message_that_came_back_on_one_side_is_active():
    alive = '\n#: a.md\nmsgid "Gone"\nmsgstr "Parti"\n'
    mine = with_text(NEWS, "Actualités")
    assert body((NEWS, OBSOLETE), (mine, OBSOLETE), (NEWS, alive)) == mine + alive
    assert body((NEWS, OBSOLETE), (NEWS,), (NEWS, alive)) == NEWS + alive, "pruned here, back there"


def test_a_finished_translation_wins_over_a_guess_that_lives_on_elsewhere():
    source = '\nmsgid "Backs"\nmsgstr "Dos"\n'
    done = with_text(EMPTY, "Retour")
    for ours, theirs in ((done, GUESS), (GUESS, done)):
        assert body((source, EMPTY), (source, ours), (source, theirs)) == source + done


def test_a_guess_that_gives_way_and_lives_nowhere_else_is_kept_in_a_comment():
    text = body((EMPTY,), (GUESS,), (with_text(EMPTY, "Retour"),))
    assert text == ('\n# i18n-site: also translated as "Dos"\n#: content/news/b.md\nmsgid "Back"\nmsgstr "Retour"\n')


def test_a_fuzzy_mark_that_one_side_cleared_stays_cleared():
    done = unfuzzied(with_text(FUZZY, "Ça commence"))
    other = FUZZY.replace("b.md", "c.md")
    assert body((FUZZY,), (done,), (other,)) == done.replace("b.md", "c.md")
    text = body((FUZZY,), (done,), (FUZZY.replace('"It began"', '"It did begin"'),))
    assert text == done, "whatever the other side says of the old source"
    doubtful = with_text(FUZZY, "Ça commença")
    text = body((FUZZY,), (doubtful,), (done,))
    assert text == '\n# i18n-site: also translated as "Ça commença"' + done


def test_a_text_marked_fuzzy_on_one_side_and_commented_on_the_other_is_both():
    doubt = NEWS.replace("#: content/news/a.md\n", "#: content/news/a.md\n#, fuzzy\n")
    said = "\n# sure?" + NEWS
    assert body((NEWS,), (doubt,), (said,)) == "\n# sure?" + doubt


def test_flags_comments_and_references_of_both_sides_go_together():
    base = '\n# a\n#. one\n#: a.md b.md\n#, python-format, no-wrap\nmsgid "News"\nmsgstr "Nouvelles"\n'
    mine = base.replace("# a\n", "# a\n# mine\n").replace(" b.md", "").replace(", no-wrap", "")
    other = base.replace("# a\n", "# other\n").replace("b.md", "b.md c.md").replace("python-format", "python-format, range: 0..2")
    assert body((base,), (mine,), (other,)) == (
        '\n# mine\n# other\n#. one\n#: a.md c.md\n#, python-format, range: 0..2\nmsgid "News"\nmsgstr "Nouvelles"\n'
    )


def test_a_new_plural_on_one_side_takes_the_translation_of_the_other_along_as_fuzzy():
    single = '\nmsgid "member"\nmsgstr ""\n'
    translated = with_text(single, "membre")
    expected = '\n#, fuzzy\n#| msgid "member"' + PLURAL.replace('[0] ""', '[0] "membre"')
    assert body((single,), (translated,), (PLURAL,)) == expected
    assert body((single,), (PLURAL,), (translated,)) == expected


def test_contexts_are_messages_of_their_own():
    slug = '\nmsgctxt "slug"\nmsgid "News"\nmsgstr ""\n'
    done = with_text(slug, "actualites")
    assert body((NEWS, slug), (with_text(NEWS, "Actualités"), slug), (NEWS, done)) == with_text(NEWS, "Actualités") + done


def test_of_two_layouts_of_one_entry_the_new_one_is_taken():
    laid_out = '\n#: content/news/a.md\nmsgid ""\n"News"\nmsgstr ""\n"Nouvelles"\n'
    mine = with_text(EMPTY, "Retour")
    assert body((NEWS, EMPTY), (NEWS, mine), (laid_out, EMPTY)) == laid_out + mine
    assert body((NEWS, EMPTY), (laid_out, EMPTY), (NEWS, mine)) == laid_out + mine


# -- the header -----------------------------------------------------------------------------------------------------


def header(**fields: str) -> str:
    text = HEADER
    for name, value in fields.items():
        start = text.index(f'"{name.replace("_", "-")}: ')
        text = text[:start] + f'"{name.replace("_", "-")}: {value}\\n"' + text[text.index("\n", start) :]
    return text


def test_dates_are_the_later_ones_and_the_last_translator_belongs_to_his():
    early, late, latest = "2024-02-01 10:00+0000", "2024-02-01 10:00-0100", "2024-03-01 10:00+0000"
    mine = header(POT_Creation_Date=latest, PO_Revision_Date=early, Last_Translator="Bob <b@x>")
    other = header(POT_Creation_Date=early, PO_Revision_Date=late, Last_Translator="Eve <e@x>")
    expected = header(POT_Creation_Date=latest, PO_Revision_Date=late, Last_Translator="Eve <e@x>")
    for ours, theirs in ((mine, other), (other, mine)):
        assert merged((HEADER, NEWS), (ours, NEWS), (theirs, NEWS)) == expected + NEWS


@pytest.mark.parametrize("date", ["", "YEAR-MO-DA HO:MI+ZONE", "yesterday", "2019-99-99 00:00+0000"])
def test_a_date_that_is_none_is_older_than_any(date):
    mine, other = header(PO_Revision_Date=date), header(PO_Revision_Date="2001-01-01T00:00:00Z")
    assert merged((), (mine, NEWS), (other, NEWS)) == other + NEWS


def test_other_fields_are_merged_one_by_one_and_ours_stays_where_both_changed_one():
    mine = header(X_Own="mine", Language="fr_FR").replace('"X-Own: mine\\n"', '"X-Own: mine\\n"\n"X-Mine: 1\\n"')
    other = header(X_Own="other", Plural_Forms="nplurals=2; plural=n>1;") + '"X-Generator: Poedit 3\\n"\n'
    assert merged((HEADER, NEWS), (mine, NEWS), (other, NEWS)) == (
        mine.replace("plural=(n > 1)", "plural=n>1") + '"X-Generator: Poedit 3\\n"\n' + NEWS
    )


def test_a_field_that_one_side_removed_is_gone():
    other = HEADER.replace('"X-Own: kept\\n"\n', "")
    mine = header(Language="fr_FR")
    assert merged((HEADER, NEWS), (mine, NEWS), (other, NEWS)) == mine.replace('"X-Own: kept\\n"\n', "") + NEWS


def test_a_header_that_is_finished_on_one_side_is_not_fuzzy():
    fuzzy = HEADER.replace('msgid ""', '#, fuzzy\nmsgid ""', 1)
    assert merged((), (fuzzy, NEWS), (HEADER, NEWS, EMPTY)) == HEADER + NEWS + EMPTY


# -- files ----------------------------------------------------------------------------------------------------------


def test_files_without_a_common_ancestor_are_joined():
    mine, other = with_text(NEWS, "Actualités"), with_text(EMPTY, "Retour")
    assert merged((), (HEADER, mine, EMPTY), (HEADER, NEWS.replace("Nouvelles", ""), other)) == HEADER + mine + other


def test_a_side_that_changed_its_newlines_is_followed_in_every_entry():
    mine = (HEADER + NEWS + with_text(EMPTY, "Retour")).encode()
    other = (HEADER + with_text(NEWS, "Actualités") + EMPTY).replace("\n", "\r\n").encode()
    base = po(HEADER, NEWS, EMPTY)
    result, _ = merge_three(base, parse_po(mine, path="fr.po"), parse_po(other, path="fr.po"))
    expected = HEADER + with_text(NEWS, "Actualités") + with_text(EMPTY, "Retour")
    assert format_po(result) == expected.replace("\n", "\r\n").encode()


def test_of_two_character_sets_the_result_is_in_utf_8_and_says_so():
    latin = HEADER.replace("UTF-8", "ISO-8859-1")
    mine, other = latin + NEWS + with_text(EMPTY, "Été"), HEADER + with_text(NEWS, "Aktualności") + EMPTY
    sides = [mine.encode("latin-1"), other.encode()]
    base = parse_po((latin + NEWS + EMPTY).encode("latin-1"), path="fr.po")
    for ours, theirs in (sides, sides[::-1]):
        result, _ = merge_three(base, parse_po(ours, path="fr.po"), parse_po(theirs, path="fr.po"))
        assert format_po(result).decode() == HEADER + with_text(NEWS, "Aktualności") + with_text(EMPTY, "Été")


def test_an_entry_that_a_file_holds_twice_is_merged_by_its_place_among_its_like():
    again = with_text(NEWS, "Infos")
    other = with_text(NEWS, "Informations")
    mine = with_text(EMPTY, "Retour")
    assert body((NEWS, again, EMPTY), (NEWS, again, mine), (NEWS, other, EMPTY)) == NEWS + other + mine


def test_templates_are_merged_as_well():
    pot = HEADER.replace("fr", "").replace("kept", "")
    one, two, three = (f'\n#: {name}.md\nmsgid "{name}"\nmsgstr ""\n' for name in "abc")
    assert merged((pot, one, two), (pot, one), (pot, one, two, three)) == pot + one + three


def test_the_report_names_what_became_of_ours():
    fresh = '\nmsgid "fresh"\nmsgstr ""\n'
    base = po(HEADER, MEMBERS, NEWS, EMPTY, FUZZY, PLURAL, OBSOLETE)
    ours = po(HEADER, MEMBERS, with_text(NEWS, "a"), EMPTY, FUZZY.replace("b.md", "c.md"), PLURAL, OBSOLETE)
    theirs = po(HEADER, with_text(NEWS, "b"), with_text(EMPTY, "c"), "\n# x" + FUZZY, PLURAL, fresh)
    result, report = merge_three(base, ours, theirs)
    assert report.counts == {"taken": 1, "added": 1, "combined": 1, "conflicts": 1, "retired": 1, "removed": 1}
    assert [key.msgid for key in report.conflicts] == ["News"]
    assert [m.key.msgid for m in result.messages if m.state is MessageState.OBSOLETE] == ["Our members"]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
def test_gettext_accepts_a_merge_with_conflicts(tmp_path):
    base = (NEWS, EMPTY, FUZZY, PLURAL)
    ours = (with_text(NEWS, "a"), with_text(EMPTY, "b\\n"), PLURAL.replace('""', '"x"'))
    theirs = (with_text(NEWS, 'c \\"d\\"'), with_text(EMPTY, "e"), FUZZY, PLURAL.replace('""', '"y"'), OBSOLETE)
    path = tmp_path / "fr.po"
    path.write_text(merged(base, ours, theirs), encoding="utf-8")
    subprocess.run(["msgfmt", "--check-header", "--check-domain", "--output-file=/dev/null", str(path)], check=True)

"""Entries that are read when somebody looks say what they would say if all of them had been read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_site.catalogue import mo_texts, po_reader
from i18n_site.catalogue.active_texts import read_all_texts
from i18n_site.catalogue.lazy_entry import LazyEntry
from i18n_site.catalogue.merge import merge
from i18n_site.catalogue.mo import compile_po, format_mo
from i18n_site.catalogue.po import format_po, parse_po
from i18n_site.errors import CatalogueError, CatalogueSyntaxError
from i18n_site.memory.store import Memory
from i18n_site.model import Entry, MessageKey
from support.corpora import corpus

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
PIECES = {
    "translator": ["", "# by hand\n", "# i18n-site: suggestion 83\n", "# this is fuzzy\n"],
    "extracted": ["", "#. heading\n", "#. not fuzzy at all\n"],
    "references": ["", "#: content/news/a.md\n", "#: content/news/a.md:3\n"],
    "flags": ["", "#, fuzzy\n", "#, python-brace-format\n", "#, fuzzy, no-wrap\n"],
    "previous": ["", '#| msgid "was"\n'],
    "context": ["", 'msgctxt ""\n', 'msgctxt "menu"\n'],
    "msgid": ['msgid "one"\n', 'msgid ""\n"one "\n"two\\n"\n', 'msgid "three \\"3\\""\n', 'msgid "was"\n'],
    "plural": ["", 'msgid_plural "ones"\n'],
    "msgstr": ["", "un", 'un "deux"', "fuzzy\n"],
}


@st.composite
def entries(draw, *, template=False):
    """An entry as a file has it, of a template or of a catalogue."""
    given = {name: draw(st.sampled_from(pieces)) for name, pieces in PIECES.items()}
    if template:
        given |= {
            "translator": "",
            "previous": "",
            "msgstr": "",
            "flags": given["flags"].replace("fuzzy, ", "").replace("#, fuzzy\n", ""),
        }
    text = given["msgstr"].replace('"', '\\"').replace("\n", "\\n")
    other = "" if template else draw(st.sampled_from(["", "deux"]))
    msgstr = f'msgstr[0] "{text}"\nmsgstr[1] "{other}"\n' if given["plural"] else f'msgstr "{text}"\n'
    body = given["context"] + given["msgid"] + given["plural"] + msgstr
    if not template and draw(st.booleans()):
        previous = given["previous"].replace("#| ", "#~| ")
        return given["translator"] + given["flags"] + previous + "".join(f"#~ {line}\n" for line in body.splitlines())
    return "".join(given[name] for name in ("translator", "extracted", "references", "flags", "previous")) + body


def files(**options):
    return st.lists(entries(**options), max_size=6).map(lambda found: "\n".join([HEADER, *found]).encode())


def read_all(catalogue):
    """The same with every entry read."""
    return replace(catalogue, entries=tuple(Entry(entry.message, entry.raw, entry.parsed) for entry in catalogue.entries))


@given(files())
def test_what_is_asked_of_an_entry_is_what_its_message_says(data):
    catalogue = parse_po(data, path="fr.po")
    assert all(isinstance(entry, LazyEntry) for entry in catalogue.entries)
    for entry, twin in zip(catalogue.entries, read_all(catalogue).entries, strict=True):
        for name in ("key", "obsolete", "references", "finished", "is_header", "message", "raw"):
            assert getattr(entry, name) == getattr(twin, name), name
        fresh = parse_po(data, path="fr.po").entries[catalogue.entries.index(entry)]
        assert (fresh.finished, fresh.read_texts()) == (twin.finished, twin.read_texts())
        assert fresh == twin


@given(files(), st.data())
def test_texts_that_are_read_in_one_go_are_those_that_each_entry_says(data, chance):
    catalogue = parse_po(data, path="fr.po")
    some = tuple(
        entry if fate == "lazy" else Entry(entry.message, entry.raw, entry.parsed)
        for entry in catalogue.entries
        if (fate := chance.draw(st.sampled_from(["lazy", "lazy", "read", "gone"]))) != "gone"
    )
    assert list(read_all_texts(some)) == [(entry, entry.read_texts()) for entry in some if not entry.obsolete]
    of_some = replace(catalogue, entries=some)
    assert format_mo(of_some) == format_mo(read_all(of_some))


def outcome(work, *arguments, **options):
    """What comes of it, or what it says that is wrong."""
    try:
        return work(*arguments, **options)
    except CatalogueError as fault:
        return type(fault), str(fault)


def one_by_one(data):
    return format_mo(read_all(parse_po(data, path="fr.po")))


SCRAPS = [*map(bytes.fromhex, ("22", "0a", "5c", "0d", "ff", "20")), b"\\t", b"\\q", b"\\000"]
SCRAPS += [b"#", b"# ", b"#~ ", b"#| ", b'"a"\n', b'msgid "x"\n', b"msgstr"]


@given(files(), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(SCRAPS)), max_size=3))
def test_a_file_is_compiled_in_one_go_as_one_entry_after_the_other_or_refused_alike(data, changes):
    for share, length, scrap in changes:
        place = int(share * len(data))
        data = data[:place] + scrap + data[place + length :]
    assert outcome(compile_po, data, path="fr.po") == outcome(one_by_one, data)


LETTERS = {"utf-8": "é日", "iso-8859-1": "é", "koi8-r": "д", "shift_jis": "ソ表", "ascii": "e"}


@given(files(), st.sampled_from(sorted(LETTERS)), st.booleans(), st.booleans())
def test_so_is_a_file_in_any_character_set_with_any_newlines(data, charset, bom, dos):
    text = data.decode().replace("UTF-8", charset).replace("un", LETTERS[charset])
    data = b"\xef\xbb\xbf" * bom + (text.replace("\n", "\r\n") if dos else text).encode(charset)
    assert outcome(compile_po, data, path="fr.po") == outcome(one_by_one, data)


@pytest.mark.parametrize(("limit", "size"), [("MAX_ENTRY", 100), ("MAX_ENTRIES", 2)])
def test_a_file_beyond_a_limit_is_refused_in_one_go_too(monkeypatch, limit, size):
    data = HEADER.encode() + b"".join(b'\nmsgid "%d"\nmsgstr "%d"\n' % (number, number) for number in range(3))
    for module in (mo_texts, po_reader):
        monkeypatch.setattr(module, limit, size)
    with pytest.raises(CatalogueSyntaxError, match=f"more than {size}"):
        compile_po(data, path="fr.po")


def test_every_catalogue_of_the_corpora_is_compiled_in_one_go_as_one_entry_after_the_other():
    paths = sorted(path for name in ("polib-tests", "comprehensive-rust") for path in corpus(name).rglob("*.po"))
    assert len(paths) > 20
    for path in paths:
        data = path.read_bytes()
        assert outcome(compile_po, data, path="fr.po") == outcome(one_by_one, data), path


@given(files(template=True), files())
def test_merging_goes_by_what_entries_say_and_not_by_how_much_of_them_is_read(pot, po):
    template, old = parse_po(pot, path="news.pot"), parse_po(po, path="fr.po")
    merged, report = merge(template, old, Memory((old,)))
    all_read = read_all(old)
    expected, its_report = merge(read_all(template), all_read, Memory((all_read,)))
    assert report == its_report
    assert merged.messages == expected.messages
    assert format_po(merged) == format_po(expected)


def test_an_entry_that_the_template_leaves_as_it_is_is_not_read():
    data = f'{HEADER}\n#. heading\n#: a.md\nmsgid "one"\nmsgstr "un"\n'.encode()
    old = parse_po(data, path="fr.po")
    template = parse_po(data.replace(b'"un"', b'""'), path="news.pot")
    merged, report = merge(template, old)
    assert report.kept == (MessageKey("one"),)
    assert merged.entries[1] is old.entries[1]
    with pytest.raises(AttributeError):
        object.__getattribute__(merged.entries[1], "message")


def test_an_entry_has_no_other_fields():
    entry = parse_po(HEADER.encode(), path="fr.po").entries[0]
    with pytest.raises(AttributeError):
        entry.domain  # noqa: B018 - the look is the test

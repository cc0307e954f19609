"""What only another generator understands comes through every translation as it is; what a reader reads of it is translated."""

from __future__ import annotations

import time

import pytest
from hypothesis import given

from i18n_site.formats.foreign import cover
from i18n_site.formats.markdown import Rules, read_document
from i18n_site.formats.pseudo import pseudo_translate
from i18n_site.model import Kind, LocalisedDocument, Reference, Segment, Severity, State
from i18n_site.publish.decoration import Decoration
from i18n_site.publish.localise import Localiser, Translation
from i18n_site.publish.render import render
from support.markdown import markdown_texts


def read(text: str):
    return read_document(text.encode(), path="content/a.md", section="pages", slug="a", rules=Rules(slug=False))


def localise(text: str, change=lambda text: f"«{text}»") -> LocalisedDocument:
    def find(_locale: str, segment: Segment) -> Translation:
        return Translation(change(segment.key.msgid), State.TRANSLATED, Reference("fr.po", 1))

    return Localiser(read(text), source="en").localise("fr", ["en"], find)


LINES = {
    "docusaurus": (
        ":::note[Your *title*]{#id .c}\n\nSome **text**.\nMore\n\n- a\n:::\n",
        ":::note[«Your *title*»]{#id .c}\n\n«Some **text**. More»\n\n- «a»\n:::\n",
    ),
    "docusaurus old title": (":::tip Old title\n\nText\n\n:::\n", ":::tip «Old title»\n\n«Text»\n\n:::\n"),
    "docusaurus nested": ("::::info\nA\n:::danger\nB\n:::\n::::\n", "::::info\n«A»\n:::danger\n«B»\n:::\n::::\n"),
    "starlight": (":::caution\nText\n:::\n\n- :::note\n", ":::caution\n«Text»\n:::\n\n- :::note\n"),
    "in a quote": ("> :::note\n> One\n> two\n> :::\n", "> :::note\n> «One two»\n> :::\n"),
    "in an item": ("- a\n\n  :::note\n  One\n  :::\n", "- «a»\n\n  :::note\n  «One»\n  :::\n"),
    "where an item or a note begins": (
        "- :::note\n  One\n  :::\n* !!! tip\n      Two\n\n[^a]: :::x\n    Three\n    :::\n",
        '- :::note\n  «One»\n  :::\n* !!! tip "«Tip»"\n      «Two»\n\n[^a]: :::x\n    «Three»\n    :::\n',
    ),
    "after text": ("One\n:::\ntwo\n", "«One»\n:::\n«two»\n"),
    "vitepress": ("::: details Click me\nText\n:::\n", "::: details «Click me»\n«Text»\n:::\n"),
    "mkdocstrings": (
        "Text\n\n::: fastapi.Request\n    options: {}\n\nMore\n",
        "«Text»\n\n::: fastapi.Request\n    options: {}\n\n«More»\n",
    ),
    "leaf": ("::video[A talk]{id=x}\n", "::video[«A talk»]{id=x}\n"),
    "myst": (
        ":::{note}\nText\n:::\n\n:::{figure} a.png\n:alt: b\n:::\n",
        ":::{note}\n«Text»\n:::\n\n:::{figure} a.png\n:alt: «b»\n:::\n",
    ),
    "myst options": (
        "::::{grid} 1 2\n:gutter: 1 1\n:reverse:\n\n> :::{note}\n> :class: wide\n> Text\n> :::\n::::\n\n:bug: Fixed\n",
        "::::{grid} 1 2\n:gutter: 1 1\n:reverse:\n\n> :::{note}\n> :class: wide\n> «Text»\n> :::\n::::\n\n«:bug: Fixed»\n",
    ),
    "myst blocks": ('One\n\n+++ {"a": "b"}\nTwo\n+++\n', '«One»\n\n+++ {"a": "b"}\n«Two»\n+++\n'),
    "markdown-include-variants": (
        "{* ../../src/a.py hl[1] *}\n\nText\n{* b.py *}\n",
        "{* ../../src/a.py hl[1] *}\n\n«Text»\n{* b.py *}\n",
    ),
    "mkdocstrings headings": ("# ::: a.b.C\n\n## A ::: b\n", "# ::: a.b.C\n\n## «A ::: b»\n"),
    "obsidian": ("![[a picture.png]]\n\n![a](b.png)\n", "![[a picture.png]]\n\n![«a»](b.png)\n"),
    "anchors": ("[](){#id}\n\nText [](){#id}\n\n`x`{.c}\n", "[](){#id}\n\n«Text [](){#id}»\n\n`x`{.c}\n"),
    "pandoc": ("::: {.box #a}\nText\n:::\n", "::: {.box #a}\n«Text»\n:::\n"),
    "mkdocs": (
        '!!! note "The title"\n    One\n    two\n\n    - three\n\n??? tip\n\n    5\n\n    ~~~\n    x\n    ~~~\nz\n',
        '!!! note "«The title»"\n    «One two»\n\n    - «three»\n\n??? tip "«Tip»"\n\n    5\n\n    ~~~\n    x\n    ~~~\n«z»\n',
    ),
    "mkdocs in a list": (
        '- item\n\n    !!! warning inline end ""\n        Text\n\n- other\n',
        '- «item»\n\n    !!! warning inline end ""\n        «Text»\n\n- «other»\n',
    ),
    "mkdocs reference": (
        "[a][r]\n\n!!! x\n    [r]: /y 'Title'\n",
        '«[a][r]»\n\n!!! x "«X»"\n    [r]: /y "«Title»"\n',
    ),
    "mkdocs nested": ("!!! a\n\n    !!! b\n\n        Text\n", '!!! a "«A»"\n\n    !!! b "«B»"\n\n        «Text»\n'),
    "mkdocs tabs": (
        '=== "C"\n\n    ``` c\n    int\n    ```\n\n    Text\n\n===! "D"\n\n    E\n',
        '=== "«C»"\n\n    ``` c\n    int\n    ```\n\n    «Text»\n\n===! "«D»"\n\n    «E»\n',
    ),
    "mkdocs attributes": (
        "Text\nmore\n{: .lead #x }\n\n# Head {: #id .c }\n\n## Other {#oid}\n",
        "«Text more»\n{: .lead #x }\n\n# «Head» {: #id .c }\n\n## «Other» {#oid}\n",
    ),
    "mkdocs annotation": ("Text (1)\n{ .annotate }\n\n1. Note\n", "«Text (1)»\n{ .annotate }\n\n1. «Note»\n"),
    "mkdocs table": ("| a |\n|---|\n| b |\n{: .wide }\n", "| «a» |\n|---|\n| «b» |\n{: .wide }\n"),
    "mkdocs blocks": (
        "/// note | The *title*\n    open: True\n\nText\n///\n",
        "/// note | «The *title*»\n    open: True\n\n«Text»\n///\n",
    ),
    "mkdocs blocks without a title": (
        "/// tip\n\nText\n\n///\n\n/// details\n///\n\n/// html | div\n///\n\n!!! note inline end\n    Text\n",
        "/// tip | «Tip»\n\n«Text»\n\n///\n\n/// details | «Details»\n///\n\n/// html | div\n///\n\n"
        '!!! note inline end "«Note»"\n    «Text»\n',
    ),
    "contents": ("[TOC]\n\n[[_TOC_]]\n\nText\n", "[TOC]\n\n[[_TOC_]]\n\n«Text»\n"),
    "snippet": ('--8<-- "file.md"\nText\n', '--8<-- "file.md"\n«Text»\n'),
    "hugo": (
        '{{< figure src="a.png" title="A title" alt="An \\"alt\\"" >}}\n\n{{% notice tip %}}\nOne\ntwo\n{{% /notice %}}\n',
        '{{< figure src="a.png" title="«A title»" alt="«An \\"alt\\"»" >}}\n\n{{% notice tip %}}\n«One two»\n{{% /notice %}}\n',
    ),
    "hugo over lines": (
        '{{< figure\n  src="x.png"\n  title="Two"\n>}}\n\n> {{< figure\n> title="Three" >}}\n',
        '{{< figure\n  src="x.png"\n  title="«Two»"\n>}}\n\n> {{< figure\n> title="«Three»" >}}\n',
    ),
    "hugo tabs": (
        '{{< tabs "id" >}}\n{{< tab "Mac" >}}\nText\n{{< /tab >}}\n{{< /tabs >}}\n',
        '{{< tabs "id" >}}\n{{< tab "«Mac»" >}}\n«Text»\n{{< /tab >}}\n{{< /tabs >}}\n',
    ),
    "hugo code": (
        "{{< highlight go >}}\nfunc a() {}\n\n- x\n{{< /highlight >}}\nText\n",
        "{{< highlight go >}}\nfunc a() {}\n\n- x\n{{< /highlight >}}\n«Text»\n",
    ),
    "jekyll": (
        "{% include a.html title='x' %}\n\n{% highlight ruby %}\nputs 'x'\n{% endhighlight %}\n",
        "{% include a.html title='x' %}\n\n{% highlight ruby %}\nputs 'x'\n{% endhighlight %}\n",
    ),
    "mdbook": ("{{#include file.rs:3}}\nText\n{{#title X}}\n", "{{#include file.rs:3}}\n«Text»\n{{#title X}}\n"),
    "mdx": (
        "import A from '@a'\n\nexport const x = {\n a,\n}\n\n<A b={[{c: 'd'}]}>\n<B>\n\nText\n\n</B>\n</A>\n",
        "import A from '@a'\n\nexport const x = {\n a,\n}\n\n<A b={[{c: 'd'}]}>\n<B>\n\n«Text»\n\n</B>\n</A>\n",
    ),
    "not in code": (
        "```\n!!! note\n:::\n{{< x >}}\n```\n\n~~~\n{{< highlight go >}}\n{{< /highlight >}}\n~~~\n\n    :::\n",
        None,
    ),
    "prose": (
        "import taxes fell from 5 to 3.\n\nexport quotas rose.\n\n1 / 2 // 3\n\n!!!\n",
        "«import taxes fell from 5 to 3.»\n\n«export quotas rose.»\n\n1 / 2 // 3\n\n!!!\n",
    ),
    "crlf": (
        ':::note[One]\r\nText\r\nmore\r\n:::\r\n\r\n!!! a "T"\r\n    B\r\n    c\r\n',
        ':::note[«One»]\r\n«Text more»\r\n:::\r\n\r\n!!! a "«T»"\r\n    «B c»\r\n',
    ),
    "multibyte": (":::note[été 家]\nÉté\n:::\n", ":::note[«été 家»]\n«Été»\n:::\n"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_of_other_generators_stay_and_what_is_read_in_and_around_them_is_translated(name):
    source, expected = LINES[name]
    result = localise(source)
    assert result.markdown.decode() == (source if expected is None else expected)
    assert result.findings == ()
    # reading the result again finds the same passages
    again = [segment.key.msgid for segment in read(result.markdown.decode()).segments]
    assert again == [f"«{segment.key.msgid}»" for segment in read(source).segments]


MARKS = [
    'See {{< ref "a_b_c.md" >}} now.',
    'A [link]({{< ref "a.md#b" >}}) here.',
    "Version {{ site.version }} of {% raw %}it{% endraw %}.",
    "From {{#include a.md}} on.",
    "A [button](x.md){ .md-button .big } and ![image](b.png){ width=30 }.",
    "A *word*{: .red } here.",
    "With <Badge type={kind} /> and <a.B>c</a.B>.",
    "Seen {/* not read */} here.",
    "Given by {* a.py ln[3:5] *} and so on.",
    "See {py:class}`a.b` and {ref}`that <there>` here.",
    "Of <%= year %> and {{ y }}.",
]


@pytest.mark.parametrize("text", MARKS)
def test_marks_of_other_generators_within_a_line_are_compared_like_code(text):
    (segment,) = read(text + "\n").segments
    assert segment.key.msgid == text
    moved = f"{text} Oui."
    assert localise(text + "\n", lambda _: moved).markdown.decode() == moved + "\n"
    for broken in (text.replace("}", "", 1), text.replace("{", "(", 1), f"{text} {{{{ 7*7 }}}}"):
        if broken == text:
            continue
        result = localise(text + "\n", lambda _, broken=broken: broken)
        assert result.markdown.decode() == text + "\n"
        assert all(finding.severity is Severity.ERROR for finding in result.findings)


def test_what_is_read_in_a_shortcode_within_a_line_may_be_translated():
    text = 'Look: {{< figure src="a.png" title="A sunset" >}}!\n'
    result = localise(text, lambda _: 'Voyez : {{< figure src="a.png" title="Un coucher de soleil" >}} !')
    assert (result.markdown.decode(), result.findings) == (
        'Voyez : {{< figure src="a.png" title="Un coucher de soleil" >}} !\n',
        (),
    )
    assert localise(text, lambda _: 'Voyez : {{< figure src="b.png" title="Un" >}} !').findings


@pytest.mark.parametrize("heading", ["## Of {{ x }}", "Of {{ x }}\n=====", "## Of {{< x >}}"])
def test_a_heading_may_end_with_a_mark_of_another_generator(heading):
    result = localise(heading + "\n", lambda text: text.replace("Of", "De"))
    assert (result.markdown.decode(), result.findings) == (heading.replace("Of", "De") + "\n", ())


@pytest.mark.parametrize(
    "text", ["{{< x >}} {{ y }}\n", "<A b={c} />\n", "{/* x */}\n", "import A from 'a'\n", '<A\n  b={"c"}\n/>\n']
)
def test_paragraphs_of_marks_only_are_no_messages(text):
    assert read(text).segments == ()


HOSTILE_CAPTIONS = [
    "`",
    "``x` y",
    '"',
    "]",
    "x ]{#y}",
    'a "b" >}} {{< c',
    "}",
    "{.d}",
    ":::",
    "\\",
    'x\\" y',
    "a\n:::\nb",
    "<b>",
    "[x](javascript:y)",
    "{{ 7*7 }}",
]


@pytest.mark.parametrize("caption", HOSTILE_CAPTIONS)
@pytest.mark.parametrize(
    "source", [LINES[name][0] for name in ("docusaurus", "docusaurus old title", "mkdocs", "mkdocs blocks", "hugo")]
)
def test_no_caption_of_a_translation_breaks_its_line(source, caption):
    result = localise(source, lambda text: caption)
    after = read(result.markdown.decode()).segments
    kinds = [segment.kind for segment in read(source).segments]
    assert [segment.kind for segment in after] == [
        k for k, s in zip(kinds, result.segments, strict=True) if has_word(s.text)
    ] or kinds
    covered, original = cover(result.markdown.decode()), cover(source)
    assert len(covered.lines) == len(original.lines)
    for ours, theirs in zip(original.lines.values(), covered.lines.values(), strict=True):
        assert without_captions(source, ours) == without_captions(result.markdown.decode(), theirs)


def has_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def without_captions(text: str, line) -> bytes:
    data = text.encode()
    for caption in reversed(line.captions):
        data = data[: caption.span.start] + data[caption.span.end :]
    removed = sum(caption.span.end - caption.span.start for caption in line.captions)
    return data[line.span.start : line.span.end - removed]


@pytest.mark.parametrize("start", [":::note", "!!! note", "??? x", "/// tip", "{: .x }", "[TOC]", "{{< x >}}", '=== "a"'])
def test_a_translation_that_begins_like_such_a_line_makes_none(start):
    result = localise("One\n\ntwo\n", lambda text: f"{start}" if text == "One" else "deux")
    assert cover(result.markdown.decode()).lines == {}
    assert result.markdown.endswith(b"deux\n")


@given(markdown_texts())
def test_covering_keeps_every_byte_where_it_was_and_all_that_is_no_such_line(text):
    before, after = text.encode(), cover(text).text.encode()
    assert len(before) == len(after)
    assert Localiser(read(text), source="en").localise("fr", ["en"], lambda *_: None).markdown == before


@pytest.mark.parametrize("locale", ["en-XA", "ar-XB"])
def test_pseudo_translations_keep_what_other_generators_read(locale):
    for source, _ in LINES.values():
        result = localise(source, lambda text: pseudo_translate(text, locale))
        assert result.findings == ()
        assert [
            part for part in read(result.markdown.decode()).segments if part.kind is Kind.CAPTION and "Title" in part.key.msgid
        ] == []
    for text in MARKS:
        assert localise(text + "\n", lambda text: pseudo_translate(text, locale)).findings == ()


def test_a_page_shows_such_a_line_as_it_is_written_and_its_headings_keep_their_ids():
    html = render('!!! note "T"\n\n    ## One\n\n## Two\n', Decoration("fr", heading_ids=["one", "two"]))
    assert "<p><code>!!! </code>T</p>" in html
    assert '<h2 id="one">One</h2>' in html
    assert '<h2 id="two">Two</h2>' in html


PATHOLOGICAL = [
    *[
        "{{< highlight go >}}\n",
        "{{< x\n",
        "{{",
        "}}",
        "{%",
        "<a {",
        "<a b={",
        "){.",
        '{{< x "',
        ":::a [",
        ":::a []",
        '!!! a "',
        "{/*",
        "{: ",
        "::a[",
        "](",
    ],
    *["import a from ", "/// a | ", "{{}}", "<A b={{", "{{<x>}} ", "::: ", "'", '=== "x"\n\n    ', "!!! a\n"],
]


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_documents_full_of_such_signs_are_read_in_linear_time(piece):
    times = []
    for size in (20_000, 80_000):
        text = piece * (size // len(piece))
        begin = time.process_time()
        read(text)
        read(f":::\n{text}")
        times.append(time.process_time() - begin)
    assert times[1] < max(12 * times[0], 2)


def test_a_tag_that_is_escaped_is_a_text():
    for text in ("Remove \\<unistd.h> now.", "\\<a.B> and \\</a.B>."):
        (segment,) = read(text + "\n").segments
        assert pseudo_translate(segment.key.msgid, "ar-XB").isascii() is False
        assert not set(pseudo_translate(segment.key.msgid, "ar-XB")) & set("abcdefghimnorstu")
        assert localise(text + "\n", lambda _: "Sans \\<autre>").findings == ()
    kept = "A backslash \\\\<a.B>c</a.B>."
    assert "<a.B>" in pseudo_translate(kept, "ar-XB")
    assert localise(kept + "\n", lambda text: pseudo_translate(text, "ar-XB")).findings == ()


def test_a_line_that_goes_on_from_another_and_is_one_by_itself_keeps_the_lines_behind_it_in_their_places():
    text = "> {{< x\n- {{< y >}}\n\nb\n\n::: tip Title\n"
    covered = cover(text)
    assert len(covered.text) == len(text)
    assert covered.text.startswith("> _")
    assert covered.text.endswith(f"\n\nb\n\n{'_' * len('::: tip Title')}\n")
    assert [text[slice(*line.span)] for line in covered.lines.values()][-1] == "::: tip Title"

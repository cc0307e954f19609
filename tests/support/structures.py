"""Hypothesis strategies for documents as people write them, only more so: blocks in blocks, and every way to end a line."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

WORDS = ["alpha", "beta gamma", "delta", "épsilon", "zeta eta", "家族", "theta", "iota", "kappa", "lambda", "mu", "nu xi"]

_INLINE = [
    *[
        "*{}*",
        "**{}**",
        "***{}***",
        "~~{}~~",
        "`{}`",
        "`` a`{} ``",
        "[{}](x.md)",
        '[{}](<a b> "{}")',
        "![{}](i.png '{}')",
        "[{}][ref]",
        "[ref]",
    ],
    *[
        "[{}][]",
        "<b>{}</b>",
        '<abbr title="{}">{}</abbr>',
        "<br>{}",
        "{}[^note]",
        "&amp; {}",
        "&copy;{}",
        "{} &#x41;&nbsp;x",
        "&#0; {}",
        "\\*{}\\*",
    ],
    *[
        "<https://x.example/{}>".replace("{}", "p"),
        "<me@x.example>",
        "https://bare.example/p {}",
        "www.bare.example {}",
        "{} <!-- c --> {}",
        "{} <script>alpha()</script> {}",
    ],
    *[
        "[*{}* `c`](x)",
        "[![{}](i.png)](x)",
        "{} \\| {}",
        "a < b {}",
        "{}  \n{}",
        "{}\\\n{}",
        "{}\n{}",
        "*{}\n{}*",
        "`{}\n{}`",
        "[{}\n{}](x)",
    ],
    *[
        "{}\u2028{}",
        "{}\x0b{}",
        "{}\u200f",
        "1990. {}",
        "# {}",
        "- {}",
        "+ {}",
        "> {}",
        "{}: {}",
        "{} {{ v }}",
        "{} {% w %}",
    ],
]


def inline() -> st.SearchStrategy[str]:
    """Text with marks in it."""
    word = st.sampled_from(WORDS)
    mark = st.tuples(st.sampled_from(_INLINE), word, word).map(lambda parts: _filled(*parts))
    return st.lists(st.one_of(word, mark), min_size=1, max_size=4).map(" ".join)


def _filled(pattern: str, *words: str) -> str:
    for word in words:
        pattern = pattern.replace("{}", word, 1)
    return pattern


def _leaves() -> st.SearchStrategy[str]:
    text = inline()
    line = text.map(lambda said: said.replace("\n", " "))
    cell = line.map(lambda said: said.replace("|", "\\|"))
    return st.one_of(
        text,
        text,
        st.tuples(st.integers(1, 6), line, st.sampled_from(["", " #", " {#id}", " {.c k=v}"])).map(
            lambda p: f"{'#' * p[0]} {p[1]}{p[2]}"
        ),
        st.tuples(text, st.sampled_from(["===", "---"])).map("\n".join),
        st.sampled_from(["---", "***", "```py\n# alpha\n```", "~~~\n*beta*\n\n~~~", "    code alpha", "````\n```\nx\n```\n````"]),
        st.lists(st.tuples(cell, cell), min_size=1, max_size=3).map(_table),
        st.tuples(line, text).map(lambda p: f"{p[0]}\n: {_indented(p[1], 2)}"),
        st.tuples(line, line).map(lambda p: f"[ref]: /x '{p[0].replace(chr(39), '')}'" if "`" not in p[0] else "[ref]: /x"),
        st.tuples(line, line).map(lambda p: f"[^note]: {p[0]}\n\n    {p[1]}"),
        st.sampled_from(["NOTE", "TIP", "WARNING"]).flatmap(lambda kind: text.map(lambda said: _quoted(f"[!{kind}]\n{said}"))),
        _html(),
        st.sampled_from(
            [":::note[alpha]\nbeta\n:::", '!!! tip "alpha"\n    beta\n    gamma', '{{< x title="alpha" >}}', "{: .alpha }"]
        ),
    )


def _html() -> st.SearchStrategy[str]:
    """All seven kinds of HTML blocks of CommonMark."""
    word = st.sampled_from(WORDS)
    return st.tuples(
        st.sampled_from(
            [
                "<script>\nvar alpha;\n</script>",
                "<pre>\nalpha\n\nbeta</pre>",
                "<!-- alpha\n\nbeta -->",
                "<?php alpha\n?>",
                "<!DOCTYPE html>",
                "<![CDATA[\nalpha\n]]>",
                "<div>\n{}\n</div>",
                "<div>\n\t\t{}\n\t</div>",
                "<div>\n<https://x.example> {}\n<p =x a=>{}</p\n>{}</div>",
                "<p\ntitle={} lang=en>{}</p><title>{}</title>",
                "<div><script>if (a<b) '{}'</script> {}</div>",
                '<div title="{}">\n\n{}\n\n</div>',
                "<p>{} <em>{}</em>\n{}</p>",
                '<custom-element a="b">\n{}\n</custom-element>',
                '<img src="a.png" alt="{}">',
                "<details><summary>{}</summary>\n\n{}\n\n</details>",
                "<table><tr><td>{}<td>{}</table>",
                "<svg>\n<title>{}</title><text>{} <tspan>{}</tspan></text>\n</svg>",
                '<p translate="no">alpha</p>',
                "<ul>\n<li>{}\n<li>{}\n</ul>",
                "</div>\n{}",
                '<input type="submit" value="{}">',
            ]
        ),
        word,
        word,
        word,
    ).map(lambda parts: _filled(*parts))


def _table(rows: list[tuple[str, str]]) -> str:
    head, *body = (f"| {one} | {other} |" for one, other in rows)
    return "\n".join([head, "|:--|--:|", *body])


def _indented(text: str, width: int) -> str:
    return text.replace("\n", "\n" + " " * width)


def _quoted(text: str) -> str:
    return "> " + text.replace("\n", "\n> ")


def _lazy(text: str) -> str:
    """A quote whose last line forgets its mark."""
    first, newline, last = _quoted(text).rpartition("\n> ")
    return f"{first}\n{last}" if newline else last


def _nested(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(blocks, min_size=1, max_size=3)
    loose, tight = several.map("\n\n".join), several.map("\n".join)
    inner = st.one_of(loose, tight)
    return st.one_of(
        inner.map(_quoted),
        inline().map(_lazy),
        inner.map(lambda text: "- " + _indented(text, 2)),
        inner.map(lambda text: "1. " + _indented(text, 3)),
        inner.map(lambda text: "10) " + _indented(text, 4)),
        inner.map(lambda text: "-\t" + text.replace("\n", "\n\t")),
        st.lists(blocks, min_size=2, max_size=3).map(lambda items: "\n".join("* " + _indented(item, 2) for item in items)),
        st.lists(inline(), min_size=2, max_size=3).map(
            lambda items: "\n\n".join("- [x] " + _indented(item, 2) for item in items)
        ),
        inner.map(lambda text: "[^note]: " + _indented(text, 4)),
        inner.map(lambda text: "term\n:   " + _indented(text, 4)),
        inner.map(lambda text: '!!! note "alpha"\n    ' + _indented(text, 4)),
        inner.map(lambda text: f":::tip\n\n{text}\n\n:::"),
    )


def documents(ends: Sequence[str] = ("\n", "\n", "\r\n", "\r")) -> st.SearchStrategy[str]:
    """Whole documents with line ends of these kinds; with a byte order mark, a NUL, front matter, or no line end at the end."""
    blocks = st.recursive(_leaves(), _nested, max_leaves=4)
    return st.tuples(
        st.sampled_from(["", "", "", "\ufeff", "---\ntitle: Alpha\n---\n", "\ufeff---\ntitle: 'Alpha'\n---\n\n"]),
        st.lists(blocks, min_size=1, max_size=4).map("\n\n".join),
        st.sampled_from(["\n", "\n\n\0\n", "\n\n    \n", "\n\n<p>alpha\n", "\n\nbeta\\\n", "\n- \n"]),
        st.sampled_from(["", "\n", "\n\n", "  "]),
        st.sampled_from(ends),
    ).map(lambda parts: "".join([*parts[:3], _DEFINITIONS, parts[3]]).replace("\n", parts[4]))


_DEFINITIONS = '\n\n[ref]: /y "alpha"\n\n[^note]: beta'

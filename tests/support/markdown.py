"""Hypothesis strategies for Markdown that is apt to break things."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = [
    *["a", "b c", "é", "家族", "👩‍👩‍👧", "1990.", "52", "\\", "\\*", "&amp;", "\u2028", "\x0b", "\u200f", "\xa0"],
    *[
        "*",
        "**",
        "_",
        "`",
        "``",
        "~~",
        "[",
        "]",
        "](x)",
        "[a]",
        "[a][b]",
        "[a][]",
        "![i](j)",
        "[^1]",
        "<b>",
        "</b>",
        "<!-- c -->",
    ],
    *["{members}", "{#id}", "|", "|--|", ":", "\n: ", "\n", "\n\n", "  \n", "\\\n", "\r\n", "\t", " ", "    "],
    *[
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n## ",
        "\n> ",
        "\n> > ",
        "\n---\n",
        "\n===\n",
        "\n```\n",
        "\n~~~\n",
        "\n<div>\n",
        "<p title='x y'>",
        "</p>",
        "\n- [ ] ",
    ],
    *[
        "\n:::note\n",
        "\n:::tip[T]\n",
        "\n:::\n",
        '\n!!! note "T"\n    ',
        '\n=== "A"\n\n    ',
        "\n/// tip | T\n",
        "\n///\n",
        "\n{: .a}\n",
    ],
    *[
        "\n{{< x >}}\n",
        '\n{{< x title="T" >}}\n',
        "{{< y",
        "{{% z %}}",
        "{{ v }}",
        "\n{% w %}\n",
        "<A b={c}>",
        "{/* d */}",
        "){ .e }",
        "[TOC]",
    ],
    *["\n[a]: /x 'T'\n", "\n[^1]: ", "\n> [!NOTE]\n> ", "\n| a | b |\n|---|--:|\n| ", "<!-- i18n: skip -->\n", "\n  ", "\n    "],
]


def markdown_texts() -> st.SearchStrategy[str]:
    """Documents made of pieces of markup in any order."""
    return st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)

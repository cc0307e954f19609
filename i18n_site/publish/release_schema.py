"""The tables of a release. Knows SQL only.

JSON columns hold values of `views` that are read whole and never searched.
"""

from __future__ import annotations

SCHEMA_VERSION = 6
"""PRAGMA user_version. Raise it with every change of a table or of what a column means."""

TABLES: dict[str, str] = {
    "release": """
        id TEXT NOT NULL,
        site TEXT NOT NULL /* JSON: SiteView */
    """,
    "plural_forms": "locale TEXT PRIMARY KEY, forms TEXT NOT NULL",
    "interface": """
        locale TEXT PRIMARY KEY,
        messages TEXT NOT NULL /* JSON: [[msgctxt, msgid, [msgstr], locale]] */
    """,
    "site_texts": """
        locale TEXT NOT NULL, path TEXT NOT NULL,
        text TEXT NOT NULL, text_locale TEXT NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (locale, path)
    """,
    "section_paths": """
        locale TEXT NOT NULL, section TEXT NOT NULL, path TEXT NOT NULL,
        PRIMARY KEY (locale, section), UNIQUE (locale, path)
    """,
    "documents": """
        id TEXT PRIMARY KEY, section TEXT NOT NULL, source_path TEXT NOT NULL,
        date TEXT, updated TEXT, protected INTEGER NOT NULL, languages TEXT NOT NULL /* JSON */,
        words INTEGER NOT NULL, revision TEXT NOT NULL
    """,
    "pages": """
        locale TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (id), path TEXT NOT NULL,
        position INTEGER /* in its section's list; NULL for what no list shows */,
        title TEXT NOT NULL, title_locale TEXT NOT NULL, title_state TEXT NOT NULL,
        summary TEXT, summary_locale TEXT, summary_state TEXT,
        shown TEXT NOT NULL, published INTEGER NOT NULL,
        tags TEXT NOT NULL /* JSON: [TagView] */, event TEXT /* JSON: EventView */, image TEXT /* JSON: ImageView */,
        intro INTEGER NOT NULL, coverage REAL NOT NULL, stale INTEGER NOT NULL, fallback INTEGER NOT NULL,
        PRIMARY KEY (locale, document), UNIQUE (locale, path)
    """,
    # Bodies stand apart so that a protected document has no place for one, and lists do not read past them.
    "bodies": """
        locale TEXT NOT NULL, document TEXT NOT NULL, html TEXT NOT NULL,
        PRIMARY KEY (locale, document), FOREIGN KEY (locale, document) REFERENCES pages (locale, document)
    """,
    "versions": """
        locale TEXT NOT NULL, document TEXT NOT NULL, published INTEGER NOT NULL, coverage REAL NOT NULL, stale INTEGER NOT NULL,
        passages TEXT NOT NULL /* JSON: [PassageView] */,
        PRIMARY KEY (document, locale), FOREIGN KEY (locale, document) REFERENCES pages (locale, document)
    """,
    "former_slugs": """
        locale TEXT NOT NULL, path TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (id),
        PRIMARY KEY (locale, path)
    """,
    "former_section_paths": """
        locale TEXT NOT NULL, path TEXT NOT NULL, section TEXT NOT NULL,
        PRIMARY KEY (locale, path)
    """,
    "topics": """
        locale TEXT NOT NULL, slug TEXT NOT NULL, position INTEGER NOT NULL /* in the alphabet of the language */,
        label TEXT NOT NULL, label_locale TEXT NOT NULL, label_state TEXT NOT NULL, size INTEGER NOT NULL,
        published INTEGER NOT NULL /* how many of its documents the language has */,
        PRIMARY KEY (locale, slug)
    """,
    "topic_pages": """
        locale TEXT NOT NULL, topic TEXT NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL,
        PRIMARY KEY (locale, topic, position), FOREIGN KEY (locale, topic) REFERENCES topics (locale, slug),
        FOREIGN KEY (locale, document) REFERENCES pages (locale, document)
    """,
    "tables": """
        locale TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL REFERENCES documents (id),
        content TEXT NOT NULL /* JSON: TableView */,
        PRIMARY KEY (locale, name)
    """,
    "figures": """
        locale TEXT NOT NULL, id TEXT NOT NULL,
        content TEXT NOT NULL /* JSON: FigureView without its link */,
        link TEXT REFERENCES documents (id), position INTEGER NOT NULL,
        PRIMARY KEY (locale, id)
    """,
    "charts": """
        locale TEXT NOT NULL, position INTEGER NOT NULL, content TEXT NOT NULL /* JSON: ChartView */,
        PRIMARY KEY (locale, position)
    """,
    # Every index names a document by its number: of two documents the newer has the smaller one.
    "search_order": "number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE REFERENCES documents (id), section TEXT NOT NULL",
    "search_languages": "locale TEXT NOT NULL, language TEXT NOT NULL, PRIMARY KEY (locale, language)",
    # A file of protected documents alone is not even named here.
    "files": """
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL,
        language TEXT, variant_of TEXT
    """,
    # Of the others the bytes lie in content/.
    "made_files": "path TEXT PRIMARY KEY REFERENCES files (path), data BLOB NOT NULL",
}
"""Name -> columns, in an order in which a row only refers to rows before it."""

SEARCH_INDEX = "fts5({columns}, content = '', tokenize = 'ascii')"
"""The table of one page language's index. It is given terms between blanks, made by `publish.analysis`: what is ASCII in them is
letters and digits, and this tokeniser changes nothing. It keeps no texts: pages have them."""

INDEXES: dict[str, str] = {
    "pages_of_a_document": "pages (document)",
    "pages_of_a_list": "pages (locale, position)",
    "tables_of_a_document": "tables (locale, document)",
    "variants_of_a_file": "files (variant_of)",
}

VIEWS: dict[str, str] = {
    "teasers": """
        SELECT p.document, d.section, p.path, p.locale, p.title, p.title_locale, p.title_state,
               p.summary, p.summary_locale, p.summary_state, d.date, d.updated, d.protected, p.published, p.shown, d.languages,
               p.tags, p.event, p.image, p.position
        FROM pages AS p JOIN documents AS d ON d.id = p.document
    """,
    "articles": """
        SELECT t.*, coalesce(b.html, ''), p.intro, p.coverage, p.stale, p.fallback
        FROM teasers AS t JOIN pages AS p ON p.locale = t.locale AND p.document = t.document
        LEFT JOIN bodies AS b ON b.locale = t.locale AND b.document = t.document
    """,
}
"""Name -> query, in the order of the fields that the reader makes of them."""

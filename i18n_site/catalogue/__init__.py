"""gettext catalogues: PO and MO files, merging, statistics. `po.py` and `mo.py` are the doors. Knows no documents."""

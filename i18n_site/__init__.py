"""Markdown sites in every visitor's language: content translated in gettext catalogues, with honest fallback.

The tree is layered, and imports point to lower layers only: errors, model, locales, yaml_positions; config, interface;
formats (Markdown and YAML to segments and back); memory; catalogue (PO and MO); publish (the release); workflow (one file a
command); web (Flask); cli.
"""

__version__ = "0.1.0"

"""Where the interface's own translations are found: in a checkout, and in a wheel that was built from it."""

from __future__ import annotations

import ast
import gettext
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from i18n_site.interface import interface_catalogues

CHECKOUT = Path(__file__).parents[2]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
FRENCH = (
    HEADER
    + 'msgid "Read more"\nmsgstr "Lire la suite"\n\n'
    + 'msgctxt "date"\nmsgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s jour"\nmsgstr[1] "%(num)s jours"\n\n'
    + '#, fuzzy\nmsgid "Search"\nmsgstr "Chercher"\n\n'
    + '#~ msgid "Old"\n#~ msgstr "Ancien"\n'
)


@pytest.fixture
def checkout(tmp_path):
    """A copy of what a build reads, with catalogues of its own."""
    root = tmp_path / "checkout"
    shutil.copytree(CHECKOUT / "i18n_site", root / "i18n_site", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md", "babel.cfg"):
        shutil.copy(CHECKOUT / name, root / name)
    for locale, text in {"fr": FRENCH, "pt_BR": HEADER, "zh_TW": HEADER}.items():
        folder = root / "translations" / locale / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(text, encoding="utf-8")
        (folder / "news.po").write_text(HEADER, encoding="utf-8")
    return root


def build(root: Path, kind: str, out: Path) -> Path:
    pytest.importorskip("hatchling", reason="hatchling is missing; pip install -e '.[test]' brings it")
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(out)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    (built,) = out.iterdir()
    return built


def found_from(folder: Path) -> dict[str, Path]:
    """What `interface_catalogues` finds when the package is imported from `folder`."""
    program = "from i18n_site.interface import interface_catalogues as f; print({k: str(v) for k, v in f().items()})"
    isolated = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {program}"]
    printed = subprocess.run(isolated, check=True, capture_output=True, text=True, cwd=folder).stdout
    return {tag: Path(path) for tag, path in ast.literal_eval(printed).items()}


def test_a_checkout_uses_its_own_po_files_under_bcp_47_tags(checkout):
    folder = checkout / "translations"
    assert found_from(checkout) == {
        "fr": folder / "fr/LC_MESSAGES/messages.po",
        "pt-BR": folder / "pt_BR/LC_MESSAGES/messages.po",
        "zh-TW": folder / "zh_TW/LC_MESSAGES/messages.po",
    }


def test_a_wheel_carries_the_interface_compiled_and_finds_it_when_installed(checkout, tmp_path):
    wheel = build(checkout, "wheel", tmp_path / "wheels")
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    found = found_from(installed)
    assert found == {
        "fr": installed / "i18n_site/interface/fr/messages.mo",
        "pt-BR": installed / "i18n_site/interface/pt_BR/messages.mo",
        "zh-TW": installed / "i18n_site/interface/zh_TW/messages.mo",
    }
    with found["fr"].open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Read more") == "Lire la suite"
    assert french.npgettext("date", "%(num)s day", "%(num)s days", 2) == "%(num)s jours"


def test_a_wheel_serves_neither_fuzzy_nor_obsolete_messages(checkout, tmp_path):
    wheel = build(checkout, "wheel", tmp_path / "wheels")
    with zipfile.ZipFile(wheel) as archive:
        compiled = archive.read("i18n_site/interface/fr/messages.mo")
    assert b"Chercher" not in compiled
    assert b"Ancien" not in compiled


def test_a_wheel_holds_the_package_only(checkout, tmp_path):
    (checkout / "content").mkdir()
    (checkout / "content/site.yaml").write_text("title: Not ours to ship\n", encoding="utf-8")
    with zipfile.ZipFile(build(checkout, "wheel", tmp_path / "wheels")) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        names = archive.namelist()
    assert {top for top in tops if not top.endswith(".dist-info")} == {"i18n_site"}
    assert "i18n_site/py.typed" in names


def test_a_malformed_catalogue_stops_the_build_and_names_its_line(checkout, tmp_path):
    broken = checkout / "translations/fr/LC_MESSAGES/messages.po"
    broken.write_text(HEADER + 'msgid "Read more\nmsgstr "Lire"\n', encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError) as failure:
        build(checkout, "wheel", tmp_path / "wheels")
    assert "fr/LC_MESSAGES/messages.po:6:" in failure.value.stderr


def test_the_build_needs_nothing_but_the_standard_library_and_hatchling():
    imports = "import i18n_site.catalogue.mo, i18n_site.catalogue.po_reader"
    # -S leaves site-packages out.
    result = subprocess.run([sys.executable, "-S", "-c", imports], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_every_language_of_this_checkout_is_found():
    folders = [path.parent.parent.name for path in CHECKOUT.glob("translations/*/LC_MESSAGES/messages.po")]
    assert [tag.replace("-", "_") for tag in interface_catalogues()] == sorted(folders)

"""The scripts that set up a machine, run as a person's machine would run them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
POSIX = {name: shutil.which(name) for name in ("sh", "env", "id", "sed", "cat")}

pytestmark = pytest.mark.skipif(not all(POSIX.values()), reason="a POSIX shell and its tools are missing")


def machine(folder: Path, **programs: str) -> dict[str, str]:
    """An environment whose PATH holds a shell, a few tools of POSIX and `programs`, shell scripts by name."""
    folder.mkdir()
    for name, path in POSIX.items():
        (folder / name).symlink_to(path)
    for name, text in programs.items():
        program = folder / name
        program.write_text(f"#!{POSIX['sh']}\n{text}\n", encoding="utf-8")
        program.chmod(0o755)
    return {"PATH": str(folder)}


def run(script: str, *arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [POSIX["sh"], str(SCRIPTS / script), *arguments]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_system_packages_names_everything_that_a_bare_machine_lacks_and_does_not_fail(tmp_path):
    result = run("system-packages", environment=machine(tmp_path / "bin"))
    assert result.returncode == 0
    for package in ("chromium", "gettext", "fonts-noto-core", "fonts-noto-cjk"):
        assert f"Missing: {package} (" in result.stderr


def test_system_packages_asks_nobody_where_it_may_not_install(tmp_path):
    log = tmp_path / "log"
    environment = machine(
        tmp_path / "bin",
        **{"id": "echo 1000", "sudo": f'printf "%s\\n" "$*" >>{log}; exit 1', "apt-get": f"echo apt-get >>{log}"},
    )
    result = run("system-packages", environment=environment)
    assert result.returncode == 0
    assert "Missing: chromium" in result.stderr
    assert set(log.read_text().splitlines()) == {"-n true"}


def test_system_packages_installs_with_apt_and_goes_on_when_one_package_is_not_to_be_had(tmp_path):
    here = tmp_path / "bin"
    log = tmp_path / "log"
    apt = (
        f'echo "$@" >>{log}\n'
        'case "$*" in\n'
        '*" install "*gettext) exit 100;;\n'
        f'*" install "*chromium) : >{here}/chromium; {shutil.which("chmod")} +x {here}/chromium;;\n'
        "esac"
    )
    result = run("system-packages", environment=machine(here, **{"id": "echo 0", "apt-get": apt}))
    assert result.returncode == 0
    asked = log.read_text()
    for package in ("chromium", "gettext", "fonts-noto-core", "fonts-noto-cjk"):
        assert f"--no-install-recommends {package}\n" in asked
    assert "Missing: chromium" not in result.stderr
    assert "Missing: gettext" in result.stderr


def test_system_packages_says_nothing_where_all_is_there(tmp_path):
    tools = dict.fromkeys(("chromium", "msgfmt", "msgcat", "msgmerge"), "exit 0")
    environment = machine(tmp_path / "bin", **tools, **{"fc-list": "echo 'Noto Sans'", "apt-get": "exit 3"})
    result = run("system-packages", environment=environment)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_make_venv_tells_what_to_install_where_no_python_fits(tmp_path):
    environment = machine(tmp_path / "bin", python3="exit 1")
    result = run("make-venv", str(tmp_path / "venv"), environment=environment)
    assert result.returncode == 1
    assert "apt-get install" in result.stderr
    assert not (tmp_path / "venv").exists()


def test_make_venv_keeps_an_environment_that_works(tmp_path):
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to(sys.executable)
    (folder / "mine").touch()
    result = run("make-venv", str(folder), environment=dict(os.environ))
    assert result.returncode == 0
    assert (folder / "mine").exists()


def test_the_html_checker_is_fetched_once_without_running_what_comes_with_it(tmp_path):
    log, folder = tmp_path / "log", tmp_path / "venv"
    jar = folder / "html-checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    tools = "\n".join(f'alias {name}="{shutil.which(name)}"' for name in ("mkdir", "touch"))
    npm = f'echo "$@" >>{log}\n{tools}\nmkdir -p {jar.parent} && touch {jar}'
    environment = machine(tmp_path / "bin", npm=npm, java="exit 0")
    for _ in range(2):
        result = run("html-checker", str(folder), environment=environment)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    (asked,) = log.read_text().splitlines()
    assert "--ignore-scripts" in asked
    assert "vnu-jar@" in asked


def test_the_html_checker_names_what_is_missing_and_does_not_fail(tmp_path):
    result = run("html-checker", str(tmp_path), environment=machine(tmp_path / "bin", npm="exit 1"))
    assert result.returncode == 0
    assert "Missing: vnu.jar" in result.stderr
    assert "Missing: java" in result.stderr

"""The Nu HTML checker (vnu), the one behind validator.w3.org/nu, over many pages in one run of Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.corpora import ROOT

_IN_FOLDER = Path("html-checker/node_modules/vnu-jar/build/dist/vnu.jar")


def jar() -> Path:
    """Where the checker lies: $VNU_JAR, else where scripts/html-checker has put it. Skips the test where one is missing."""
    if shutil.which("java") is None:
        pytest.skip("java is missing, 17 or newer; the Nu HTML checker runs on it")
    places = (
        [Path(os.environ["VNU_JAR"])] if "VNU_JAR" in os.environ else [Path(sys.prefix) / _IN_FOLDER, ROOT / ".venv" / _IN_FOLDER]
    )
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        pytest.skip("vnu.jar is missing; scripts/html-checker .venv fetches it where npm is at hand, or set VNU_JAR")
    return found


def faults(documents: Mapping[str, str], folder: Path, *, suffix: str = ".html") -> list[str]:
    """`address:line: message` of every error and warning in documents by their addresses, written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {f"{number}{suffix}": address for number, address in enumerate(documents)}
    for name, address in names.items():
        (folder / name).write_text(documents[address], encoding="utf-8")
    kinds = ["--skip-non-svg"] if suffix == ".svg" else ["--skip-non-html"]
    # Java compiles a page's worth of checking soon enough; more of it would take the other tests' cores
    java = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", str(jar())]
    command = [*java, "--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect", *kinds, str(folder)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert answer.stdout, answer.stderr
    found = []
    for message in json.loads(answer.stdout)["messages"]:
        if message["type"] == "info" and message.get("subType") != "warning":
            continue  # `<br />`, as CommonMark writes it, is worth a word to it
        address = names.get(message.get("url", "").rpartition("/")[2], "")
        extract = " ".join(message.get("extract", "").split())[:200]
        found.append(f"{address}:{message.get('lastLine', 0)}: {message['type']}: {message['message']} {extract}")
    return found

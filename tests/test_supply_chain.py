"""What rolepair is made of: licences listed, and at run time nothing fetched, unpickled or evaluated."""

import ast
import importlib.util
import re

import pytest

from helpers.base.paths import ROOT

CODE = sorted((ROOT / "src").rglob("*.py"))
FETCHING = {"requests", "urllib3", "pooch", "urllib.request", "http.client", "socket", "ftplib", "smtplib"}
MAY_FETCH = {"helpers/build/download.py"}
NEVER = {"eval", "exec", "compile", "__import__"}
MAY_NEVER = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "xmlrpc"}
LOADS = {"np.load": "allow_pickle", "yaml.load": "", "pd.read_pickle": "", "torch.load": "", "os.system": ""}

spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
assert spec is not None
assert spec.loader is not None
licences = importlib.util.module_from_spec(spec)
spec.loader.exec_module(licences)


def faults(text: str, *, may_fetch: bool = False) -> list[str]:
    """Return what a module does that none may do at run time."""
    found = []
    for node in ast.walk(ast.parse(text)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        heads = {name for whole in names for name in (whole, whole.partition(".")[0])}
        found += sorted(heads & MAY_NEVER) + ([] if may_fetch else sorted(heads & FETCHING))
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            given = {word.arg: ast.unparse(word.value) for word in node.keywords}
            found += [called] if called in NEVER else []
            if called in LOADS and not (LOADS[called] and given.get(LOADS[called]) == "False"):
                found.append(called)
            found += [f"{called} of a shell" for name in ("shell",) if given.get(name) == "True"]
    return found


@pytest.mark.parametrize(
    "line",
    [
        *("import requests", "from urllib.request import urlopen", "import urllib.request", "from http import client"),
        *(
            "import pickle",
            "from pickle import loads",
            "eval('1')",
            "exec('1')",
            "np.load(p)",
            "yaml.load(t, Loader=L)",
        ),
        *("np.load(p, allow_pickle=True)", "pd.read_pickle(p)", "subprocess.run(c, shell=True)", "import socket"),
    ],
)
def test_each_such_line_would_be_found(line: str) -> None:
    assert faults(line) != []


def test_nothing_is_fetched_unpickled_or_evaluated_but_by_the_refresh() -> None:
    assert len(CODE) > 120
    found = {}
    for path in CODE:
        name = path.relative_to(ROOT / "src").as_posix()
        if told := faults(path.read_text(encoding="utf-8"), may_fetch=name in MAY_FETCH):
            found[name] = told
    assert found == {}


def test_the_refresh_is_reached_by_the_command_data_alone() -> None:
    users = [path for path in CODE if re.search(r"build\.(download|refresh|gather)", path.read_text(encoding="utf-8"))]
    assert {path.parent.name for path in users} == {"build", "cli"}
    assert [path.name for path in users if path.parent.name == "cli"] == ["data.py"]


def test_the_page_of_licences_is_what_its_script_makes() -> None:
    assert licences.OUT.read_text(encoding="utf-8") == licences.page(licences.licences()), "run python docs/licences.py"


def test_every_locked_package_has_a_licence() -> None:
    known = licences.written()
    assert sorted(known) == licences.locked()
    assert len(known) > 150
    assert [name for name, licence in known.items() if len(licence.strip()) < 3] == []


def test_every_source_stands_with_its_licence_and_credit() -> None:
    text = licences.OUT.read_text(encoding="utf-8")
    for entry in licences.sources().values():
        (row,) = [
            line
            for line in text.splitlines()
            if line.startswith((f"| [{entry['title']}](", f"| {entry['title']} |"))
            and str(entry["release"]) in line
            and entry["publisher"] in line
        ]
        assert " ".join(str(entry["citation"]).split()) in row
        assert "CC BY 4.0" not in str(entry["licence"]) or "https://creativecommons.org/licenses/by/4.0/" in row


def test_the_notice_of_the_mit_licence_is_whole_and_the_licence_speaks_of_the_data() -> None:
    page, licence = licences.OUT.read_text(encoding="utf-8"), (ROOT / "LICENSE").read_text(encoding="utf-8")
    notice = page.partition("### Notice")[2].partition("## Packages")[0]
    assert "GPTs are GPTs" in notice
    for words in ("Copyright (c) 2023 T. Eloundou", "Permission is hereby granted", "shall be included", "AS IS"):
        assert words in notice
    assert "data/" in licence
    assert "docs/licences.md" in licence
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'license-files = ["LICENSE", "docs/licences.md"]' in settings

import re
import sys
import tomllib
from functools import lru_cache
from importlib.metadata import requires

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from helpers.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [Requirement(text) for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = re.split(r"\n(?=[A-Za-z0-9])", LOCK)[1:]  # what stands above the first is a comment
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@lru_cache
def pins() -> dict[str, list[tuple[Version, Marker | None]]]:
    """Return the pinned versions of every package of the lock, each with the environments it is for."""
    found: dict[str, list[tuple[Version, Marker | None]]] = {}
    for entry in ENTRIES:
        requirement = Requirement(entry.split("\\")[0].strip())
        (pin,) = requirement.specifier
        assert pin.operator == "==", entry
        found.setdefault(canonicalize_name(requirement.name), []).append((Version(pin.version), requirement.marker))
    return found


def pinned(name: str, python: str = "") -> list[Version]:
    """Return the versions that the lock pins for a package here, or on Linux with another Python."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    versions = pins().get(canonicalize_name(name), [])
    return [v for v, marker in versions if marker is None or marker.evaluate(environment if python else None)]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_pins_one_admitted_version_of_every_dependency(wanted: Requirement, python: str) -> None:
    (version,) = pinned(wanted.name, python)
    assert version in wanted.specifier


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
def test_what_the_locked_packages_need_is_locked_too(wanted: Requirement) -> None:
    for text in requires(wanted.name) or []:
        needed = Requirement(text)
        extras = wanted.extras or {""}
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
            (version,) = pinned(needed.name)
            assert version in needed.specifier, f"{wanted.name} needs {needed}"


def test_every_entry_of_the_lock_has_hashes() -> None:
    assert len(ENTRIES) > 100
    bare = [entry.split()[0] for entry in ENTRIES if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]
    assert bare == []


def test_the_lock_names_no_index_no_host_and_no_path() -> None:
    words = [line for line in LOCK.splitlines() if not line.strip().startswith("--hash=")]
    assert len(words) > 300
    wrong = re.compile(r"://|index-url|find-links|trusted-host|@ |file:|/(work|tmp|root|home)/|\bwww\.|localhost")
    assert [line for line in words if wrong.search(line)] == []


def test_the_lock_says_how_it_was_made() -> None:
    assert "make lock" in LOCK.splitlines()[1]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nlock:")[2].partition("\n\n")[0]
    for option in ("--extra dev", "--universal", "--generate-hashes", "--no-emit-index-url", "-o requirements.lock"):
        assert option in recipe
    assert "--python-version 3.11" in recipe
    assert "--require-hashes -r requirements.lock" in makefile


def test_conda_users_get_the_lock_and_the_same_python() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    assert environment["channels"] == ["conda-forge"]
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (nested,) = [entry for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert nested == {"pip": ["-r requirements.lock"]}
    assert "pip" in plain
    # whatever conda brings itself is not of the lock: it must be no package that the lock pins
    assert {canonicalize_name(re.split(r"[<>=]", entry)[0]) for entry in plain} & set(pins()) == set()
    (python,) = [entry for entry in plain if entry.startswith("python")]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["requires-python"])


def test_the_python_range_is_the_same_everywhere() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert PROJECT["requires-python"] == ">=3.11"
    assert settings["ruff"]["target-version"] == "py311"
    assert settings["mypy"]["python_version"] == "3.11"
    assert "version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert SpecifierSet(PROJECT["requires-python"]).contains(".".join(map(str, sys.version_info[:3])))


def test_no_dependency_stands_twice() -> None:
    names = [canonicalize_name(wanted.name) for wanted in WANTED]
    assert sorted(names) == sorted(set(names))
    assert names[: len(PROJECT["dependencies"])] == sorted(names[: len(PROJECT["dependencies"])])


def test_the_named_parts_of_the_environment_are_pinned() -> None:
    assert {"jupyterlab", "papermill", "pandas", "seaborn", "nbval", "pytest", "hypothesis", "playwright"} <= set(
        pins()
    )

import ast
import re
import sys
import tomllib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from helpers.base.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {name: [Requirement(text) for text in texts] for name, texts in PROJECT["optional-dependencies"].items()}
NEEDED = [Requirement(text) for text in PROJECT["dependencies"]]
WANTED = [*NEEDED, *EXTRAS["cluster"], *EXTRAS["dev"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
CONDA = {"jupyter-client": "jupyter_client", "matplotlib": "matplotlib-base", "pandera": "pandera-pandas"}
"""Packages that conda-forge calls otherwise."""


def entries(lock: str) -> list[str]:
    """Return the lock's entries; what stands above the first is a comment."""
    return re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]


def platform(python: str, system: str = "linux") -> dict[str, str]:
    """Return what markers ask about a platform."""
    return {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": system,
        "platform_system": SYSTEMS[system][0],
        "os_name": SYSTEMS[system][1],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "platform_machine": "x86_64",
    }


def pins(lock: str, environment: dict[str, str]) -> dict[str, Requirement]:
    """Return what the lock pins on a platform: one exact version a package."""
    found: dict[str, Requirement] = {}
    for entry in entries(lock):
        requirement = Requirement(entry.split("\\")[0].strip())
        assert [pin.operator for pin in requirement.specifier] == ["=="], entry
        if requirement.marker is None or requirement.marker.evaluate(environment):
            assert canonicalize_name(requirement.name) not in found, f"{requirement.name} is pinned twice"
            found[canonicalize_name(requirement.name)] = requirement
    return found


@lru_cache
def needs(name: str) -> list[Requirement]:
    """Return what an installed package needs, by its own metadata; nothing for one that is for other platforms."""
    try:
        return [Requirement(text) for text in requires(name) or []]
    except PackageNotFoundError:
        return []


def lacking(lock: str, environment: dict[str, str]) -> list[str]:
    """Return each need that the lock leaves open: a package or an extra that is not pinned, or another version."""
    locked, found = pins(lock, environment), []
    asked = [("rolepair", needed) for needed in WANTED]
    for name, pin in locked.items():
        active = [environment | {"extra": extra} for extra in ("", *pin.extras)]
        asked += [
            (name, needed)
            for needed in needs(name)
            if needed.marker is None or any(needed.marker.evaluate(one) for one in active)
        ]
    for name, needed in asked:
        pin = locked.get(canonicalize_name(needed.name))
        if pin is None or not needed.extras <= pin.extras or not needed.specifier.contains(version_of(pin)):
            found.append(f"{name} needs {needed}, pinned is {pin}")
    return found


def version_of(pin: Requirement) -> str:
    (exact,) = pin.specifier
    return exact.version


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_whatever_a_locked_package_needs_is_locked_with_its_extras(python: str, system: str) -> None:
    assert lacking(LOCK, platform(python, system)) == []


def test_a_lock_without_a_package_or_an_extra_is_found_out() -> None:
    here = platform("3.11")
    without_package = "\n".join(["", *(entry for entry in entries(LOCK) if not entry.startswith("fqdn=="))])
    (found,) = lacking(without_package, here)
    assert found.startswith("jsonschema needs fqdn")
    stripped = LOCK.replace("jsonschema[format-nongpl]==", "jsonschema==")
    assert any(found.startswith("jupyter-events needs jsonschema[format-nongpl]") for found in lacking(stripped, here))


def test_every_entry_of_the_lock_has_hashes() -> None:
    assert len(entries(LOCK)) > 100
    bare = [entry.split()[0] for entry in entries(LOCK) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]
    assert bare == []


def test_the_lock_names_no_index_no_host_and_no_path() -> None:
    words = [line for line in LOCK.splitlines() if not line.strip().startswith("--hash=")]
    assert len(words) > 300
    wrong = re.compile(r"://|index-url|find-links|trusted-host|@ |file:|/(work|tmp|root|home)/|\bwww\.|localhost")
    assert [line for line in words if wrong.search(line)] == []


def test_the_lock_says_how_it_was_made() -> None:
    assert "make lock, for Python 3.11 and later" in LOCK.splitlines()[1]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("\nlock:")[2].partition("\n\n")[0]
    for option in ("--extra dev", "--universal", "--generate-hashes", "--no-strip-extras", "--no-emit-index-url"):
        assert option in recipe
    assert "--python-version 3.11" in recipe
    assert "--require-hashes -r requirements.lock" in makefile


def test_conda_users_get_the_same_packages_within_the_same_bounds() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == PROJECT["name"]
    assert environment["channels"] == ["conda-forge"]
    *named, nested = environment["dependencies"]
    assert nested == {"pip": ["-e ."]}
    nbval = [needed for needed in EXTRAS["dev"] if needed.name == "nbval"]
    wanted = [
        f"{CONDA.get(needed.name, needed.name)}{needed.specifier}" for needed in [*NEEDED, *EXTRAS["cluster"], *nbval]
    ]
    assert named == [f"python{PROJECT['requires-python']}", "pip", *wanted]


@pytest.mark.parametrize("needed", WANTED, ids=lambda needed: needed.name)
def test_every_dependency_has_a_lower_bound_and_no_upper_one(needed: Requirement) -> None:
    assert [bound.operator for bound in needed.specifier] == [">="]


def test_every_package_that_the_code_imports_is_declared() -> None:
    imported: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).partition(".")[0])
    foreign = sorted(imported - set(sys.stdlib_module_names) - {"helpers"})
    assert len(foreign) > 20
    givers = packages_distributions()
    declared = {canonicalize_name(needed.name) for needed in [*NEEDED, *EXTRAS["cluster"]]}
    assert [name for name in foreign if not {canonicalize_name(giver) for giver in givers[name]} & declared] == []


def test_the_python_range_is_the_same_everywhere() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert PROJECT["requires-python"] == ">=3.11"
    assert settings["ruff"]["target-version"] == "py311"
    assert settings["mypy"]["python_version"] == "3.11"
    assert "version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert SpecifierSet(PROJECT["requires-python"]).contains(".".join(map(str, sys.version_info[:3])))


def test_no_dependency_stands_twice() -> None:
    for needed in (NEEDED, *EXTRAS.values()):
        assert [one.name for one in needed] == sorted({canonicalize_name(one.name) for one in needed})

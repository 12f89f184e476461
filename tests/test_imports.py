import ast
import graphlib
import tomllib
from collections.abc import Iterator

import pytest

from helpers.base.paths import ROOT

PACKAGE = ROOT / "src" / "helpers"
PATHS = {
    ".".join(("helpers", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
LAYERS = (
    {"base"},
    {"tables"},
    {"stats", "claims"},
    {"comparison", "show"},
    {"sections"},
    {"render", "whole"},
    {"batch", "explore"},
    {"cli"},
)
"""The layers of docs/architecture.md, lowest first: a module imports from lower layers and its own package."""
BUILD_MAY_USE = {"base", "tables", "stats", "build"}
MAY_BUILD = {"build", "cli"}


def imported(name: str) -> Iterator[str]:
    """Yield the modules of ours that the import lines of a module name, wherever they stand in it."""
    for node in ast.walk(ast.parse(PATHS[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} has a relative import in line {node.lineno}"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [one if one in PATHS else str(node.module) for one in full]
        else:
            continue
        yield from (one for one in names if one == "helpers" or one.startswith("helpers."))


IMPORTS = {name: set(imported(name)) for name in PATHS}


def unit(name: str) -> str:
    """Return the module or package of the table that a module belongs to."""
    return name.removeprefix("helpers").lstrip(".").partition(".")[0]


def test_import_lines_were_found() -> None:
    assert len(PATHS) > 60
    assert sum(len(found) for found in IMPORTS.values()) > 150
    assert "helpers.tables.load" in IMPORTS["helpers.tables.titles"]
    assert "helpers.build.oews" in IMPORTS["helpers.build.run"]


def test_every_module_lies_in_a_layer_and_in_the_picture() -> None:
    units = {unit(name) for name in PATHS} - {""}
    assert units == set().union(*LAYERS) | {"build"}
    picture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [one for one in sorted(units) if f"{one}" not in picture] == []


@pytest.mark.parametrize("name", sorted(PATHS))
def test_a_module_imports_only_from_lower_layers_and_its_own(name: str) -> None:
    own = unit(name)
    if own == "build":
        allowed = BUILD_MAY_USE
    elif not own:
        allowed = set()
    else:
        rank = next(place for place, layer in enumerate(LAYERS) if own in layer)
        allowed = set().union(*LAYERS[:rank]) | {own} | ({"build"} if own in MAY_BUILD else set())
    assert sorted(one for one in IMPORTS[name] if unit(one) not in allowed) == []


def test_measures_import_no_composite() -> None:
    """Headline, scoreboard, reasons and limits read other sections; none of those reads them."""
    composites = {f"helpers.sections.{name}" for name in ("answer", "choose", "headline", "limits", "scoreboard")}
    users = {name for name, found in IMPORTS.items() if found & composites} - composites
    assert users <= {"helpers.sections"} | {
        f"helpers.sections.{name}" for name in ("board", "profile_answer", "shortlist")
    }


def test_no_module_is_longer_than_420_lines() -> None:
    long = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in PATHS.items()}
    assert {name: lines for name, lines in long.items() if lines > 420} == {}


def test_every_import_of_ours_names_a_module_that_is_there() -> None:
    unknown = {name: sorted(found - set(PATHS)) for name, found in IMPORTS.items() if found - set(PATHS)}
    assert unknown == {}


def test_imports_make_no_circle() -> None:
    order = list(graphlib.TopologicalSorter({name: found - {name} for name, found in IMPORTS.items()}).static_order())
    assert set(order) == set(PATHS)


def test_nothing_but_the_command_line_imports_the_build() -> None:
    users = {unit(name) for name, found in IMPORTS.items() if any(unit(one) == "build" for one in found)}
    assert users <= MAY_BUILD
    assert "build" in users


def test_no_module_is_a_grab_bag() -> None:
    assert {name.rpartition(".")[2] for name in PATHS} & {
        "utils",
        "util",
        "common",
        "misc",
        "helper",
        "tools_v2",
    } == set()


@pytest.mark.parametrize("name", sorted(PATHS))
def test_every_module_says_its_job_in_its_first_line(name: str) -> None:
    docstring = ast.get_docstring(ast.parse(PATHS[name].read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "?", ":", ";"))


def test_the_commands_and_plugins_of_the_project_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["scripts"], *project.get("entry-points", {}).values()]
    targets = [target for group in groups for target in group.values()]
    assert "helpers.cli.main:main" in targets
    for target in targets:
        module, _, attribute = target.partition(":")
        names = {getattr(node, "name", None) for node in ast.parse(PATHS[module].read_text(encoding="utf-8")).body}
        assert attribute in names, target

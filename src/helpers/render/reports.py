"""A notebook with parameters to one finished page in place, or nothing; among them the pair report and the profile."""

import gzip
import logging
import os
import re
import signal
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.base.errors import BadInput, RenderFailed, SectionsMissing, UserError, some
from helpers.base.files import aside
from helpers.base.paths import NOTEBOOKS, REPORTS
from helpers.base.title_key import slug
from helpers.comparison.roles import Comparison, compare
from helpers.tables.areas import NATION, Area, resolve_areas
from helpers.tables.titles import Role, resolve, resolve_pair

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.sections.shortlist import Limits

COMPARE, PROFILE = NOTEBOOKS / "compare.ipynb", NOTEBOOKS / "profile.ipynb"
SHORTLIST = NOTEBOOKS / "shortlist.ipynb"
CELL_SECONDS = 300
_PACKAGES = ("papermill", "traitlets", "nbclient", "blackbook")
_UNASKED = ("boto3", "ipywidgets", "isoduration", "rfc3986_validator", "rfc3987_syntax", "scipy", "webcolors")
"""What papermill, jsonschema and seaborn import where it is installed, for over a second, and no report needs."""
_OURS = re.compile(r"cell \d+: \w+: (.+)\n  expected: (.+)\n  next step: (.+)", re.DOTALL)


def render_pair(
    role_a: str,
    role_b: str,
    *,
    soc_a: str = "",
    soc_b: str = "",
    area: str = "",
    out: Path | None = None,
    allow_missing: bool = False,
) -> Path:
    """Render the report on two roles and return its path: `reports/<a>-vs-<b>.html`, or as `out` (file or folder) says.

    Both titles, the codes and the area are looked up first, so that a mistake in them is told at once. Raises the
    errors of `titles.resolve_pair`, `areas.resolve_areas` and `render`.
    """
    a, b = resolve_pair(role_a, role_b, soc_a, soc_b)
    place, title = places_of(resolve_areas(area))
    parameters = {"role_a": a.typed, "role_b": b.typed, "soc_a": soc_a, "soc_b": soc_b, "area": place}
    file = report_path(file_name(a, b, place), out)
    return render(COMPARE, parameters, file, title=page_title(a, b, title), allow_missing=allow_missing)


def render_shortlist(
    titles: Sequence[str],
    *,
    area: str = "",
    limits: "Limits | None" = None,
    weights: str = "",
    with_pairs: bool = False,
    out: Path | None = None,
    allow_missing: bool = False,
) -> Path:
    """Render the page on two to eight roles and return its path: `reports/shortlist-<a>-<b>.html`, or as `out` says.

    `with_pairs` also renders the reports that it links to, each role with the first, beside it. Everything is looked up
    first, so that a mistake is told at once. Raises the errors of `roles.compare`, `shortlist.parse_weights` and
    `render`.
    """
    import_papermill()
    from helpers.sections.shortlist import Limits, parse_weights, several

    c, limits = compare(*several(titles), area=area), limits or Limits()
    parse_weights(weights)
    place, first = places_of((c.area, *c.further))
    names = "-".join(role.slug for role in c.roles)[:120].strip("-")
    path = report_path(f"shortlist-{names}{f'-in-{slug(place)}' if place else ''}.html", out)
    for role, file in zip(c.roles[1:], pair_links(c).values() if with_pairs else (), strict=False):
        beside = path.parent / file
        render_pair(c.roles[0].typed, role.typed, area=first, out=beside, allow_missing=allow_missing)
    parameters = asdict(limits) | {"roles": "; ".join(role.typed for role in c.roles), "area": place}
    parameters |= {"weights": weights, "linked": with_pairs}
    title = f"Which of these {len(c.roles)} roles?"
    return render(SHORTLIST, parameters, path, title=title, allow_missing=allow_missing)


def pair_links(c: Comparison) -> dict[str, str]:
    """Return for each role but the first the file of its report with the first one, by how the report is called."""
    place = "" if c.in_nation else c.area.area
    rest = zip(c.names[1:], c.roles[1:], strict=True)
    return {f"{c.names[0]} or {name}": file_name(c.roles[0], role, place) for name, role in rest}


def render_profile(
    role: str,
    *,
    soc: str = "",
    area: str = "",
    job_ad: bool = False,
    out: Path | None = None,
    allow_missing: bool = False,
) -> Path:
    """Render the page on one role and return its path: `reports/role-<role>.html`, or as `out` (file or folder) says.

    Title, code and area are looked up first, so that a mistake in them is told at once. Raises the errors of
    `titles.resolve`, `areas.resolve_areas` and `render`.
    """
    found, (place, _) = resolve(role, soc), places_of(resolve_areas(area))
    parameters = {"role": found.typed, "soc": soc, "area": place, "job_ad": job_ad}
    name = f"{found.slug}-{found.leading.soc_code}" if found.chosen else found.slug
    file = report_path(f"role-{name}{f'-in-{slug(place)}' if place else ''}.html", out)
    return render(PROFILE, parameters, file, title=found.name, allow_missing=allow_missing)


def render(
    notebook: Path, parameters: Mapping[str, Any], out: Path, *, title: str, allow_missing: bool = False
) -> Path:
    """Run `notebook` with `parameters`, export it to one self-contained HTML page at `out`, and return `out`.

    The page is written beside its place under another name and renamed when it is whole: a failed run leaves nothing.
    Equal inputs give equal bytes. The cells run in this process; where it runs threads, or is a live kernel, in one of
    their own. Raises `BadInput` for a parameter that the notebook does not declare and for a folder that cannot be
    written, `RenderFailed` for a notebook that fails or a process that dies; and `SectionsMissing`, with the page in
    place, if sections say that they could not be computed and `allow_missing` does not take that.
    """
    parameters = {**parameters, **({"allow_missing": True} if allow_missing else {})}
    check_parameters(notebook, parameters)
    from helpers.render.engine import why_not_here

    make = partial(made, notebook, parameters, title=title)
    with aside(out) as unfinished:
        page, missing = _elsewhere(notebook, make) if threading.active_count() > 1 or why_not_here() else make()
        unfinished.write_text(page, encoding="utf-8", newline="\n")
    if missing and not allow_missing:
        raise SectionsMissing(
            f"{out.name} was written, but {len(missing)} of its parts could not be computed: {some(missing)}",
            expected="every section of the report",
            next_step="see with `rolepair data verify` whether a table is damaged; --allow-missing takes it as it is",
        )
    return out


def made(notebook: Path, parameters: Mapping[str, Any], *, title: str) -> tuple[str, list[str]]:
    """Return the page of a notebook run in this process, and one line for each part that could not be computed."""
    from helpers.render.page import export, failures

    executed = execute(notebook, parameters)
    return export(executed, title=title), failures(executed)


def page_bytes(notebook: Path, parameters: Mapping[str, Any], *, title: str, gzipped: bool = False) -> bytes:
    """Return the page as `made` makes it in bytes, compressed if asked; `RenderFailed` if a part is missing."""
    page, missing = made(notebook, parameters, title=title)
    if missing:
        raise _failed(notebook, f"{len(missing)} of its parts could not be computed: {some(missing)}")
    # no time in the head of the gzip file: equal pages, equal bytes
    return gzip.compress(page.encode(), 6, mtime=0) if gzipped else page.encode()


def execute(notebook: Path, parameters: Mapping[str, Any]) -> "NotebookNode":
    """Return the notebook run in this process; raise `RenderFailed` with the cell and the error if it fails."""
    papermill = import_papermill()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from helpers.render.shell import replaced

    # without a path papermill would still make the text of the whole file, and drop it
    with _quiet(), replaced(papermill.execute, "write_ipynb", lambda *_: None):
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(notebook),
                None,
                parameters=dict(parameters),
                engine_name="rolepair",
                request_save_on_cell_execute=False,
                progress_bar=False,
                execution_timeout=CELL_SECONDS if hasattr(signal, "setitimer") else None,
                cwd=str(notebook.parent),
            )
        except PapermillExecutionError as error:
            raise _failed(notebook, f"cell {error.exec_count}: {error.ename}: {error.evalue}") from error
        except DeadKernelError as error:
            raise _failed(notebook, "a cell ended the run before the last cell") from error
        except CellTimeoutError as error:
            raise _failed(notebook, f"a cell ran longer than {CELL_SECONDS} seconds") from error
        except OSError as error:
            raise _failed(notebook, error.strerror or str(error)) from error
    return executed


def import_papermill() -> Any:
    """Return the package papermill, imported with seaborn, but without what both can do without (`_UNASKED`).

    jsonschema takes readers of dates, colours and web addresses (JupyterLab brings them), papermill takes boto3 for
    notebooks in S3, seaborn ipywidgets to choose palettes and scipy for cluster maps and cumulative densities. A
    cell of a notebook may import them all the same.
    """
    left_out = [name for name in _UNASKED if name not in sys.modules]
    sys.modules |= dict.fromkeys(left_out)  # type: ignore[arg-type]  # None is how an import is told to fail
    try:
        import papermill
        import seaborn  # noqa: F401 - imported here, where scipy is left out

        import helpers.render.engine  # noqa: F401 - known to papermill even where this package is not installed
    finally:
        for name in left_out:
            del sys.modules[name]
    return papermill


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Raise `BadInput` if the notebook's cell tagged `parameters` does not declare one of the names."""
    known = set(import_papermill().inspect_notebook(str(notebook)))
    unknown = [name for name in parameters if name not in known]
    if unknown or not known:
        raise BadInput(
            f"{notebook.name} has no parameter {some(unknown)}",
            expected=f"one of {', '.join(sorted(known)) or 'the names in a cell tagged parameters, which it lacks'}",
            next_step="check the spelling; papermill itself would only warn and render the example",
        )


def places_of(areas: Sequence[Area]) -> tuple[str, str]:
    """Return areas as the notebooks take them, with semicolons, and the first alone; the nation alone is empty."""
    first = "" if areas[0].area_code == NATION else areas[0].area
    return "; ".join(one.area for one in areas) if len(areas) > 1 else first, first


def page_title(a: Role, b: Role, place: str = "") -> str:
    """Return the title of the pair's page, a question."""
    return f"{a.name} or {b.name}?{f' ({place})' if place else ''}"


def file_name(a: Role, b: Role, place: str = "") -> str:
    """Return the file name of the pair's report: both slugs, the codes that were chosen by hand, and the area."""
    sides = [f"{role.slug}-{role.leading.soc_code}" if role.chosen else role.slug for role in (a, b)]
    area = slug(place)
    return "-vs-".join(sides) + (f"-in-{area}" if area else "") + ".html"


def report_path(name: str, out: Path | None) -> Path:
    """Return where a report goes: `reports/` under `name`, or the file or folder `out`; `BadInput` if not HTML."""
    if out is None:
        return REPORTS / name
    if out.suffix == "" or os.path.isdir(out):  # noqa: PTH112 - says no of a name that is too long, which Path raises
        return out / name
    if out.suffix.lower() not in (".html", ".htm"):
        raise BadInput(
            f"--out {out.name}",
            expected="a folder, or a file name that ends in .html",
            next_step=f"try --out {out.with_suffix('.html').name}",
        )
    return out


def _elsewhere(notebook: Path, make: "partial[tuple[str, list[str]]]") -> tuple[str, list[str]]:
    from helpers.render.pool import alone

    done = alone(make)
    if isinstance(done.error, UserError):
        raise done.error
    if done.error:
        raise _failed(notebook, f"its kernel died: {done.error}")
    page, missing = done.value
    return page, missing


def _failed(notebook: Path, why: str) -> UserError:
    """Return the error that says why a notebook did not run to its end; an error of ours keeps its own advice."""
    if told := _OURS.match(why):
        given, expected, next_step = told.groups()
        return RenderFailed(
            f"{notebook.name} did not run to its end: {given}",
            expected=expected,
            next_step=f"{next_step}; no report was written",
        )
    return RenderFailed(
        f"{notebook.name} did not run to its end: {why}",
        expected="a notebook that runs with these parameters",
        next_step="open it in JupyterLab with the same parameters to see the whole error; no report was written",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the packages' own log lines and warnings off the reader's screen; what matters is raised."""
    levels = {name: logging.getLogger(name).level for name in _PACKAGES}
    for name in _PACKAGES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)

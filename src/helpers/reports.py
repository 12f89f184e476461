"""The pair report: which notebook, which parameters, and where it goes."""

from pathlib import Path

from helpers.areas import NATION, resolve_area
from helpers.errors import BadInput
from helpers.paths import NOTEBOOKS, REPORTS
from helpers.render import render
from helpers.title_key import slug
from helpers.titles import Role, resolve_pair

COMPARE = NOTEBOOKS / "compare.ipynb"


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
    errors of `titles.resolve_pair`, `areas.resolve_area` and `render.render`.
    """
    a, b = resolve_pair(role_a, role_b, soc_a, soc_b)
    where = resolve_area(area)
    place = "" if where.area_code == NATION else where.area
    parameters: dict[str, str | bool] = {
        "role_a": a.typed,
        "role_b": b.typed,
        "soc_a": soc_a,
        "soc_b": soc_b,
        "area": place,
    }
    if allow_missing:
        parameters["allow_missing"] = True
    return render(
        COMPARE,
        parameters,
        report_path(file_name(a, b, place), out),
        title=page_title(a, b, place),
        names=(a.name, b.name),
        allow_missing=allow_missing,
    )


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
    if out.is_dir() or out.suffix == "":
        return out / name
    if out.suffix.lower() not in (".html", ".htm"):
        raise BadInput(
            f"--out {out.name}",
            expected="a folder, or a file name that ends in .html",
            next_step=f"try --out {out.with_suffix('.html').name}",
        )
    return out

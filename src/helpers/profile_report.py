"""The page on one role: its notebook, parameters and file."""

from pathlib import Path

from helpers.areas import NATION, resolve_area
from helpers.paths import NOTEBOOKS
from helpers.render.reports import render, report_path
from helpers.title_key import slug
from helpers.titles import Role, resolve

PROFILE = NOTEBOOKS / "profile.ipynb"


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
    `titles.resolve`, `areas.resolve_area` and `render.render`.
    """
    found, where = resolve(role, soc), resolve_area(area)
    place = "" if where.area_code == NATION else where.area
    parameters: dict[str, str | bool] = {"role": found.typed, "soc": soc, "area": place, "job_ad": job_ad}
    if allow_missing:
        parameters["allow_missing"] = True
    return render(
        PROFILE,
        parameters,
        report_path(file_name(found, place), out),
        title=f"{found.name}: what is this role?{f' ({place})' if place else ''}",
        names=None,
        allow_missing=allow_missing,
    )


def file_name(role: Role, place: str = "") -> str:
    """Return the file name of the role's page: its slug, the code if chosen by hand, and the area."""
    name = f"{role.slug}-{role.leading.soc_code}" if role.chosen else role.slug
    return f"role-{name}{f'-in-{slug(place)}' if place else ''}.html"

"""The report on two to eight roles: its notebook, parameters and file, and the pair reports that it links to."""

from collections.abc import Sequence
from pathlib import Path

from helpers.areas import NATION
from helpers.comparison.several import CRITERIA, Limits, Several, compare_several
from helpers.paths import NOTEBOOKS
from helpers.prose.several import parse_weights
from helpers.render.reports import file_name, render, render_pair, report_path
from helpers.shortlist import shares
from helpers.title_key import slug

SHORTLIST = NOTEBOOKS / "shortlist.ipynb"
BETWEEN = ";"
"""What stands between two roles in the notebook's parameter."""
_LONGEST = 120


def render_shortlist(
    titles: Sequence[str],
    *,
    area: str = "",
    limits: Limits | None = None,
    weights: str = "",
    seed: int = 0,
    with_pairs: bool = False,
    out: Path | None = None,
    allow_missing: bool = False,
) -> Path:
    """Render the shortlist and return its path; with `with_pairs` also the reports it links to, beside it.

    Everything is looked up first, so that a mistake is told at once. Raises the errors of
    `several.compare_several`, `several.parse_weights` and `render.render`.
    """
    several = compare_several(titles, area=area)
    limits = limits or Limits()
    if (asked := parse_weights(weights)) is not None:
        shares(CRITERIA, asked)
    place = "" if several.area.area_code == NATION else several.area.area
    path = report_path(_file_name(several, place), out)
    if with_pairs:
        for role in several.roles[1:]:
            pair = path.parent / file_name(several.roles[0], role, place)
            render_pair(several.roles[0].typed, role.typed, area=place, out=pair, allow_missing=allow_missing)
    parameters: dict[str, str | float | bool] = {
        "roles": f"{BETWEEN} ".join(role.typed for role in several.roles),
        "area": place,
        "min_pay": float(limits.min_pay),
        "max_zone": limits.max_zone,
        "min_growth_pct": float(limits.min_growth_pct),
        "min_jobs": limits.min_jobs,
        "weights": weights,
        "seed": seed,
        "linked": with_pairs,
    }
    if allow_missing:
        parameters["allow_missing"] = True
    title = _title(several, place)
    return render(SHORTLIST, parameters, path, title=title, names=None, allow_missing=allow_missing)


def split_roles(text: str) -> list[str]:
    """Return the roles of the notebook's parameter, which stand between semicolons."""
    return [part.strip() for part in text.split(BETWEEN) if part.strip()]


def pair_links(several: Several) -> dict[str, str]:
    """Return for each further role the file of its report with the first one."""
    place = "" if several.area.area_code == NATION else several.area.area
    rest = zip(several.names[1:], several.roles[1:], strict=True)
    return {name: file_name(several.roles[0], role, place) for name, role in rest}


def _title(several: Several, place: str) -> str:
    return f"Which of these {len(several.roles)} roles?{f' ({place})' if place else ''}"


def _file_name(several: Several, place: str) -> str:
    names = "-".join(role.slug for role in several.roles)
    return f"shortlist-{names[:_LONGEST].strip('-')}{f'-in-{slug(place)}' if place else ''}.html"

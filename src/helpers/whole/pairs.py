"""Many pairs in one long frame, for an analyst: the pairs that are named, or every two detailed occupations."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.errors import BadInput, SameRole, UnknownTitle
from helpers.base.paths import data_folder
from helpers.base.vocabulary import READING_DECIDES, Headline, Reason, Verdict
from helpers.comparison.facts import ALL, DIFFERENCE_COLUMNS, differences, values
from helpers.comparison.matches import onet_roles
from helpers.comparison.pay_cells import ALL_INDUSTRIES, PayGrid
from helpers.comparison.roles import KINDS, UNITS, Comparison, Settings, compare
from helpers.sections import finding, finding_class
from helpers.sections.contract import Section
from helpers.sections.outlook import missed_points, outlook
from helpers.sections.pay import pay
from helpers.sections.ratings import distance_scale
from helpers.stats.means import STEPS, VERDICTS, benjamini_hochberg, classify, compare_means, figures
from helpers.stats.projections import growth_classes, growth_differs
from helpers.stats.ratings import closeness_on_scale, distances
from helpers.stats.similarity import read_ratings
from helpers.tables.areas import NATION, resolve_area, resolve_areas
from helpers.tables.load import load
from helpers.tables.titles import resolve, unsure

KEY = ["soc_code", "area_code", "industry_code"]
SIDES = ("first", "later")
_WORDS = ("first", "later", "area", "first_code", "later_code", "first_occupation", "later_occupation")
_TEXTS = (*_WORDS, "measure", "label", "unit", "why", "doubt", "first_cell", "later_cell")
MANY_COLUMNS = (
    *(*_WORDS, "headline", "measure", "label", "unit", "first_value", "later_value", "first_bound", "later_bound"),
    *("gap", "low", "high", "gap_pct", "low_pct", "high_pct", "verdict", "why", "doubt", "first_cell", "later_cell"),
)
CLASSES = pd.CategoricalDtype([READING_DECIDES, *map(str, Headline)], ordered=True)
"""The classes of a finding on pay, `READING_DECIDES` first; see `compare_many`."""
_OF_DIFFERENCES = [name for name in DIFFERENCE_COLUMNS if name not in ("role", "against")]


def compare_many(
    pairs: Iterable[Iterable[str]],
    area: str | Iterable[str] = "",
    *,
    section: Section = pay,
    level: float = 0.90,
    threshold_pct: float = 5.0,
) -> pd.DataFrame:
    """Return the differences of many pairs of titles or codes: one row a pair, area and measure, in the order given.

    A pair that cannot be compared is no error: it has one row, without measure, headline and verdict, and its reason
    in `why`. Columns are `MANY_COLUMNS`: the titles as they were given, the figures of both sides with bounds and
    source cells, and what `comparison.facts.differences` says of them. `headline` is the class of the report's finding:
    who may be said to pay more, or `READING_DECIDES`, the lowest, where the report asks which reading is meant; it is
    the same in all rows of a pair and area, and an ordered category as `verdict` is. `doubt` is what the report asks
    then, and what a title that was read with doubt was read as. `area` is one place, or several in a list or with
    semicolons between them. Each gap is judged on its own.

    Raises `UnknownArea`, and `BadInput` for settings out of range and a section with several rows a measure.
    """
    Settings(level, threshold_pct)
    areas = resolve_areas(area)
    parts = []
    for pair in pairs:
        typed = [pair] if isinstance(pair, str) or not isinstance(pair, Iterable) else list(pair)
        try:
            if len(typed) != 2:
                raise BadInput(f"a pair is two titles or codes, this is {len(typed)}", expected="two", next_step="")
            found = [compare(*typed, area=one.area_code, level=level, threshold_pct=threshold_pct) for one in areas]
        except (UnknownTitle, SameRole, BadInput) as error:
            row = {"area": "; ".join(place.area for place in areas), "why": error.given}
            parts.append(pd.DataFrame([dict(zip(SIDES, map(str, typed), strict=False)) | row]))
        else:
            parts += [_differences(c, section) for c in found]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(MANY_COLUMNS))
    frame = frame.reindex(columns=list(MANY_COLUMNS))
    frame[list(_TEXTS)] = frame[list(_TEXTS)].astype(object).fillna("")
    return frame.astype({"verdict": VERDICTS, "headline": CLASSES})


def _differences(c: Comparison, section: Section) -> pd.DataFrame:
    facts = c.frame(section)
    facts = facts[(facts["role"] != ALL) & (facts["words"] == "")]
    if facts.duplicated(["role", "measure"]).any():
        raise BadInput(
            f"the section {section.id} has several rows a role and measure",
            expected="a section with one figure a measure, such as pay, jobs or outlook",
            next_step="ask compare(...).frame for it, pair by pair",
        )
    found = differences(facts, level=c.settings.level, threshold_pct=c.settings.threshold_pct)[_OF_DIFFERENCES]
    for side, name in zip(SIDES, c.names, strict=True):
        own = facts[facts["role"] == name].set_index("measure").reindex(found["measure"])
        found = found.assign(**{f"{side}_{one}": own[one].to_numpy() for one in ("value", "bound", "cell")})
    if c.one_occupation:
        found = found.assign(verdict=Verdict.NOT_TESTED, why=Reason.ONE_OCCUPATION, low=np.nan, high=np.nan)
        found = found.assign(low_pct=np.nan, high_pct=np.nan)
    told = finding_class(c)
    doubt = [*unsure(c.roles), *([finding(c)] if told == READING_DECIDES else [])]
    named = {"area": c.area.area, "headline": told, "doubt": "; ".join(doubt)}
    for side, role in zip(SIDES, c.roles, strict=True):
        named |= {side: role.typed, f"{side}_code": role.leading.soc_code}
        named[f"{side}_occupation"] = role.leading.occupation
    return found.assign(**named)


def compare_all(what: str = "pay", area: str = "", *, level: float = 0.90, threshold_pct: float = 5.0) -> pd.DataFrame:
    """Return every two of the 830 detailed occupations held against each other in one measure: 344,035 rows.

    The lower code is `first`; what is said of a pair is what its report says. Columns of all: first, later
    (occupations), first_code, later_code, unit, why; texts are categories, verdict, headline and classes ordered ones.

    pay: average pay, in the unit that both have, in `area`. first_value, later_value, first_bound, later_bound, gap,
    low, high, gap_pct, low_pct, high_pct (of the first's), verdict, headline, steps (sign of the gap at each
    percentile), median_gap_pct, q, bounded, hangs_on_rounding, thin, first_cell, later_cell. Each pair is judged on its
    own at `level`. Who picks pairs out of all of them asks for a `q` of at most 1 - level: p adjusted for all pairs
    that are compared (Benjamini and Hochberg), which share occupations.
    growth: projected change of jobs. first_value, later_value, gap (points), first_class, later_class, sign (1 where
    the later's is called faster, -1 the first's, 0: within what past rounds missed), period, first_cell, later_cell.
    openings: openings a year per 1,000 jobs, the same columns without classes and sign; no error is published.
    skills: `closeness`, percent of all pairs that are further apart, first_onet and later_onet, whose ratings stand.

    Raises `BadInput` for another measure, settings out of range and an area where it is not of pay, and `UnknownArea`.
    """
    if what not in (*_MEASURES, "pay", "skills"):
        expected = "pay, growth, openings or skills"
        raise BadInput(f"compare_all({what!r})", expected=expected, next_step="ask compare_many for other sections")
    settings = Settings(level, threshold_pct)
    place = resolve_area(area)
    if what != "pay" and place.area_code != NATION:
        raise BadInput(
            f"{what} in {place.area}", expected="no area: published for the nation", next_step="leave it out"
        )
    listed = load("occupations", columns=["soc_code", "occupation", "level"])
    listed = listed[listed["level"] == "detailed"].sort_values("soc_code")
    ends = np.triu_indices(len(listed), 1)
    columns: dict[str, Any] = {}
    for name, texts in (("", listed["occupation"].tolist()), ("_code", listed["soc_code"].tolist())):
        columns |= {f"{side}{name}": _category(end, texts) for side, end in zip(SIDES, ends, strict=True)}
    if what == "pay":
        return pd.DataFrame(columns | _paid(listed["soc_code"].tolist(), ends, place.area_code, settings))
    c = Comparison(tuple(map(resolve, listed["soc_code"])), place, settings)
    return pd.DataFrame(columns | (_close(c, ends) if what == "skills" else _projected(c, ends, what)))


Ends = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
_MEASURES = {"growth": "employment_change_pct", "openings": "openings_per_1000"}


def _projected(c: Comparison, ends: Ends, what: str) -> dict[str, Any]:
    """Return a measure of the projections for each pair; of growth, whether a difference is called one."""
    frame = c.frame(outlook)
    own = frame[frame["measure"] == _MEASURES[what]].set_index("role").loc[list(c.names)]
    sides = [own["value"].to_numpy(float)[end] for end in ends]
    columns: dict[str, Any] = {"unit": _category(ends[0] * 0, [str(own["unit"].iloc[0])])}
    columns |= {f"{side}_value": value for side, value in zip(SIDES, sides, strict=True)} | {"gap": sides[1] - sides[0]}
    if what == "growth":
        all_jobs = values(frame, "former_change_pct", [ALL])[0]
        classes = growth_classes(own["value"].to_numpy(float), all_jobs_pct=all_jobs)
        columns |= {f"{side}_class": classes[end] for side, end in zip(SIDES, ends, strict=True)}
        columns["sign"] = growth_differs(*sides, all_jobs_pct=all_jobs, points=missed_points())
    columns["period"] = _category(ends[0] * 0, [str(own["period"].iloc[0])])
    whys = own["why"].map(str).to_numpy(object)
    columns["why"] = pd.Categorical(np.where(whys[ends[0]] != "", whys[ends[0]], whys[ends[1]]))
    cells = own["cell"].tolist()
    return columns | {f"{side}_cell": _coded(end, cells) for side, end in zip(SIDES, ends, strict=True)}


def _close(c: Comparison, ends: Ends) -> dict[str, Any]:
    """Return how close the skills of each pair are, occupation by occupation, so that few ratings are held at once."""
    found = read_ratings(load("ratings", where={"facet": ["skills"]}))
    onet = [one.code for one in onet_roles(c).values()]
    at = found.codes.get_indexer(pd.Index(onet, dtype=object))
    nothing = np.full((1, found.level.shape[1]), np.nan)  # the last row stands for an occupation without ratings
    importance, level = (np.vstack([one, nothing])[at] for one in (found.importance, found.level))
    apart = np.concatenate(
        [distances(importance[i], level[i], importance[i + 1 :], level[i + 1 :]) for i in range(len(at))]
    )
    percentiles, steps = distance_scale(data_folder())["skills"]
    same = (at[ends[0]] == at[ends[1]]) & (at[ends[0]] >= 0)
    unrated = np.isnan(importance).all(axis=1)
    lacks = unrated[ends[0]] | unrated[ends[1]]
    whys = [str(why) for why in ("", Reason.NOT_RATED, Reason.SAME_OCCUPATION, Reason.FEW_SHARED)]
    why = np.select([lacks, same, np.isnan(apart)], [1, 2, 3], 0)
    near = np.where(why == 0, closeness_on_scale(apart, steps, percentiles), np.nan)
    named = {f"{side}_onet": _coded(end, onet) for side, end in zip(SIDES, ends, strict=True)}
    return {"unit": _category(ends[0] * 0, ["score"]), "closeness": near, "why": _category(why, whys), **named}


def _coded(places: npt.NDArray[np.intp], texts: list[str]) -> pd.Categorical:
    """Return texts of which some may be alike as a category."""
    place_of, known = pd.factorize(np.array(texts, dtype=object))
    return _category(place_of[places], [str(text) for text in known])


def _paid(codes: list[str], ends: Ends, place: str, settings: Settings) -> dict[str, Any]:
    level, threshold_pct = settings.level, settings.threshold_pct
    here = _Pay(codes, place)
    nation = here.known if place == NATION else _Pay(codes, NATION).known
    shared = nation[:, ends[0]] & nation[:, ends[1]]
    kind = np.where(shared[1] & ~shared[0], 1, 0)
    sides = [here.figures("mean", kind, end) for end in ends]
    found = compare_means(*sides, level=level, threshold_pct=threshold_pct)
    apart = ~(here.known[:, ends[0]] & here.known[:, ends[1]]).any(axis=0)
    apart &= ~shared.any(axis=0) & here.known[:, ends[0]].any(axis=0) & here.known[:, ends[1]].any(axis=0)
    found.loc[apart, "why"] = Reason.NO_COMMON_UNIT
    steps = [[here.figures(step, kind, end) for step in STEPS] for end in ends]
    value, bound = ([np.stack([one[name] for one in side], axis=1) for side in steps] for name in ("value", "bound"))
    told = classify(found, *value, bounds_a=bound[0], bounds_b=bound[1], threshold_pct=threshold_pct)
    columns: dict[str, Any] = {"unit": _category(kind, [UNITS[one] for one in KINDS])}
    for name in ("value", "bound"):
        columns |= {f"{side}_{name}": figure[name] for side, figure in zip(SIDES, sides, strict=True)}
    columns |= {"gap": found["gap"], "low": found["gap_low"], "high": found["gap_high"]}
    columns |= {name: found[name] for name in ("gap_pct", "low_pct", "high_pct", "verdict")}
    columns |= {"headline": told["headline"], "steps": told["steps"].astype("category")}
    columns |= {"median_gap_pct": told["median_gap_pct"], "q": benjamini_hochberg(found["p"].to_numpy())}
    columns |= {name: found[name] for name in ("bounded", "hangs_on_rounding", "thin")}
    columns["why"] = found["why"].map(str).astype("category")
    for side, end in zip(SIDES, ends, strict=True):
        columns[f"{side}_cell"] = _category(kind * len(codes) + end, here.cells)
    return columns


def _category(places: npt.NDArray[np.intp], texts: list[str]) -> pd.Categorical:
    return pd.Categorical.from_codes(places, categories=pd.Index(texts, dtype=object))


class _Pay:
    """Pay of all occupations in one place, by the year and by the hour."""

    def __init__(self, codes: list[str], area_code: str) -> None:
        rows = load("pay", where={"area_code": [area_code], "industry_code": [ALL_INDUSTRIES]})
        grid = PayGrid.of(rows.set_index(KEY).sort_index(), codes, areas=[area_code])
        steps = ("mean", *STEPS)
        self._columns = {step: [grid.column(f"{kind}_{step}_usd") for kind in KINDS] for step in steps}
        self.cells = [cell for one in self._columns["mean"] for cell in one["cell"]]
        self.known = np.stack([~np.isnan(one["value"]) | ~np.isnan(one["bound"]) for one in self._columns["mean"]])

    def figures(self, step: str, kind: npt.NDArray[np.intp], end: npt.NDArray[np.intp]) -> pd.DataFrame:
        """Return a figure of one side of each pair as `stats` takes it, by the year (kind 0) or by the hour (1)."""
        stacked = {
            name: np.stack([one[name] for one in self._columns[step]])[kind, end]
            for name in ("value", "error_pct", "bound", "why")
        }
        return figures(stacked["value"], stacked["error_pct"], bound=stacked["bound"], why=stacked["why"])

"""All detailed occupations at once: pay against growth, likeness of work, and where pairs are clear or not."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import count, pct, usd, usd_short
from helpers.base.vocabulary import Reason, Verdict
from helpers.base.words import plural
from helpers.comparison.matches import standing
from helpers.comparison.pay_cells import ALL_INDUSTRIES
from helpers.show.blocks import Block, esc, sentences, words
from helpers.show.plane_plots import fractions
from helpers.show.tables import frame_table
from helpers.stats.distributions import Floats, normal_quantile
from helpers.stats.means import HALF_STEP, compare_means, figures, log_limit
from helpers.stats.similarity import NEIGHBOURS, layout, neighbours_kept, rank_pairs, read_ratings
from helpers.tables.areas import NATION
from helpers.tables.sources import sources_of
from helpers.whole.coverage import read_national as read

TITLE = "Where do all the occupations stand?"
_TOLD = [str(v) for v in (Verdict.EITHER, Verdict.SMALL, Verdict.UNSURE, Verdict.MEANINGFUL)]
VERDICTS = [*_TOLD, str(Verdict.NOT_PUBLISHED)]
ASPECT = 1.75
"""How much wider than high the map is drawn: how true it is, is told for what is drawn."""
STEPS_PCT = (2.0, 5.0, 15.0)
"""Percent of unclear pairs at which the shade of the grid changes."""
_PAY, _CHANGE = "annual_mean_usd", "employment_change_pct"


def occupations() -> pd.DataFrame:
    """Return one row a detailed occupation of the pay table, by code.

    Columns: soc_code, occupation, major_code, group (the major group's name), pay_usd (mean pay a year), error_pct,
    jobs, change_pct (projected change of jobs), onet_code (that stands for it by the rule of `matches.standing`; empty
    where none does), and pay_why, jobs_why, change_why: empty, or the `Reason` why the figure is missing; pay_cell and
    change_cell name the source cells.
    """
    listed = read("occupations")
    groups = listed.set_index("soc_code")["occupation"].str.removesuffix(" Occupations")
    rows = listed.loc[listed["level"] == "detailed", ["soc_code", "occupation", "major_code"]]
    rows = rows.merge(read("pay"), how="left", on="soc_code", validate="one_to_one")
    links = read("occupation_links")
    lines = links.loc[links["target"] == "ep", ["soc_code", "target_code"]].drop_duplicates("soc_code", keep=False)
    rows = rows.merge(lines.rename(columns={"target_code": "ep_code"}), how="left", on="soc_code")
    change = rows["ep_code"].map(read("projections").set_index("ep_code")[_CHANGE])
    rated = links[links["target"] == "onet"].dropna(subset="target_code")
    onet = rated.groupby("soc_code")["target_code"].unique()
    return rows[["soc_code", "occupation", "major_code"]].assign(
        group=rows["major_code"].map(groups),
        pay_usd=rows[_PAY],
        error_pct=rows["wage_rse_pct"],
        jobs=rows["employment"],
        change_pct=change,
        onet_code=[standing(onet.get(code, ()))[0] for code in rows["soc_code"]],
        pay_why=_reasons(rows, _PAY),
        jobs_why=_reasons(rows, "employment"),
        change_why=np.where(change.isna(), Reason.NO_MATCH, ""),
        pay_cell=[f"pay/{code}|{NATION}|{ALL_INDUSTRIES}/{_PAY}" for code in rows["soc_code"]],
        change_cell=["" if pd.isna(c) else f"projections/{c}/{_CHANGE}" for c in rows["ep_code"]],
    )


def pair_verdicts(frame: pd.DataFrame, *, level: float = 0.90, threshold_pct: float = 5.0) -> pd.DataFrame:
    """Return one row for each of the n (n - 1) / 2 pairs of rows of `occupations`: first, second, gap_pct, verdict.

    `first` and `second` are positions in the frame, the first before the second; the gap is second minus first, in
    percent of the first; verdicts are those of `stats.compare_means`. Swapping a pair keeps its verdict.
    """
    first, second = np.triu_indices(len(frame), 1)
    value, error = frame["pay_usd"].to_numpy(float), frame["error_pct"].to_numpy(float)
    why = np.where(np.isnan(value), Reason.OTHER_UNIT, "")
    sides = [figures(value[side], error[side], why=why[side]) for side in (first, second)]
    found = compare_means(*sides, level=level, threshold_pct=threshold_pct)
    return pd.DataFrame({"first": first, "second": second, "gap_pct": found["gap_pct"], "verdict": found["verdict"]})


def by_groups(frame: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each two major groups, and each with itself: how many of their pairs have which verdict.

    Columns major_a, group_a, major_b, group_b (a not after b), pairs, one count a verdict of `VERDICTS`, compared
    (pairs with pay on both sides), clear (compared less 'could be either') and clear_pct, their share of the compared
    (missing where none is).
    """
    code = frame["major_code"].to_numpy(object)
    names = dict(zip(frame["major_code"], frame["group"], strict=True))
    ends = np.sort(np.stack([code[pairs["first"]], code[pairs["second"]]]).astype(str), axis=0)
    keys = pd.DataFrame({"major_a": ends[0], "major_b": ends[1], "verdict": pairs["verdict"].to_numpy(object)})
    table = keys.groupby(["major_a", "major_b", "verdict"]).size().unstack(fill_value=0)
    table = table.reindex(columns=VERDICTS, fill_value=0).rename_axis(None, axis=1).reset_index()
    counted = table[VERDICTS].sum(axis=1)
    compared = counted - table[str(Verdict.NOT_PUBLISHED)]
    clear = compared - table[str(Verdict.EITHER)]
    table.insert(1, "group_a", table["major_a"].map(names))
    table.insert(3, "group_b", table["major_b"].map(names))
    share = 100 * clear / compared.where(compared > 0)
    return table.assign(pairs=counted, compared=compared, clear=clear, clear_pct=share)


def distances(codes: pd.Index) -> tuple[list[str], Floats]:
    """Return the O*NET codes rated in every facet, and how far apart each two of them are (0 to 1, square).

    A distance is the mean over the four facets of the share of all pairs of `codes` that are closer; facets are ranked
    by themselves (`rank_pairs`) and never mixed before that. Codes that lack a facet, or a distance, are out.
    """
    rated = read("ratings")
    ranks = []
    for _, part in rated[rated["onet_code"].isin(codes)].groupby("facet"):
        found = rank_pairs(read_ratings(part))
        ranks.append(pd.DataFrame(found.percentile, index=found.codes, columns=found.codes))
    kept = sorted(set.intersection(*(set(rank.index) for rank in ranks))) if ranks else []
    apart = np.mean([1 - rank.loc[kept, kept].to_numpy() / 100 for rank in ranks], axis=0) if kept else np.zeros((0, 0))
    np.fill_diagonal(apart, 0.0)
    whole = np.flatnonzero(~np.isnan(apart).any(axis=1))
    return [kept[row] for row in whole], apart[np.ix_(whole, whole)]


def likeness(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `occupations` that O*NET rates, with x and y (0 to 1), `nearest` and `kept`.

    `nearest` is the name of the occupation whose ratings are the closest; `kept`, the same in all rows, is the share of
    close ones that are close on the map as it is drawn (`neighbours_kept`). An O*NET occupation that stands for several
    rows is placed once, on the first.
    """
    rated = frame[frame["onet_code"] != ""].drop_duplicates("onet_code").set_index("onet_code")
    codes, apart = distances(rated.index)
    place = layout(apart)
    closest = (apart + np.diag(np.full(len(codes), np.inf))).argmin(axis=1)
    rows = rated.loc[codes]
    nearest = rows["occupation"].to_numpy(object)[closest]
    drawn = np.column_stack([fractions(pd.Series(place[:, 0])) * ASPECT, fractions(pd.Series(place[:, 1]))])
    kept = neighbours_kept(apart, drawn)
    return rows.assign(x=place[:, 0], y=place[:, 1], nearest=nearest, kept=kept).reset_index()


def extremes(frame: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the rows at the four ends of pay and projected change, `most` an end, each row once, in that order.

    First the best paid, then the fastest growing, the fastest shrinking and the worst paid, each end in its own order.
    """
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    ends = [("pay_usd", False), ("change_pct", False), ("change_pct", True), ("pay_usd", True)]
    parts = [known.sort_values([c, "soc_code"], ascending=[up, True]).head(most) for c, up in ends]
    return pd.concat(parts).drop_duplicates("soc_code").reset_index(drop=True)


def _reasons(rows: pd.DataFrame, column: str) -> list[str]:
    notes = zip(rows[column], rows[f"{column}_note"], strict=True)
    return ["" if pd.notna(v) else Reason.NOT_LISTED if pd.isna(n) else Reason.of_footnote(str(n)) for v, n in notes]


# --- charts: frames as `plots.scatter` and `plots.grid` take them ----------------------------------------------------


def growth_points(frame: pd.DataFrame, major: str = "") -> pd.DataFrame:
    """Return the occupations with both figures for `plots.scatter`: role, text, value, pay_usd, change_pct, cell.

    `role` is the group `major`, where one is marked; `text` names the ends of both, its own ends first.
    """
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    own = known[known["major_code"] == major]
    named = set(extremes(own, 2)["soc_code"]) | set(extremes(known, 4)["soc_code"])
    text = known["occupation"].where(known["soc_code"].isin(named), "")
    return _marked(known, major).assign(text=text, value=known["pay_usd"], cell=known["pay_cell"])


def likeness_points(placed: pd.DataFrame, major: str = "") -> pd.DataFrame:
    """Return the occupations of `likeness` for `plots.scatter`: role, text, value, x, y; and a name a major group.

    A name is a row without a value in the middle of its group, the largest group first.
    """
    rows = _marked(placed, major).assign(text="", value=1.0)
    middle = placed.groupby("group").agg(x=("x", "median"), y=("y", "median"), size=("x", "size"))
    middle = middle.sort_values("size", ascending=False, kind="stable").reset_index()
    return pd.concat([rows, middle.assign(role="", text=middle["group"], value=np.nan)], ignore_index=True)


def unclear_tiles(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the percent of pairs that could be either, each two groups both ways: label, head, value, text, step."""
    turn = {f"{name}_{one}": f"{name}_{other}" for name in ("group", "major") for one, other in ("ab", "ba")}
    both = pd.concat([groups, groups.rename(columns=turn)]).drop_duplicates(["major_a", "major_b"])
    both = both.sort_values(["major_a", "major_b"])
    value = 100 - both["clear_pct"]
    step = pd.Series(np.searchsorted(STEPS_PCT, value, side="right"), index=value.index).astype(float)
    text = [count(v) if v == v else "" for v in value]
    tiles = both[["group_a", "group_b"]].set_axis(["label", "head"], axis=1)
    return tiles.assign(value=value, text=text, step=step.where(value.notna()))


def _marked(frame: pd.DataFrame, major: str) -> pd.DataFrame:
    return frame.assign(role=frame["group"].where(frame["major_code"] == major, ""))


# --- what the page says ----------------------------------------------------------------------------------------------


def answer(frame: pd.DataFrame) -> Block:
    """Return the first words: the question, the middle of pay and of growth, and what is counted."""
    paid, projected = int(frame["pay_usd"].notna().sum()), int(frame["change_pct"].notna().sum())
    middle = frame[["pay_usd", "change_pct"]].median()
    found = (
        f"Half of the occupations pay more than {usd(middle['pay_usd'], to=100)} a year on average, and half are"
        f" projected to change by more than {pct(middle['change_pct'], sign=True)}."
    )
    releases = "; ".join(
        dict.fromkeys(f"{s.title}, {s.release}" for t in ("pay", "projections") for s in sources_of(t))
    )
    who = (
        f"{plural(len(frame), 'occupation')} of the United States: {paid:,} with average pay by the year, {projected:,}"
        f" with a projected change of jobs. {releases}."
    )
    html = f'<h1>{esc(TITLE)}</h1><p class="lede">{esc(found)}</p><p class="who">{esc(who)}</p>'
    return Block(html, "answer", title=TITLE, description=found)


def find(frame: pd.DataFrame, placed: pd.DataFrame, *, level: float = 0.90, threshold_pct: float = 5.0) -> Block:
    """Return the tool that finds one or two occupations by name on both charts, and compares them.

    What the script needs travels as JSON: names, figures, and where each stands on a chart in ten thousandths.
    """
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    near = frame["soc_code"].map(placed.set_index("soc_code")["nearest"])
    rows = pd.Index(frame["soc_code"]).get_indexer(placed["soc_code"])
    place = {
        "growth": (fractions(known["pay_usd"], log=True), fractions(known["change_pct"])),
        "likeness": tuple(fractions(placed[c]).set_axis(frame.index[rows]) for c in "xy"),
    }
    row_of = {name: i for i, name in enumerate(frame["occupation"])}
    found = {
        "names": frame["occupation"].to_list(),
        "pay": _rounded(frame["pay_usd"]),
        "error": _rounded(frame["error_pct"], 1),
        "change": _rounded(frame["change_pct"], 1),
        "jobs": _rounded(frame["jobs"]),
        "near": [None if pd.isna(name) else row_of[name] for name in near],
        "charts": {name: [_rounded(1e4 * one.reindex(frame.index)) for one in both] for name, both in place.items()},
        "z": round(normal_quantile(0.5 + level / 2), 6),
        "limit": round(log_limit(threshold_pct), 9),
        "half": 100 * HALF_STEP,
        "verdicts": _TOLD,
    }
    html = (
        "<h3>Find an occupation</h3><p>Point at a mark for its name, or type one or two names.</p>"
        '<div class="f"><label class="grow">Occupation<input id="at1" list="atall" autocomplete="off"></label>'
        '<label class="grow">Compare with<input id="at2" list="atall" autocomplete="off"></label>'
        '<datalist id="atall"></datalist></div><output id="atout" for="at1 at2">'
        '<p class="noscript">This needs script. The tables below name every occupation.</p></output>'
    )
    return Block(html, "tool", column=0, json={"plane": found})


def growth_finding(frame: pd.DataFrame) -> Block:
    """Return how many of the better paid occupations grow, and how pay and growth go together."""
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    above = known[known["pay_usd"] > known["pay_usd"].median()]
    below = known[known["pay_usd"] < known["pay_usd"].median()]
    better, worse = (int((half["change_pct"] > 0).sum()) for half in (above, below))
    order = float(known["pay_usd"].corr(known["change_pct"], method="spearman"))
    return sentences(
        [
            f"Of the {len(above):,} better paid occupations {better:,} are projected to grow,"
            f" of the {len(below):,} others {worse:,}",
            f"The rank correlation of pay and growth is {order:.2f}, where 1 is the same order and 0 none.",
        ]
    )


def growth_table(frame: pd.DataFrame) -> Block:
    """Return every occupation with pay, its error, projected change and jobs, the best paid first."""
    rows = frame.sort_values(["pay_usd", "soc_code"], ascending=[False, True])

    def told(column: str, form: Callable[[float], str], why: str) -> list[str]:
        return [form(v) if v == v else f"no figure: {w}" for v, w in zip(rows[column], rows[why], strict=True)]

    shown = rows.assign(
        pay=told("pay_usd", usd, "pay_why"),
        error=[f"{v:.1f}%" if v == v else "none" for v in rows["error_pct"]],
        change=told("change_pct", lambda v: pct(v, sign=True, places=1), "change_why"),
        jobs=told("jobs", count, "jobs_why"),
    )
    columns: dict[str, Any] = {"Occupation": "occupation", "SOC code": "soc_code", "Average pay a year": ("pay", esc)}
    columns |= {"Relative standard error": ("error", esc), "Projected change": ("change", esc), "Jobs": ("jobs", esc)}
    summary = f"All {plural(len(rows), 'occupation')} as a table"
    return frame_table(shown, "Pay and growth of every occupation", columns, csv="pay and growth", summary=summary)


def likeness_finding(frame: pd.DataFrame, placed: pd.DataFrame) -> Block:
    """Return how many occupations are placed, and how true the map is."""
    kept = round(NEIGHBOURS * float(placed["kept"].iloc[0]), 1)
    without = len(frame) - len(placed)
    return sentences(
        [
            f"{plural(len(placed), 'occupation')} by what the work asks for: alike ones lie close together",
            f"Of the {NEIGHBOURS} most alike, on average {kept:.1f} are among the {NEIGHBOURS} closest on the map.",
            f"{without:,} are not on it: no O*NET occupation with ratings stands for them alone.",
        ]
    )


def likeness_table(placed: pd.DataFrame) -> Block:
    """Return the most alike occupation of each, by name."""
    columns = {"Occupation": "occupation", "Most alike": "nearest"}
    title, summary = "The most alike occupation by ratings", "The most alike of each as a table"
    return frame_table(placed.sort_values("occupation"), title, columns, csv="most alike", summary=summary)


def verdicts_finding(groups: pd.DataFrame) -> Block:
    """Return in how many pairs of occupations one clearly pays more, and where most pairs could be either."""
    pairs, compared, clear = (int(groups[name].sum()) for name in ("pairs", "compared", "clear"))
    if not compared:
        return words(f"None of {pairs:,} pairs can be compared.")
    least = groups.dropna(subset=["clear_pct"]).sort_values(["clear_pct", "major_a", "major_b"]).iloc[0]
    where = (
        f"within {least['group_a']}"
        if least["major_a"] == least["major_b"]
        else f"between {least['group_a']} and {least['group_b']}"
    )
    return sentences(
        [
            f"In {pct(100 * clear / compared)} of pairs it is clear which occupation pays more on average",
            f"Of {pairs:,} pairs, {compared:,} can be compared, and {compared - clear:,} of these could be either.",
            f"Unclear pairs are most frequent {where}: {pct(100 - least['clear_pct'])} of"
            f" {plural(int(least['compared']), 'pair')}.",
        ]
    )


def verdicts_table(groups: pd.DataFrame) -> Block:
    """Return how many pairs of each two major groups have which verdict, the least clear first."""
    rows = groups.sort_values(["clear_pct", "major_a", "major_b"])
    rows = rows.assign(
        second=rows["group_b"].where(rows["major_a"] != rows["major_b"], "the same group"),
        share=[pct(v) if v == v else "no pair has pay on both sides" for v in rows["clear_pct"]],
    )
    columns: dict[str, Any] = {"Major group": "group_a", "With": "second", "Clear": ("share", esc)}
    columns |= {"Pairs compared": ("compared", count)} | {v.capitalize(): (v, count) for v in VERDICTS}
    summary = f"All {plural(len(rows), 'pair')} of major groups as a table"
    return frame_table(rows, "Verdicts by major groups", columns, csv="verdicts by group", summary=summary)


def _rounded(values: "pd.Series[float]", places: int | None = None) -> list[float | None]:
    return [None if pd.isna(v) else round(float(v), places) for v in values]


SCALES = (usd_short, lambda v: pct(v, sign=True))
"""How the numbers of pay and of growth are written on the chart of both."""

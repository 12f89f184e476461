"""All detailed occupations at once: pay beside outlook, a map by likeness of work, and where pairs are clear or not."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import linalg

from helpers.comparison.cells import cell_name, reason_of
from helpers.comparison.standins import stand_in
from helpers.estimates import COULD_BE_EITHER, NOT_PUBLISHED, VERDICTS, Floats, compare_means
from helpers.skills import rank_pairs, read_ratings
from helpers.tables import load
from helpers.titles import Reading

Read = Callable[[str], pd.DataFrame]
NATION, ALL_INDUSTRIES = "0000000", "000000"
NOT_PROJECTED = "no line in the projections"
NOT_RATED = "no O*NET occupation with ratings stands for it"
NEIGHBOURS = 10
_PAY = "annual_mean_usd"
_CHANGE = "employment_change_pct"
_SPREAD, _STEPS, _EARLY = 20.0, 300, 80


def read_nation(name: str) -> pd.DataFrame:
    """Return a shipped table; of the pay table the nation's rows for all industries only."""
    return load(name, where={"area_code": [NATION], "industry_code": [ALL_INDUSTRIES]} if name == "pay" else None)


def occupations(read: Read = read_nation) -> pd.DataFrame:
    """Return one row a detailed occupation of the pay table, by code.

    Columns: soc_code, occupation, major_code, group (the major group's name), pay_usd (mean pay a year), rse_pct, jobs,
    change_pct (projected change of jobs), onet_code (that stands for it by the rule of `standins.stand_in`; empty where
    none does), and pay_reason, jobs_reason, change_reason: empty, or why the figure is missing; pay_cell and
    change_cell name the source cells.
    """
    listed = read("occupations")
    groups = listed.set_index("soc_code")["occupation"].str.removesuffix(" Occupations")
    rows = listed.loc[listed["level"] == "detailed", ["soc_code", "occupation", "major_code"]]
    rows = rows.merge(read("pay"), how="left", on="soc_code", validate="one_to_one")
    links = read("occupation_links")
    lines = links.loc[links["target"] == "ep", ["soc_code", "target_code"]].drop_duplicates("soc_code", keep=False)
    rows = rows.merge(lines.rename(columns={"target_code": "ep_code"}), how="left", on="soc_code")
    change = read("projections").set_index("ep_code")[_CHANGE]
    rows["change_pct"] = rows["ep_code"].map(change)
    onet = {str(code): part for code, part in links[links["target"] == "onet"].groupby("soc_code")}
    stands = [
        stand_in(Reading(code, name, "detailed", (), ""), onet.get(code, links.iloc[:0])).code
        for code, name in zip(rows["soc_code"], rows["occupation"], strict=True)
    ]
    return pd.DataFrame(
        {
            "soc_code": rows["soc_code"],
            "occupation": rows["occupation"],
            "major_code": rows["major_code"],
            "group": rows["major_code"].map(groups),
            "pay_usd": rows[_PAY],
            "rse_pct": rows["wage_rse_pct"],
            "jobs": rows["employment"],
            "change_pct": rows["change_pct"],
            "onet_code": stands,
            "pay_reason": _reasons(rows, _PAY),
            "jobs_reason": _reasons(rows, "employment"),
            "change_reason": np.where(rows["change_pct"].isna(), NOT_PROJECTED, ""),
            "pay_cell": [cell_name(code, NATION, ALL_INDUSTRIES, _PAY) for code in rows["soc_code"]],
            "change_cell": [None if pd.isna(c) else f"projections/{c}/{_CHANGE}" for c in rows["ep_code"]],
        }
    )


def pair_verdicts(frame: pd.DataFrame, *, level: float = 0.90, threshold_pct: float = 5.0) -> pd.DataFrame:
    """Return one row for each of the n (n - 1) / 2 pairs of rows of `occupations`: first, second, gap_pct, verdict.

    `first` and `second` are positions in the frame, the first before the second; the gap is second minus first, in
    percent of the first; verdicts are those of `estimates.compare_means`. Swapping a pair keeps its verdict.
    """
    first, second = np.triu_indices(len(frame), 1)
    mean, rse = frame["pay_usd"].to_numpy(float), frame["rse_pct"].to_numpy(float)
    found = compare_means(mean[first], rse[first], mean[second], rse[second], level=level, threshold_pct=threshold_pct)
    return pd.DataFrame(
        {"first": first, "second": second, "gap_pct": found["gap_pct"], "verdict": found["verdict"].astype("str")}
    )


def by_groups(frame: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each two major groups, and each with itself: how many of their pairs have which verdict.

    Columns major_a, group_a, major_b, group_b (a not after b), pairs, one count a verdict of `estimates.VERDICTS`,
    compared (pairs with pay on both sides), clear (compared less 'could be either') and clear_pct, their share of the
    compared (missing where none is).
    """
    code = frame["major_code"].to_numpy(object)
    names = dict(zip(frame["major_code"], frame["group"], strict=True))
    ends = np.sort(np.stack([code[pairs["first"]], code[pairs["second"]]]).astype(str), axis=0)
    keys = pd.DataFrame({"major_a": ends[0], "major_b": ends[1], "verdict": pairs["verdict"].to_numpy(object)})
    table = keys.groupby(["major_a", "major_b", "verdict"]).size().unstack(fill_value=0)
    table = table.reindex(columns=list(VERDICTS), fill_value=0).rename_axis(None, axis=1).reset_index()
    counted = table[list(VERDICTS)].sum(axis=1)
    compared = counted - table[NOT_PUBLISHED]
    clear = compared - table[COULD_BE_EITHER]
    table.insert(1, "group_a", table["major_a"].map(names))
    table.insert(3, "group_b", table["major_b"].map(names))
    share = 100 * clear / compared.where(compared > 0)
    return table.assign(pairs=counted, compared=compared, clear=clear, clear_pct=share)


def distances(codes: pd.Index, read: Read = read_nation) -> tuple[list[str], Floats]:
    """Return the O*NET codes rated in every facet, and how far apart each two of them are (0 to 1, square).

    A distance is the mean over the four facets of the share of all pairs of `codes` that are closer; facets are ranked
    by themselves (`skills.rank_pairs`) and never mixed before that. Codes that lack a facet, or a distance, are out.
    """
    rated = read("ratings")
    named = rated[rated["onet_code"].isin(codes)].merge(read("elements"), on="element_id", how="left")
    ranks = []
    for _, part in named.groupby("facet"):
        found = rank_pairs(read_ratings(part))
        ranks.append(pd.DataFrame(found.percentile, index=found.codes, columns=found.codes))
    kept = sorted(set.intersection(*(set(rank.index) for rank in ranks))) if ranks else []
    apart = np.mean([1 - rank.loc[kept, kept].to_numpy() / 100 for rank in ranks], axis=0) if kept else np.zeros((0, 0))
    np.fill_diagonal(apart, 0.0)
    whole = np.flatnonzero(~np.isnan(apart).any(axis=1))
    return [kept[row] for row in whole], apart[np.ix_(whole, whole)]


def layout(apart: Floats, *, spread: float = _SPREAD, steps: int = _STEPS) -> Floats:
    """Return a place in the plane for each row of a distance matrix, in 0 to 1: near ones lie near each other.

    t-SNE (van der Maaten and Hinton 2008, exact) with `spread` as its perplexity, started from the first two axes of
    classical scaling instead of at random: equal distances give equal places. Directions and far distances mean
    nothing. Raises ValueError for fewer than four rows.
    """
    count = len(apart)
    if count < 4:
        raise ValueError(f"a map needs at least four occupations; got {count}")
    share = _neighbour_shares(apart**2, min(spread, (count - 1) / 3))
    centred = np.eye(count) - 1 / count
    values, axes = linalg.eigh(-centred @ apart**2 @ centred / 2, subset_by_index=[count - 2, count - 1])
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    place = axes[:, ::-1] * np.sqrt(np.maximum(values[::-1], 1e-12))
    place = 1e-2 * place / place.std()
    speed = np.zeros_like(place)
    for step in range(steps):
        early = step < _EARLY
        square = (place**2).sum(axis=1)
        near = 1 / (1 + np.maximum(square[:, None] + square - 2 * place @ place.T, 0))
        np.fill_diagonal(near, 0)
        pull = ((8.0 if early else 1.0) * share - near / near.sum()) * near
        slope = 4 * (pull.sum(axis=1)[:, None] * place - pull @ place)
        speed = (0.5 if early else 0.8) * speed - count / 8 * slope
        place = place + speed
        place -= place.mean(axis=0)
    low = place.min(axis=0)
    return np.asarray(np.round((place - low) / (place.max(axis=0) - low).max(), 3))


def neighbours_kept(apart: Floats, place: Floats, most: int = NEIGHBOURS) -> float:
    """Return the share (0 to 1) of each one's `most` nearest by distance that are among its nearest on the map."""
    shown = ((place[:, None] - place) ** 2).sum(axis=2)
    nearest = []
    for matrix in (apart.astype(float), shown):
        matrix = matrix.copy()
        np.fill_diagonal(matrix, np.inf)
        nearest.append(np.argsort(matrix, axis=1, kind="stable")[:, :most])
    return float(np.mean([len(set(a) & set(b)) / len(a) for a, b in zip(*nearest, strict=True)]))


def skills_map(frame: pd.DataFrame, read: Read = read_nation) -> tuple[pd.DataFrame, float]:
    """Return the rows of `occupations` that O*NET rates, with x, y (0 to 1), nearest; and `neighbours_kept`.

    `nearest` is the name of the occupation whose ratings are the closest. An O*NET occupation that stands for several
    rows is placed once, on the first.
    """
    rated = frame[frame["onet_code"] != ""].drop_duplicates("onet_code").set_index("onet_code")
    codes, apart = distances(rated.index, read)
    place = layout(apart)
    closest = (apart + np.diag(np.full(len(codes), np.inf))).argmin(axis=1)
    rows = rated.loc[codes]
    nearest = rows["occupation"].to_numpy(object)[closest]
    return rows.assign(x=place[:, 0], y=place[:, 1], nearest=nearest).reset_index(), neighbours_kept(apart, place)


def extremes(frame: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Return the rows at the four ends of pay and projected change, `most` an end, each row once, in that order.

    First the best paid, then the fastest growing, the fastest shrinking and the worst paid, each end in its own order.
    """
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    ends = [("pay_usd", False), ("change_pct", False), ("change_pct", True), ("pay_usd", True)]
    parts = [known.sort_values([c, "soc_code"], ascending=[up, True]).head(most) for c, up in ends]
    return pd.concat(parts).drop_duplicates("soc_code").reset_index(drop=True)


def _neighbour_shares(square: Floats, spread: float) -> Floats:
    """Return the joint shares of t-SNE: each row's width found by bisection so that its entropy is that of `spread`."""
    count = len(square)
    low, high = np.full(count, 1e-6), np.full(count, 1e6)
    shares = np.zeros_like(square)
    for _ in range(60):
        width = np.sqrt(low * high)
        shares = np.exp(-square * width[:, None])
        np.fill_diagonal(shares, 0)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
        wide = entropy > np.log(spread)
        low, high = np.where(wide, width, low), np.where(wide, high, width)
    return (shares + shares.T) / (2 * count)


def _reasons(rows: pd.DataFrame, column: str) -> list[str]:
    notes = zip(rows[column], rows[f"{column}_note"], strict=True)
    return [
        "" if pd.notna(v) else "no estimate published" if pd.isna(n) else reason_of(str(n), column) for v, n in notes
    ]

"""The sentences, pictures and tables of the page on all occupations, each computed from its frames."""

import pandas as pd

from helpers import atlas, charts
from helpers.estimates import NOT_PUBLISHED, VERDICTS
from helpers.present import Col, Html, details, figure, finding, pct, sentences, show, sources_list, table, usd
from helpers.prose.words import plural
from helpers.sources import sources_of

_TABLES = ("pay", "projections", "ratings", "occupation_links")
_MOST = 12


def lead(frame: pd.DataFrame) -> Html:
    """Return one paragraph: how many occupations there are, how many have which figure, and the middle of both."""
    paid, projected = frame["pay_usd"].notna().sum(), frame["change_pct"].notna().sum()
    middle = frame[["pay_usd", "change_pct"]].median()
    return sentences(
        f"{plural(len(frame), 'occupation')} of the pay survey: {paid:,} with mean pay a year, {projected:,} with a"
        f" projected change of jobs.",
        f"The occupation in the middle pays {usd(middle['pay_usd'])} on average; the one in the middle of the outlook"
        f" changes by {pct(middle['change_pct'], sign=True)}.",
    )


def outlook_section(frame: pd.DataFrame, *, major: str = "") -> Html:
    """Return pay beside projected change as a picture and as a table of all occupations.

    The ends of both are named, and of the major group `major`, where one is given, its own.
    """
    own = frame[frame["major_code"] == major]
    labels = pd.concat([atlas.extremes(own, 1), atlas.extremes(frame, 2)]) if len(own) else atlas.extremes(frame)
    labels = labels.drop_duplicates("soc_code")
    picture = figure(
        charts.pay_outlook(frame, labels=labels, major=major),
        alt=charts.pay_outlook_alt(frame, labels=labels, major=major),
        caption="Mean pay and projected change of jobs",
    )
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    above = known["pay_usd"] > known["pay_usd"].median()
    growing, shrinking = ((above & (known["change_pct"] > 0)).sum(), (above & (known["change_pct"] < 0)).sum())
    order = float(known["pay_usd"].corr(known["change_pct"], method="spearman"))
    shown = frame.sort_values(["pay_usd", "soc_code"], ascending=[False, True])
    return show(
        sentences(
            f"Of the {int(above.sum()):,} occupations that pay more than the middle one, {growing:,} are projected to"
            f" grow and {shrinking:,} to shrink.",
            f"The rank correlation of pay and projected change is {order:.2f}, where 1 is the same order and 0 none.",
        ),
        picture,
        details(
            f"All {plural(len(frame), 'occupation')} as a table",
            table(
                shown,
                [
                    Col("occupation", "Occupation", header=True, long=True),
                    Col("soc_code", "SOC code"),
                    Col("pay_usd", "Mean pay a year", format="usd", reason="pay_reason", cell="pay_cell"),
                    Col("change_pct", "Projected change", format="pct", sign=True, reason="change_reason",
                        cell="change_cell"),
                    Col("jobs", "Jobs", format="jobs", reason="jobs_reason"),
                ],
                caption="Pay and outlook of every occupation",
                name="pay-and-outlook",
                sortable=True,
            ),
            in_print=False,
        ),
    )  # fmt: skip


def map_section(frame: pd.DataFrame, *, major: str = "") -> Html:
    """Return the map by likeness of work, how true it is, and each occupation's closest one as a table."""
    placed, kept = atlas.skills_map(frame)
    without = len(frame) - len(placed)
    return show(
        sentences(
            f"{plural(len(placed), 'occupation')} are placed; {without:,} are not, since {atlas.NOT_RATED}.",
            f"Of the {atlas.NEIGHBOURS} closest by ratings, {pct(100 * kept)} are also among the {atlas.NEIGHBOURS}"
            f" nearest on the map; the rest is lost in drawing many scales on a plane.",
        ),
        figure(
            charts.skills_map(placed, major=major),
            alt=charts.skills_map_alt(placed, major=major),
            caption="Occupations by likeness of work; a name stands in the middle of its group",
        ),
        details(
            "The closest occupation of each, as a table",
            table(
                placed.sort_values("occupation"),
                [
                    Col("occupation", "Occupation", header=True, long=True),
                    Col("nearest", "Closest by ratings", long=True),
                ],
                caption="The closest occupation by ratings",
                name="closest",
                sortable=True,
            ),
            in_print=False,
        ),
    )


def verdicts_section(frame: pd.DataFrame, *, major: str = "", level: float = 0.90, threshold_pct: float = 5.0) -> Html:
    """Return how many pairs have which verdict on mean pay, and where those that are not clear lie."""
    pairs = atlas.pair_verdicts(frame, level=level, threshold_pct=threshold_pct)
    groups = atlas.by_groups(frame, pairs)
    counts = pairs["verdict"].value_counts().reindex(list(VERDICTS), fill_value=0)
    compared = len(pairs) - counts[NOT_PUBLISHED]
    clear = groups["clear"].sum()
    rows = groups.assign(
        first=groups["group_a"],
        why="no pair has pay on both sides",
        second=groups["group_b"].where(groups["major_a"] != groups["major_b"], "the same group"),
    ).sort_values(["clear_pct", "major_a", "major_b"])
    columns = [
        Col("first", "Major group", header=True, long=True),
        Col("second", "With", long=True),
        Col("clear_pct", "Clear", format="pct", reason="why"),
        Col("compared", "Pairs compared", format="jobs"),
        *(Col(verdict, verdict.capitalize(), format="jobs") for verdict in VERDICTS),
    ]
    told = "; ".join(f"{verdict} {counts[verdict]:,}" for verdict in VERDICTS)
    return show(
        finding(
            f"Of {len(pairs):,} pairs, {compared:,} can be compared, and in {clear:,} of these"
            f" ({pct(100 * clear / compared)}) one occupation clearly pays more on average."
            if compared
            else f"None of {len(pairs):,} pairs can be compared.",
        ),
        sentences(f"By verdict: {told}."),
        figure(
            charts.unclear_grid(groups, major=major),
            alt=charts.unclear_grid_alt(groups, major=major),
            caption="Where mean pay is no clear difference, by major group",
        ),
        table(rows.head(_MOST), columns[:4], caption="The groups with most unclear pairs", name="most-unclear"),
        details(
            f"All {plural(len(rows), 'pair')} of major groups",
            table(rows, columns, caption="Verdicts by major groups", name="verdicts-by-group", sortable=True),
            in_print=False,
        ),
    )


def sources_section() -> Html:
    """Return the sources behind the page."""
    found = {source.id: source for name in _TABLES for source in sources_of(name)}
    return show(sources_list(list(found.values())))

"""Which figures of the tables are empty, and why; and what the footnotes of the pay table do to each datatype."""

import pandas as pd

from helpers.coverage import Read
from helpers.schemas import ALL, Column
from helpers.schemas.pay import MEASURES
from helpers.tables import load

UNEXPLAINED = "no reason given"
BY_DESIGN: dict[tuple[str, str], str] = {
    ("pay", "jobs_per_1000"): "published for areas, not for the nation and its industries",
    ("pay", "location_quotient"): "published for areas, not for the nation and its industries",
    ("footnotes", "annual_bound_usd"): "the footnote names no bound",
    ("footnotes", "hourly_bound_usd"): "the footnote names no bound",
    ("interests", "high_point"): "not among the first three interests of the occupation",
    ("market_claims", "value"): "the claim is a text, no figure",
    ("abroad_codes", "line_share"): "the way to Canada's groups goes by no index",
    ("abroad_links", "share"): "Canada's groups are judged by their pay, not by their jobs",
    **{
        ("activity_use", f"{figure}_{side}"): "no conversation, or too few to tell"
        for figure in ("completion", "scope")
        for side in ("user", "ai")
    },
}
"""(table, column) -> why a figure without any other reason is empty, as the dictionary of the data folder says."""
ROW_NOTES = {"people": "shares_note", "ages": "ages_note"}
"""Table -> column that gives the reason for several figures of a row."""


def missing_figures(read: Read = load) -> pd.DataFrame:
    """Return one row a table, column and reason: table, column, rows, empty, empty_pct, reason.

    Only columns of figures that may be empty and are, somewhere; `empty` counts the rows with that reason. A figure
    that nothing explains has the reason `UNEXPLAINED`.
    """
    meanings = read("footnotes").set_index("footnote_code")["meaning"]
    found = []
    for name, table in ALL.items():
        figures = [
            column for column in table.columns if column.nullable and column.kind in ("whole", "decimal", "real")
        ]
        if not figures:
            continue
        frame = read(name)
        for column in figures:
            empty = frame[frame[column.name].isna()]
            reasons = _reasons(name, column, empty, meanings)
            for reason, count in sorted(reasons.value_counts().items(), key=lambda item: (-item[1], str(item[0]))):
                found.append((name, column.name, len(frame), int(count), 100 * count / len(frame), str(reason)))
    return pd.DataFrame(found, columns=["table", "column", "rows", "empty", "empty_pct", "reason"])


def footnotes_by_datatype(read: Read = load) -> pd.DataFrame:
    """Return one row a datatype of the pay table: datatype, column, published, code_<footnote> for each footnote code
    that empties a figure, areas_only (published for areas only), rows. The parts add up to rows.
    """
    pay = read("pay")
    notes = pd.unique(pd.concat([pay[f"{column}_note"] for column, _ in MEASURES.values()]).dropna())
    found = []
    for code, (column, _) in MEASURES.items():
        empty = pay[column].isna()
        counts = pay.loc[empty, f"{column}_note"].value_counts()
        row: dict[str, object] = {"datatype": code, "column": column, "published": int((~empty).sum())}
        row |= {f"code_{note}": int(counts.get(note, 0)) for note in sorted(notes)}
        found.append(row | {"areas_only": int(empty.sum() - counts.sum()), "rows": len(pay)})
    return pd.DataFrame(found)


def _reasons(table: str, column: Column, empty: pd.DataFrame, meanings: "pd.Series[str]") -> "pd.Series[str]":
    """Return the reason of each row whose figure is empty, from the nearest column that gives one."""
    found = pd.Series(pd.NA, index=empty.index, dtype="object")
    for name in (f"{column.name}_note", ROW_NOTES.get(table, ""), "missing_reason"):
        if name in empty:
            given = empty[name].map(meanings) if table in ("pay", "pay_years") else empty[name]
            found = found.where(found.notna(), given)
    return found.fillna(BY_DESIGN.get((table, column.name), UNEXPLAINED))

"""What the comparison could not determine, and why, counted by cause."""

from collections.abc import Mapping

import pandas as pd

from helpers.estimates import NOT_PUBLISHED

COLUMNS = ["section", "what", "cause", "count"]


def unknowns(sections: Mapping[str, pd.DataFrame], names: tuple[str, str]) -> pd.DataFrame:
    """Return one row a section and cause, the most frequent first: section, what, cause, count.

    `sections` maps a section's name to its frame: rows of a pair (columns `label`, `reason_a`, `reason_b`, `verdict`,
    `verdict_reason`) or one row a place or industry. `what` says whose figure is missing, or that a difference was not
    tested, with up to three examples.
    """
    found: list[dict[str, object]] = []
    for section, frame in sections.items():
        label = next((name for name in ("label", "area", "industry", "measure") if name in frame), None)
        if frame.empty or label is None:
            continue
        for side, name in zip("ab", names, strict=True):
            if f"reason_{side}" in frame:
                missing = frame[frame[f"reason_{side}"].fillna("") != ""]
                for cause, group in missing.groupby(f"reason_{side}", sort=False):
                    found.append(_row(section, f"{name}: no figure for {_examples(group[label])}", cause, len(group)))
        if "verdict_reason" in frame:
            untested = frame[(frame["verdict"] != NOT_PUBLISHED) & (frame["verdict_reason"].fillna("") != "")]
            for cause, group in untested.groupby("verdict_reason", sort=False):
                found.append(_row(section, f"difference not tested for {_examples(group[label])}", cause, len(group)))
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    return pd.DataFrame(found)[COLUMNS].sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _row(section: str, what: str, cause: object, count: int) -> dict[str, object]:
    return {"section": section, "what": what, "cause": str(cause), "count": count}


def _examples(labels: "pd.Series[str]", most: int = 3) -> str:
    names = list(dict.fromkeys(str(label) for label in labels))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

"""What the comparison could not determine, and why, counted by cause."""

from collections.abc import Mapping, Sequence

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
        labels = frame[label].tolist()
        for side, name in zip("ab", names, strict=True):
            if f"reason_{side}" in frame:
                for cause, group in _by_cause(frame[f"reason_{side}"].tolist(), labels).items():
                    found.append(_row(section, f"{name}: no figure for {_examples(group)}", cause, len(group)))
        if "verdict_reason" in frame:
            given = zip(frame["verdict"].tolist(), frame["verdict_reason"].tolist(), strict=True)
            causes = ["" if word == NOT_PUBLISHED else cause for word, cause in given]
            for cause, group in _by_cause(causes, labels).items():
                found.append(_row(section, f"difference not tested for {_examples(group)}", cause, len(group)))
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    return pd.DataFrame(found)[COLUMNS].sort_values("count", ascending=False, kind="stable", ignore_index=True)


def _by_cause(causes: Sequence[object], labels: Sequence[object]) -> dict[str, list[object]]:
    """Return the labels of each cause, in order; an empty or missing cause is none."""
    found: dict[str, list[object]] = {}
    for cause, label in zip(causes, labels, strict=True):
        if cause and isinstance(cause, str):
            found.setdefault(cause, []).append(label)
    return found


def _row(section: str, what: str, cause: object, count: int) -> dict[str, object]:
    return {"section": section, "what": what, "cause": str(cause), "count": count}


def _examples(labels: Sequence[object], most: int = 3) -> str:
    names = list(dict.fromkeys(str(label) for label in labels))
    apart = "; " if any("," in name for name in names[:most]) else ", "
    return apart.join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")

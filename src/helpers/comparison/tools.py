"""Software and technology of both roles: what both use, and what only one of them does."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from helpers.comparison.standins import StandIn

BOTH, ONLY_A, ONLY_B = "both", "first only", "second only"
WHERE = (BOTH, ONLY_A, ONLY_B)
LISTED, IN_DEMAND = "listed", "listed, in demand"
NOT_LISTED = "not listed for this role"
COLUMNS = (
    *("technology", "category", "where", "hot", "in_demand"),
    *(f"{name}_{side}" for side in "ab" for name in ("text", "reason", "cell")),
)


def tool_rows(technologies: pd.DataFrame, a: StandIn, b: StandIn) -> pd.DataFrame:
    """Return one row a technology of either role, those of both first, then hot ones, then by name.

    `technologies` is the table of that name. Columns: `technology`, `category`, `where` (one of `WHERE`), `hot` (often
    in adverts of all employers), `in_demand` (in adverts of either occupation), and for each side `text_a` ('listed' or
    'listed, in demand'), `reason_a` where it is not listed, `cell_a`. Not listed does not mean not used: O*NET lists
    examples. No rows where neither side has any; `missing_tools` says why.
    """
    sides = dict(zip("ab", (_listed(technologies, stands.code) for stands in (a, b)), strict=True))
    why = dict(zip("ab", missing_tools(technologies, a, b), strict=True))
    rows = []
    for name in {**sides["a"], **sides["b"]}:
        found = {side: listed[name] for side, listed in sides.items() if name in listed}
        row = {"technology": name, "category": next(iter(found.values()))["category"]}
        row["where"] = BOTH if len(found) > 1 else ONLY_A if "a" in found else ONLY_B
        row["hot"] = any(one["hot"] for one in found.values())
        row["in_demand"] = any(one["in_demand"] for one in found.values())
        for side, stands in (("a", a), ("b", b)):
            one = found.get(side)
            row[f"text_{side}"] = "" if one is None else IN_DEMAND if one["in_demand"] else LISTED
            row[f"reason_{side}"] = (why[side] or NOT_LISTED) if one is None else ""
            key = "" if one is None else f"{stands.code}|{name}|{one['category_code']}"
            row[f"cell_{side}"] = key and f"technologies/{key}/in_demand"
        rows.append(row)
    rows.sort(
        key=lambda row: (WHERE.index(row["where"]), not row["hot"], not row["in_demand"], row["technology"].casefold())
    )
    return pd.DataFrame(rows, columns=COLUMNS)


def missing_tools(technologies: pd.DataFrame, a: StandIn, b: StandIn) -> tuple[str, str]:
    """Return for each side why it has no technologies, empty where it has some."""
    known = set(technologies["onet_code"].unique())
    first, second = (
        "" if side.code in known else side.reason or f"O*NET lists no technology for {side.spoken}" for side in (a, b)
    )
    return first, second


def _listed(technologies: pd.DataFrame, code: str) -> dict[str, dict[Hashable, Any]]:
    """Return the rows of one occupation by technology; of several kinds the first."""
    rows = technologies[technologies["onet_code"] == code].to_dict("records")
    return {row["technology"]: row for row in reversed(rows)}

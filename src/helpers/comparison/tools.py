"""Software and technology of both roles: what both use, and what only one of them does."""

import pandas as pd

from helpers.comparison.standins import StandIn

BOTH, ONLY_A, ONLY_B = "both", "first only", "second only"
WHERE = (BOTH, ONLY_A, ONLY_B)
LISTED, IN_DEMAND = "listed", "listed, in demand"
NOT_LISTED = "not listed for this role"


def tool_rows(technologies: pd.DataFrame, a: StandIn, b: StandIn) -> pd.DataFrame:
    """Return one row a technology of either role, those of both first, then hot ones, then by name.

    `technologies` is the table of that name. Columns: `technology`, `category`, `where` (one of `WHERE`), `hot` (often
    in adverts of all employers), `in_demand` (in adverts of either occupation), and for each side `text_a` ('listed' or
    'listed, in demand'), `reason_a` where it is not listed, `cell_a`. Not listed does not mean not used: O*NET lists
    examples. No rows where neither side has any; `missing_tools` says why.
    """
    sides = [_side(technologies, stands, side) for stands, side in ((a, "a"), (b, "b"))]
    joined = sides[0].join(sides[1], how="outer").reset_index(names="technology")
    listed_a, listed_b = joined["text_a"].notna(), joined["text_b"].notna()
    frame = pd.DataFrame(
        {
            "technology": joined["technology"],
            "category": joined["category_a"].fillna(joined["category_b"]),
            "where": pd.Series(BOTH, index=joined.index).mask(~listed_b, ONLY_A).mask(~listed_a, ONLY_B),
            "hot": joined["hot_a"].eq(True) | joined["hot_b"].eq(True),
            "in_demand": joined["text_a"].eq(IN_DEMAND) | joined["text_b"].eq(IN_DEMAND),
        }
    )
    why = dict(zip("ab", missing_tools(technologies, a, b), strict=True))
    for side in "ab":
        frame[f"text_{side}"] = joined[f"text_{side}"].fillna("")
        frame[f"reason_{side}"] = [("" if text else why[side] or NOT_LISTED) for text in frame[f"text_{side}"]]
        frame[f"cell_{side}"] = joined[f"cell_{side}"].fillna("")
    order = frame.assign(
        rank=frame["where"].map({where: place for place, where in enumerate(WHERE)}),
        plain=frame["technology"].str.casefold(),
    )
    order = order.sort_values(["rank", "hot", "in_demand", "plain"], ascending=[True, False, False, True])
    return frame.loc[order.index].reset_index(drop=True)


def missing_tools(technologies: pd.DataFrame, a: StandIn, b: StandIn) -> tuple[str, str]:
    """Return for each side why it has no technologies, empty where it has some."""
    known = set(technologies["onet_code"])
    first, second = (
        "" if side.code in known else side.reason or f"O*NET lists no technology for {side.spoken}" for side in (a, b)
    )
    return first, second


def _side(technologies: pd.DataFrame, stands: StandIn, side: str) -> pd.DataFrame:
    """Return category, hot, text and cell of one side by technology; of several kinds the first is named."""
    rows = technologies[technologies["onet_code"] == stands.code].drop_duplicates("technology")
    return pd.DataFrame(
        {
            f"category_{side}": rows["category"].to_numpy(),
            f"hot_{side}": rows["hot"].to_numpy(),
            f"text_{side}": [IN_DEMAND if wanted else LISTED for wanted in rows["in_demand"]],
            f"cell_{side}": [
                f"technologies/{stands.code}|{name}|{kind}/in_demand"
                for name, kind in rows[["technology", "category_code"]].itertuples(index=False)
            ],
        },
        index=pd.Index(rows["technology"], dtype=object),
        dtype=object,
    )

"""The map of equal tiles: where each state and territory stands, twelve columns by eight rows."""

import pandas as pd

_PLACES = """AK0,0 ME11,0 VT10,1 NH11,1 WI6,1 WA1,2 ID2,2 MT3,2 ND4,2 MN5,2 IL6,2 MI7,2 NY9,2 MA10,2 OR1,3 NV2,3 WY3,3
SD4,3 IA5,3 IN6,3 OH7,3 PA8,3 NJ9,3 CT10,3 RI11,3 CA1,4 UT2,4 CO3,4 NE4,4 MO5,4 KY6,4 WV7,4 VA8,4 MD9,4 DE10,4 AZ2,5
NM3,5 KS4,5 AR5,5 TN6,5 NC7,5 SC8,5 DC9,5 OK4,6 LA5,6 MS6,6 AL7,6 GA8,6 HI0,7 TX4,7 FL9,7 GU0,6 PR11,6 VI11,7"""
TILES: dict[str, tuple[int, int]] = {
    place[:2]: (int(place[2:].split(",")[0]), int(place[2:].split(",")[1])) for place in _PLACES.split()
}
"""Postal code of a state or territory -> column and row of its tile."""


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose `state` has a tile, with its column `x` and row `y`."""
    there = frame[frame["state"].isin(TILES)]
    at = [TILES[state] for state in there["state"]]
    return there.assign(x=[x for x, _ in at], y=[y for _, y in at])

"""Charts of the report: a frame in, Axes out, and for each chart its text alternative computed from the same frame.

- `pay_ladder(frame, names, *, unit=None)`, `pay_ladder_alt` (same arguments), `ladder_unit(frame)`: a pair frame whose
  `measure` holds the pay table's column names (`annual_p10_usd`, …, `annual_mean_usd`, or `hourly_…`).
- `state_tiles(frame, value, *, label, unit)`, `state_tiles_alt`: a value by state.
- `verdict_tiles(frame, names, *, verdict="verdict", gap="gap_pct")`, `verdict_tiles_alt`: who is higher by state.
- `ranked_bars(frame, label, *, unit, axis, sides=("a", "b"), names, most=10)`, `ranked_bars_alt`.

Hand the Axes to `present.figure(axes, alt=…, caption=…)`. Nothing here shows, saves or keeps a figure.
"""

from helpers.charts.bars import ranked_bars, ranked_bars_alt
from helpers.charts.pay import ladder_unit, pay_ladder, pay_ladder_alt
from helpers.charts.places import state_tiles, state_tiles_alt, verdict_tiles, verdict_tiles_alt

__all__ = [
    "ladder_unit",
    "pay_ladder",
    "pay_ladder_alt",
    "ranked_bars",
    "ranked_bars_alt",
    "state_tiles",
    "state_tiles_alt",
    "verdict_tiles",
    "verdict_tiles_alt",
]

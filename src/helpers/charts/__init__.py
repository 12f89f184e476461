"""Charts of the report: a frame in, Axes out, and for each chart its text alternative computed from the same frame.

- `pay_ladder(frame, names, *, unit=None, level=0.9)`, `pay_ladder_alt` (same), `ladder_unit(frame)`: a pair frame whose
  `measure` holds the pay table's column names (`annual_p10_usd`, …, `annual_mean_usd`, or `hourly_…`).
- `state_tiles(frame, value, *, label, unit)`, `state_tiles_alt`: a value by state.
- `verdict_tiles(frame, names, *, verdict="verdict", gap="gap_pct")`, `verdict_tiles_alt`: who is higher by state.
- `ranked_bars(frame, label, *, unit, axis, sides=("a", "b"), names, most=10)`, `ranked_bars_alt`.
- `quantile_dots(values_a, values_b, names)`, `quantile_dots_alt`: 50 equally likely workers a role.
- `skill_gaps(frame, names, *, label, gap, holds)`, `skill_gaps_alt`: two-sided, B minus A.
- `three_bars(frame, *, label, value, low, high)`, `three_bars_alt`: switching role, place or industry.
- `openings_split(frame, names, *, part)`, `openings_split_alt`: exits, transfers and growth.
- `education_steps(frame, names, *, level)`, `education_steps_alt`: shares of workers by level.

Hand the Axes to `present.figure(axes, alt=…, caption=…)`. Nothing here shows, saves or keeps a figure.
"""

from helpers.charts.bars import ranked_bars, ranked_bars_alt
from helpers.charts.dots import quantile_dots, quantile_dots_alt
from helpers.charts.education import education_steps, education_steps_alt
from helpers.charts.gaps import skill_gaps, skill_gaps_alt, three_bars, three_bars_alt
from helpers.charts.ladder import ladder_unit
from helpers.charts.outlook import openings_split, openings_split_alt
from helpers.charts.pay import pay_ladder, pay_ladder_alt
from helpers.charts.places import state_tiles, state_tiles_alt, verdict_tiles, verdict_tiles_alt

__all__ = [
    "education_steps",
    "education_steps_alt",
    "ladder_unit",
    "openings_split",
    "openings_split_alt",
    "pay_ladder",
    "pay_ladder_alt",
    "quantile_dots",
    "quantile_dots_alt",
    "ranked_bars",
    "ranked_bars_alt",
    "skill_gaps",
    "skill_gaps_alt",
    "state_tiles",
    "state_tiles_alt",
    "three_bars",
    "three_bars_alt",
    "verdict_tiles",
    "verdict_tiles_alt",
]

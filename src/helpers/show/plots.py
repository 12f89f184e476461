"""The kinds of chart of a report: each a short function over calls of seaborn and matplotlib on a tidy frame.

A frame is long: `role`, `label` (a row's words), `note` (its second line, may be absent), `value`, and `text`, the
value as it is written; `key` tells rows with the same words apart. The order of the roles is that of the categories of
`role`. Charts take one to eight roles; they hold no number format, statistics or rule, and their text alternative is
computed from the same frame. Each draws on `ax`, whose figure it resizes, and returns it.
"""

from helpers.show.canvas import ALL, SITE
from helpers.show.plane_plots import grid, lines, quantile_dots, scatter, tile_map
from helpers.show.row_plots import dumbbell, gap_bars, paired_bars, ranges, stacked_bars

__all__ = [
    "ALL",
    "SITE",
    "dumbbell",
    "gap_bars",
    "grid",
    "lines",
    "paired_bars",
    "quantile_dots",
    "ranges",
    "scatter",
    "stacked_bars",
    "tile_map",
]

"""What a notebook shows: blocks of HTML, tables, passports of numbers, marks of roles, and seaborn charts in one look.

`figure` and `plots` are loaded when they are first used: a page without charts does not pay for matplotlib.
"""

from typing import TYPE_CHECKING, Any

from helpers.show.blocks import MOST_OPEN

if TYPE_CHECKING:
    from helpers.show import plots
    from helpers.show.drawing import figure

__all__ = ["MOST_OPEN", "figure", "plots"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "figure":
        return import_module("helpers.show.drawing").figure
    if name == "plots":
        return import_module("helpers.show.plots")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

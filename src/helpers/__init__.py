"""Which of these two roles? Official occupation tables compared, with the source behind every number.

`from helpers import compare, compare_many, compare_all`; each is imported when it is first asked for.
"""

from importlib import import_module
from typing import Any

__all__ = ["compare", "compare_all", "compare_many"]
_HOMES = {"compare": "comparison.roles", "compare_all": "whole.pairs", "compare_many": "whole.pairs"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"helpers.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

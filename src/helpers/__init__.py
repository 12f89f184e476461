"""Which of these two roles? Official occupation tables compared, with the source behind every number.

`from helpers import compare` is `helpers.comparison.roles.compare`; it is imported when it is first asked for.
"""

from importlib import import_module
from typing import Any

__all__ = ["compare"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("helpers.comparison.roles"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

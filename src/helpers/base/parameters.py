"""Parameters of a notebook as papermill hands them in: a misspelt one is refused, where papermill would only warn."""

import difflib
from collections.abc import Mapping

from helpers.base.errors import BadInput


def check_names(found: Mapping[str, object], declared: str) -> None:
    """Raise `BadInput` if a plain value stands in a notebook's names that its parameters cell does not declare.

    `found` are the names so far, `globals()` in the cell behind the parameters; `declared` are the parameters' names,
    parted by spaces. Only texts, numbers, and yes or no are looked at: nothing else can be a parameter.
    """
    known = declared.split()
    plain = (str, int, float, bool)
    unknown = [name for name, value in found.items() if name[:1] != "_" and type(value) in plain and name not in known]
    if unknown:
        close = difflib.get_close_matches(unknown[0], known, 1)
        raise BadInput(
            f"there is no parameter {unknown[0]!r}",
            expected=f"one of {', '.join(known)}",
            next_step=f"did you mean {close[0]}?" if close else "see the first cell of the notebook for what each is",
        )

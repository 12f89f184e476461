"""A section that cannot be computed says so in its place; the rest of the report stands."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from helpers.comparison.compare import Settings
from helpers.errors import UserError
from helpers.present import Html
from helpers.present.html import markup

Rest = ParamSpec("Rest")


class Subject(Protocol):
    """What a section is made from: a comparison, or a profile of one role."""

    @property
    def settings(self) -> Settings:
        """Return what the reader may turn."""


Given = TypeVar("Given", bound=Subject)
MARK = "This part could not be computed."


def guarded(
    make: Callable[Concatenate[Given, Rest], Html],
) -> Callable[Concatenate[Given, Rest], Html]:
    """Return the section's function with its failures turned into a remark in the section's place.

    A table that is missing or damaged still ends the run, unless its `settings` allow it. `render.render` finds the
    remark and ends the run non-zero all the same.
    """

    def run(subject: Given, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Html:
        try:
            return make(subject, *args, **kwargs)
        except UserError as error:
            if not subject.settings.allow_missing:
                raise
            return failed(error)
        except Exception as error:  # whatever went wrong, the reader is told where and what
            return failed(error)

    update_wrapper(run, make)
    return run


def failed(error: Exception) -> Html:
    """Return the remark that stands in place of a section: what went wrong, in one line."""
    words = str(error).splitlines()[0] if str(error) else "no more is known"
    kind = "" if isinstance(error, UserError) else f"{type(error).__name__}: "
    return Html(f'<div class="callout missing failed"><p><strong>{MARK}</strong> {markup(kind + words)}</p></div>')

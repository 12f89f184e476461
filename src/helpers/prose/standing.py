"""Which O*NET occupation the figures on the work itself stand for, in sentences."""

from helpers.comparison import Comparison
from helpers.comparison.standins import StandIn
from helpers.present import Html, callout, sentences, show
from helpers.prose.words import named

_SHOWN = 6


def standing(comparison: Comparison) -> Html:
    """Return one paragraph on both sides' O*NET occupations, with those left aside; a remark for a side without one.

    Where one O*NET occupation stands for both, it says that nothing below can differ.
    """
    sides = list(zip(comparison.names, comparison.work.stand_ins, strict=True))
    told = [_one(name, stands) for name, stands in sides if stands.code]
    blocks = [
        sentences("O*NET's occupations are finer than those of the pay survey; nothing is averaged over them.", *told)
    ]
    blocks += [callout(f"{named(name)}: {stands.reason}.", kind="missing") for name, stands in sides if not stands.code]
    if comparison.work.one_record:
        blocks.append(
            callout("One O*NET occupation stands for both titles, so that every figure here is the same for both.")
        )
    return show(*blocks if told else blocks[1:])


def shortened(items: tuple[str, ...], most: int = _SHOWN, between: str = ", ") -> str:
    """Return items as a list in a sentence, those beyond `most` counted."""
    rest = len(items) - most
    return between.join(items[:most]) + (f" and {rest} more" if rest > 0 else "")


def _one(name: str, stands: StandIn) -> str:
    why = f"; {stands.note}" if stands.note else ""
    others = f" (not {shortened(stands.others)})" if stands.others else ""
    return f"The figures on {named(name)} are those of {stands.spoken}{others}{why}."

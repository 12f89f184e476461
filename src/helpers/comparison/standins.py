"""Which O*NET occupation stands for each side: O*NET is finer than the pay table, and nothing is averaged."""

from dataclasses import dataclass

import pandas as pd

from helpers.tables.titles import Reading


@dataclass(frozen=True)
class StandIn:
    """One side's O*NET occupation: code and name, or no code and the `reason`.

    `note` says how it was chosen where there was a choice, `others` lists the rest under the occupation as `code name`.
    """

    code: str = ""
    name: str = ""
    note: str = ""
    others: tuple[str, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a side without a code that gives no reason."""
        if not self.code and not self.reason:
            raise ValueError("a side without an O*NET code needs a reason")

    @property
    def spoken(self) -> str:
        """Return name and code as they stand in a sentence."""
        return f"{self.name} ({self.code})"


def stand_in(reading: Reading, links: pd.DataFrame) -> StandIn:
    """Return the O*NET occupation that stands for a reading; `links` is the table occupation_links.

    In this order: the only code with figures; the general one (ending in .00) if the title names it, or names none; the
    one that the title names. Where several are left, none stands for the occupation, and the reason lists them.
    """
    rows = links[(links["soc_code"] == reading.soc_code) & (links["target"] == "onet")]
    if rows.empty or rows["target_code"].isna().all():
        why = "; ".join(rows["match_note"].dropna()) or "O*NET has no occupation under this code"
        return StandIn(reason=f"O*NET holds no figures for {reading.occupation}: {why}")
    names = {str(code): str(name) for code, name in rows[["target_code", "target_occupation"]].itertuples(index=False)}
    match_note = "; ".join(sorted(set(rows["match_note"].dropna())))
    named = [code for code in reading.onet_codes if code in names]
    general = [code for code in names if code.endswith(".00")]
    if len(names) == 1:
        code, note = next(iter(names)), match_note
    elif len(general) == 1 and (not named or general[0] in named):
        code, note = general[0], "the general one of several O*NET occupations stands for it"
    elif len(named) == 1:
        code, note = named[0], "the O*NET occupation that the title names stands for it, one of several"
    else:
        which = "the title names several of them" if named else "none of them stands for all of it"
        return StandIn(
            reason=f"{len(names)} O*NET occupations lie under {reading.occupation} and {which}: "
            f"{', '.join(_spoken(names, set()))}. Give one of these codes as the role to see its figures"
        )
    unknown = [code for code in reading.onet_codes if code not in names]
    if unknown and not named:
        note = f"O*NET holds no figures for {', '.join(unknown)}, which the title names; {note or 'this one stands in'}"
    return StandIn(code, names[code], note, tuple(_spoken(names, {code})))


def _spoken(names: dict[str, str], without: set[str]) -> list[str]:
    return [f"{code} {name}" for code, name in names.items() if code not in without]

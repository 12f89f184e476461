"""Where one role may lead: related occupations by tier, those further up, and links to official finders."""

from urllib.parse import quote_plus

import pandas as pd

from helpers.comparison.careers import TIERS
from helpers.comparison.profile import Profile, in_nation
from helpers.present import Col, Html, bullets, callout, escape, sentences, show, table
from helpers.present.tables import column_of
from helpers.prose.guard import guarded
from helpers.prose.words import named, place_name, plural

_FINDERS = "https://www.careeronestop.org/Toolkit"
_DOES_NOT_SAY = "O*NET relates occupations by their work; it does not count who moves from one to the other."


@guarded
def related_section(role: Profile) -> Html:
    """Return the related occupations by tier, and apart those of a higher job zone with higher pay."""
    frame = role.careers
    if frame.empty:
        why = role.stands.reason or f"O*NET relates no occupation to {role.stands.spoken}"
        return callout(f"{named(role.name)}: {why}.", kind="missing")
    place = place_name(role.pair)
    caption = f"Related occupations, closest first; median pay in {place}"
    return show(
        sentences(
            f"O*NET relates {plural(len(frame), 'occupation')} to {named(role.name)}.",
            _DOES_NOT_SAY,
        ),
        _table(frame, caption, "related"),
        Html("<h3>Up from here</h3>"),
        _up(role, frame),
    )


@guarded
def links_section(role: Profile) -> Html:
    """Return links to the official finders of jobs, licences, certificates and training, for this code and place."""
    where = role.area.area if not in_nation(role.area) else "United States"
    occupation = role.role.leading.occupation
    finders = [
        ("Job finder", f"{_FINDERS}/Jobs/find-jobs-results.aspx?keyword={quote_plus(role.code)}"),
        ("Licence finder", f"{_FINDERS}/Training/find-licenses.aspx?keyword={quote_plus(occupation)}"),
        ("Certificate finder", f"{_FINDERS}/Training/find-certifications.aspx?keyword={quote_plus(occupation)}"),
        ("Training finder", f"{_FINDERS}/Training/find-local-training.aspx?keyword={quote_plus(occupation)}"),
    ]
    items = [
        _link(address + f"&location={quote_plus(where)}", f"{what}, {occupation} ({role.code}), {where}")
        for what, address in finders
    ]
    if role.stands.code:
        address = f"https://www.onetonline.org/link/summary/{role.stands.code}"
        items.append(_link(address, f"O*NET OnLine, {role.stands.spoken}"))
    return show(
        bullets(items),
        sentences("The finders are those of CareerOneStop, sponsored by the U.S. Department of Labor."),
    )


def _link(address: str, words: str) -> Html:
    return Html(f'<a href="{escape(address)}">{escape(words)}</a>')


def _up(role: Profile, frame: pd.DataFrame) -> Html:
    place = place_name(role.pair)
    up = frame[frame["up"]]
    if up.empty:
        why = role.fact("annual_median_usd")
        unknown = (
            f"the role's own median a year is not known here: {why.reason}"
            if why.reason
            else ("its job zone is not known" if frame["zone_change"].isna().all() else "")
        )
        if unknown:
            return callout(f"Which related occupations pay more cannot be told: {unknown}.", kind="missing")
        return sentences(
            f"None of the {len(frame)} asks for more preparation and also pays more in {place}.", _same_zone(frame)
        )
    caption = f"Related occupations of a higher job zone and a higher median pay in {place}"
    return show(
        sentences(
            f"{plural(len(up), 'related occupation')} of a higher job zone {'has' if len(up) == 1 else 'have'} a higher"
            f" median pay in {place}.",
            _same_zone(frame),
            "A higher zone means more preparation: schooling, experience, training.",
        ),
        _table(up.sort_values("pay", ascending=False, kind="stable"), caption, "up"),
    )


def _same_zone(frame: pd.DataFrame) -> str:
    level = frame[(frame["zone_change"] == 0) & (frame["pay_change_pct"] > 0)]
    if level.empty:
        return ""
    named_few = ", ".join(level.sort_values("pay", ascending=False)["occupation"].head(3))
    more = f" and {len(level) - 3} more" if len(level) > 3 else ""
    return f"At the same zone, more is paid in {named_few}{more}."


def _table(frame: pd.DataFrame, caption: str, name: str) -> Html:
    shown = frame.assign(tier_words=column_of(frame, lambda row: TIERS[str(row["tier"])]))
    columns = [
        Col("occupation", "Occupation", header=True, long=True, cell="related_cell"),
        Col("tier_words", "Tier", long=True),
        Col("zone", "Job zone", format="score", reason="zone_reason", cell="zone_cell"),
        Col(
            "pay",
            "Median pay a year",
            format="usd",
            text="pay_text",
            reason="pay_reason",
            note="pay_note",
            cell="pay_cell",
        ),
        Col("pay_change_pct", "Against this role", format="gap_pct", sign=True, reason="pay_change_reason"),
        Col(
            "growth_pct",
            "Projected change of jobs",
            format="pct",
            sign=True,
            reason="growth_reason",
            note="growth_note",
            cell="growth_cell",
        ),
        Col(
            "gap",
            "Asks for more than so many of 100 moves",
            format="score",
            text="gap_text",
            reason="gap_reason",
            cell="gap_cell",
        ),
    ]
    note = (
        "Medians and projections carry no published error, so no difference is tested. Pay is not adjusted for prices."
    )
    return table(shown, columns, caption=caption, name=name, note=note, sortable=True, kind="places")

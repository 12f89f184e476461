"""Pay of one role by percentile, and beside it the pay and the ladders of years that career sites print, as claims."""

import pandas as pd

from helpers import charts
from helpers.charts.ladder import Unit
from helpers.claims.measures import say_figure
from helpers.comparison.profile import Profile
from helpers.present import Col, Html, callout, claims_table, figure, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.market import unrepeated
from helpers.prose.profile.tables import facts_table
from helpers.prose.words import named, place_name

NO_LADDER = (
    "A percentile is a place among all workers in the occupation today. It is no step that years of experience lead to:"
    " no table here has pay by years worked."
)
_STEPS = {"ladder_experience_low_years": "low", "ladder_experience_high_years": "high", "pay_ladder_usd": "pay"}


@guarded
def pay_section(role: Profile) -> Html:
    """Return the spread of pay with the mean's error, the table by year and hour, and what pages claim beside it."""
    names, place = role.pair.names, place_name(role.pair)
    known = role.pay["value_a"].notna().any()
    rule = callout(NO_LADDER, kind="caution")
    drawn = (
        figure(
            charts.pay_ladder(role.pair.pay, names, unit=_unit(role), sides="a", level=role.settings.level),
            alt=charts.pay_ladder_alt(role.pair.pay, names, unit=_unit(role), sides="a", level=role.settings.level),
            caption=f"Pay of {named(role.name)} in {place}, between workers",
        )
        if known
        else callout("No chart: no figure of pay is published here; the table says why.", kind="missing")
    )
    caption = f"Pay in {place} by percentile, by year and by hour"
    return show(rule, drawn, facts_table(role.pay, role, caption=caption), _claimed(role))


def _unit(role: Profile) -> Unit:
    return "hourly" if role.pay_kind == "hourly" else "annual"


@guarded
def _claimed(role: Profile) -> Html:
    """Return what pages claim about pay, apart from the official figures: they stand though a claim's table is gone."""
    claims = role.checked_claims
    steps = claims[claims["measure"].isin(_STEPS)]
    pay = unrepeated(claims[claims["measure"].str.contains("_pay_|^pay_by", regex=True)])
    blocks = []
    if len(pay):
        blocks.append(
            claims_table(pay, caption="Pay that career sites print, as claims, beside the figures of the nation")
        )
    if len(steps):
        blocks += [
            sentences("A site prints pay by years of experience; no official table can confirm or refute it."),
            _ladder(steps),
        ]
    if not blocks:
        blocks.append(sentences("No stored page of a career site prints pay for this title."))
    return show(*blocks)


def _ladder(steps: pd.DataFrame) -> Html:
    rows = []
    for (site, step), group in steps.groupby(["site", "detail"], sort=False):
        said = {
            _STEPS[measure]: (value, why)
            for measure, value, why in zip(group["measure"], group["claim_value"], group["missing"], strict=True)
        }
        (low, _), (high, why) = said["low"], said["high"]
        years = f"{low:g} to {high:g}" if pd.notna(high) else f"{low:g} or more ({why})"
        rows.append({"step": step, "years": years, "pay": said["pay"][0], "site": site})
    frame = pd.DataFrame(rows).sort_values("pay", kind="stable", ignore_index=True)
    frame["pay"] = [say_figure(float(pay), "usd_per_year") for pay in frame["pay"]]
    columns = [
        Col("step", "Step, as the page calls it", header=True),
        Col("years", "Years of experience claimed", long=True),
        Col("pay", "Pay claimed"),
        Col("site", "By"),
    ]
    return table(
        frame, columns, caption="Pay by years of experience, as a career site claims it", name="ladder-claimed"
    )

"""Where one role is paid, its outlook, its people and its exposure to AI; each from the role's side of a pair."""

from helpers import charts
from helpers.comparison.exposure import spread
from helpers.comparison.outlook import openings_parts
from helpers.comparison.people import census_group, survey_year
from helpers.comparison.profile import Profile, one_sided
from helpers.formats import plain
from helpers.present import Html, callout, figure, sentences, show
from helpers.prose.exposure import MEANING, NOTE
from helpers.prose.guard import guarded
from helpers.prose.outlook import everyone_sentences, openings_sentence, projected_sentences, track_record_block
from helpers.prose.places import industry_section, metro_section, state_section
from helpers.prose.profile.tables import facts_table, named_by_pages
from helpers.prose.words import named

_FIRST_OF_OPENINGS = "openings_thousand_per_year"
_AXIS = "openings a year per 1,000 jobs"


@guarded
def places_section(role: Profile) -> Html:
    """Return pay by state, metropolitan area and sector of the nation, with the industries that pages name."""
    return show(
        state_section(role.pair),
        metro_section(role.pair),
        Html("<h3>Industries</h3>"),
        industry_section(role.pair),
        named_by_pages(role, {"hiring_industry": "industries"}),
    )


@guarded
def outlook_section(role: Profile) -> Html:
    """Return jobs now and projected, openings and what they are made of, and the projections' track record."""
    frame = role.pair.record.outlook
    openings = frame["measure"].tolist().index(_FIRST_OF_OPENINGS)
    shown = one_sided(frame)
    return show(
        projected_sentences(role.pair, "a"),
        everyone_sentences(role.pair),
        track_record_block(role.pair),
        facts_table(shown.iloc[:openings], role, caption="Jobs now and projected", everyone="All occupations"),
        openings_sentence(role.pair, "a"),
        _chart(role),
        facts_table(
            shown.iloc[openings:],
            role,
            caption="Openings a year and where they come from",
            everyone="All occupations",
            note="Growth is openings less those who leave: it may miss by 0.1 thousand, since both are rounded. Rates"
            " per 1,000 jobs are our computation.",
        ),
    )


@guarded
def people_section(role: Profile) -> Html:
    """Return shares by sex, race and ethnicity, ages and weekly earnings, each beside all workers."""
    record, year, group = role.pair.record, survey_year(), census_group(role.code)
    reason = record.composition["reason_a"].iloc[0]
    whose = (
        sentences(f"The figures are those of {group}.")
        if group
        else callout(f"No figures for {named(role.name)}: {reason}.", kind="missing")
    )
    age = record.ages.iloc[0]
    told = f"The median age is {plain(age['value_a'])}, and " if age["value_a"] > 0 else "The median age is "
    return show(
        callout("The composition of an occupation is no reason for or against a role.", kind="note"),
        whose,
        sentences(role.pair.sources["cps"].note, "It publishes no error in these tables."),
        facts_table(
            one_sided(record.composition),
            role,
            caption=f"Women, race and ethnicity: percent of employed people, {year}",
            label="Group",
            everyone="All workers",
            note="Hispanic people may be of any race and not all races are shown: shares do not add up to 100.",
        ),
        sentences(f"{told}{plain(age['value_all'])} among all workers."),
        facts_table(
            one_sided(record.ages),
            role,
            caption=f"Age of employed people, {year}",
            everyone="All workers",
            note="Shares of age bands are our computation from whole thousands of people.",
        ),
        facts_table(
            one_sided(record.earnings),
            role,
            caption=f"Median weekly earnings of full-time workers, dollars, {year}",
            everyone="All workers",
            note="What people say they earn before tax, all ages: another survey than the pay above, never mixed with"
            " it. A gap between men and women is not adjusted for hours, age or place.",
        ),
    )


@guarded
def ai_section(role: Profile) -> Html:
    """Return the six measures of exposure to language models with their spread, or why there are none."""
    rows = role.pair.work.exposure
    found = spread(rows)
    if found is None:
        return callout(f"{named(role.name)}: {rows['reason_a'].iloc[0]}.", kind="missing")
    return show(
        sentences(
            f"Between {found.low_a:.0f}% and {found.high_a:.0f}% of the tasks of {named(role.name)} are exposed,"
            " depending on the measure."
        ),
        callout(MEANING, kind="caution"),
        facts_table(
            one_sided(rows), role, caption="Share of tasks exposed to language models, six measures", note=NOTE
        ),
    )


def _chart(role: Profile) -> Html:
    frame, names = role.pair.record.outlook, role.pair.names
    parts = openings_parts(frame)
    if not (parts["value_a"] > 0).any():
        return Html("")
    row = {row["measure"]: row for row in frame.to_dict("records")}["openings_per_1000"]
    totals = float(row["value_a"]), float(row["value_a"])
    return figure(
        charts.openings_split(parts, names, axis=_AXIS, totals=totals, sides="a"),
        alt=charts.openings_split_alt(parts, names, axis=_AXIS, sides="a"),
    )

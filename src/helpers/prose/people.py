"""People in sentences: who works in each occupation, beside all workers, and for which Census occupation."""

from helpers.comparison import Comparison
from helpers.comparison.people import census_group, own_census, survey_year
from helpers.formats import plain
from helpers.present import Html, callout, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.record_tables import beside_all
from helpers.prose.words import joined, named


@guarded
def people_section(comparison: Comparison) -> Html:
    """Return shares by sex, race and ethnicity, ages and weekly earnings, each beside all workers."""
    record, names, year = comparison.record, comparison.names, survey_year()
    return show(
        callout("The composition of an occupation is no reason for or against a role.", kind="note"),
        *(_census(comparison, side) for side in "ab"),
        sentences(
            comparison.sources["cps"].note,
            "It publishes no error in these tables, so that no difference below is tested.",
        ),
        beside_all(
            record.composition,
            names,
            caption=f"Women, race and ethnicity: percent of employed people, {year}",
            label="Group",
            notes=_noted(comparison),
            note="Hispanic people may be of any race and not all races are shown: shares do not add up to 100.",
        ),
        _ages(comparison),
        beside_all(
            record.ages,
            names,
            caption=f"Age of employed people, {year}",
            notes=_noted(comparison),
            note="Shares of age bands are our computation from whole thousands of people.",
        ),
        beside_all(
            record.earnings,
            names,
            caption=f"Median weekly earnings of full-time workers, dollars, {year}",
            notes=_noted(comparison),
            note="What people say they earn before tax, all ages: another survey than the pay above, never mixed with"
            " it. A gap between men and women is not adjusted for hours, age or place.",
        ),
    )


def _noted(comparison: Comparison) -> bool:
    """Return whether a figure is of another group than the occupation, so that each cell has to say so."""
    return not all(own_census(code) for code in comparison.codes)


def _census(comparison: Comparison, side: str) -> Html:
    name, code = named(comparison.names["ab".index(side)]), comparison.codes["ab".index(side)]
    group = census_group(code)
    if not group:
        row = comparison.record.composition.iloc[0]
        return callout(f"No figures for {name}: {row[f'reason_{side}']}.", kind="missing")
    return sentences(f"The figures for {name} are those of {group}.")


def _ages(comparison: Comparison) -> Html:
    row = comparison.record.ages.iloc[0]
    ages = [
        f"{plain(row[f'value_{side}'])} in {named(name)}"
        for side, name in zip("ab", comparison.names, strict=True)
        if row[f"value_{side}"] > 0
    ]
    ages.append(f"{plain(row['value_all'])} among all workers")
    return sentences(f"The median age is {joined(ages)}.")

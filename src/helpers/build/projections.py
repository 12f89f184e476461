"""BLS Employment Projections: jobs now and projected, openings, and the lists of codes; calls on `attainment`."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.attainment import attainment, entry_requirements
from helpers.build.ep_sheet import CODE, Sheet, codes_and_names, projection_years, read_sheet, refuse_difference
from helpers.build.raw import Built, find
from helpers.build.workbook import header_row, pick, plain, read_rows
from helpers.tables.column import ONET_CODE
from helpers.tables.outlook import NOT_GIVEN, PROJECTIONS

_CITED = "U.S. Bureau of Labor Statistics, Employment Projections"


def build(folder: Path) -> Built:
    """Return projections, entry_requirements, attainment and ep_onet from the workbooks below `folder`.

    Reads sheets 1.2 and 1.10 of occupation.xlsx, 5.3 and 5.4 of education.xlsx, the occupational coverage list and the
    O*NET-SOC crosswalk, by column names; the years are read from the names. Raises `BadInput` for a missing or
    unreadable file, sheet or column, for an unknown text in place of a figure, and where two sheets disagree on the
    codes or on a figure that both print.
    """
    occupation = find(folder, "occupation.xlsx", what="the projections by occupation")
    education = find(folder, "education.xlsx", what="the projections' education tables")
    coverage = find(folder, "nem*occupational*coverage.xlsx", what="the projections' list of occupations")
    crosswalk = find(folder, "nem*onet*to*soc*crosswalk.xlsx", what="the projections' O*NET-SOC crosswalk")

    main = read_sheet(occupation, "Table 1.2")
    projections, period = _projections(main, read_sheet(occupation, "Table 1.10"))
    lines = projections.loc[projections["kind"] == "line item", "ep_code"]
    _refuse_other_codes(coverage, projections)
    requirements = entry_requirements(read_sheet(education, "Table 5.4"), main)
    held = attainment(read_sheet(education, "Table 5.3"))
    for name, made in (("Table 5.4", requirements), ("Table 5.3", held)):
        refuse_difference(education, name, set(made["ep_code"]) - {"00-0000"}, set(lines))
    ep_onet = _ep_onet(crosswalk, set(lines))
    citation = f"{_CITED} {period}, tables 1.2, 1.10, 5.3, 5.4 and code lists."
    return Built(
        {"projections": projections, "entry_requirements": requirements, "attainment": held, "ep_onet": ep_onet},
        {"ep": [occupation, education, coverage, crosswalk]},
        {"ep": {"release": period, "period": period, "citation": citation}},
    )


def _projections(main: Sheet, openings: Sheet) -> tuple[pd.DataFrame, str]:
    """Return the table and the period (such as 2024-34)."""
    base, projected = projection_years(main)
    frame = codes_and_names(main)
    frame["kind"] = [text.lower() for text in main.texts("Occupation type")]
    frame["base_year"], frame["projected_year"] = int(base), int(projected)
    for column, pattern in {
        "employment_base_thousand": f"Employment, {base}",
        "employment_projected_thousand": f"Employment, {projected}",
        "employment_change_thousand": "Employment change, numeric,.*",
        "employment_change_pct": "Employment change, percent,.*",
        "employment_base_share_pct": f"Employment distribution, percent, {base}",
        "employment_projected_share_pct": f"Employment distribution, percent, {projected}",
        "self_employed_pct": "Percent self[ -]employed,.*",
    }.items():
        frame[column] = main.figures(pattern)
    frame["self_employed_pct_note"] = frame["self_employed_pct"].isna().map({True: NOT_GIVEN, False: None})
    split = codes_and_names(openings)[["ep_code"]]
    for column, pattern in {
        "labor_force_exit_rate_pct": "Labor force exit rate,.*",
        "occupational_transfer_rate_pct": "Occupational transfer rate,.*",
        "separations_rate_pct": "Total occupational separations rate,.*",
        "labor_force_exits_thousand_per_year": "Labor force exits,.*",
        "occupational_transfers_thousand_per_year": "Occupational transfers,.*",
        "separations_thousand_per_year": "Total occupational separations,.*",
        "openings_thousand_per_year": "Occupational openings,.*",
    }.items():
        split[column] = openings.figures(pattern)
    split["employment_base_again"] = openings.figures(f"Employment, {base}")
    refuse_difference(openings.path, openings.name, set(split["ep_code"]), set(frame["ep_code"]))
    frame = frame.merge(split, on="ep_code", validate="one_to_one")
    frame["openings_again"] = frame["ep_code"].map(
        dict(zip(codes_and_names(main)["ep_code"], main.figures("Occupational openings,.*"), strict=True))
    )
    for one, other in (
        ("employment_base_thousand", "employment_base_again"),
        ("openings_thousand_per_year", "openings_again"),
    ):
        differ = frame.loc[frame[one] != frame[other], "ep_code"]
        if len(differ):
            raise BadInput(
                f"{main.path.name}: sheets {main.name} and {openings.name} differ in {one} of {some(list(differ))}",
                expected="two sheets of one release",
                next_step="fetch the file again",
            )
    growth = frame["openings_thousand_per_year"] - frame["separations_thousand_per_year"]
    frame["growth_openings_thousand_per_year"] = growth.round(1) + 0.0  # no minus zero
    return frame[PROJECTIONS.names].sort_values("ep_code", ignore_index=True), f"{base}-{projected[2:]}"


def _refuse_other_codes(path: Path, projections: pd.DataFrame) -> None:
    """Raise `BadInput` unless the list of occupations, without those left out of public tables, has the same codes."""
    sheet = read_sheet(path, "*Occupational Directory")
    kinds = sheet.texts("Occupation type")
    listed = {code for code, kind in zip(sheet.texts(CODE), kinds, strict=True) if kind.lower() != "exclude"}
    refuse_difference(path, sheet.name, listed, set(projections["ep_code"]))


def _ep_onet(path: Path, lines: set[str]) -> pd.DataFrame:
    name = "ONET to SOC crosswalk"
    rows = read_rows(path, name)
    top = header_row(rows, "O[*]NET-SOC code", path, name)
    names = [plain(cell) for cell in rows[top]]
    places = pick(names, {"onet_code": "O[*]NET-SOC code", "ep_code": "NEM code"}, path, name)
    frame = pd.DataFrame(
        {column: [plain(row[place]) for row in rows[top + 1 :]] for column, place in places.items()}, dtype=str
    )
    frame = frame[frame["onet_code"].str.fullmatch(ONET_CODE)].sort_values("onet_code", ignore_index=True)
    refuse_difference(path, name, set(frame["ep_code"]), lines)
    return frame

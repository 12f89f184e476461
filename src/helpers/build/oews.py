"""BLS OEWS: pay and employment cells, occupations, areas, industries and footnotes as tables."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import BadInput, some
from helpers.build import oews_files
from helpers.build.raw import Built
from helpers.build.states import STATES
from helpers.tables.pay import MEASURES, OCCUPATION_LEVELS, PAY

FOOTNOTE_MEANINGS = {
    "1": "Detailed occupations do not add up to the totals, which hold occupations not shown; self-employed people are"
    " not counted.",
    "2": "Annual wages are hourly wages times 2,080 hours, save where only annual pay is collected.",
    "3": "The relative standard error tells how precise the estimate is: smaller is more precise.",
    "4": "Published as hourly or as annual pay only, since this occupation does not usually work full time all year.",
    "5": "At or above the highest wage that is published: only this lower bound is known.",
    "8": "The publisher did not release this estimate.",
}
"""The publisher's footnote codes with their meaning in our own words."""


def build(folder: Path) -> Built:
    """Return pay, occupations, areas, industries and footnotes from the OEWS files below `folder`.

    Prefers the pack; without one, reads the flat files oe.data.0.Current (or oe.data.1.AllData), oe.area, oe.industry,
    oe.occupation, oe.footnote and oe.release. Raises `BadInput` for a missing or unreadable file, a footnote code we
    have no meaning for, or a code that stands in the cells but not in its list.
    """
    cells, lists, release, files = oews_files.read(folder)
    _refuse_unknown_footnotes(cells, lists["footnote"])
    pay = _pay(cells)
    occupations = _occupations(lists["occupation"])
    areas = _areas(lists["area"])
    industries = _industries(lists["industry"])
    for column, listed in (("soc_code", occupations), ("area_code", areas), ("industry_code", industries)):
        unlisted = set(pc.unique(pay[column]).to_pylist()) - set(listed[column])
        if unlisted:
            raise BadInput(
                f"{len(unlisted)} {column} of the cells are not in the list: {some(sorted(unlisted))}",
                expected="every code of the cells in its list",
                next_step="fetch all files of one release again",
            )
    footnotes = _footnotes(lists["footnote"])
    tables: dict[str, pd.DataFrame | pa.Table] = {
        "pay": pay,
        "occupations": occupations,
        "areas": areas,
        "industries": industries,
        "footnotes": footnotes,
    }
    return Built(tables, {"oews": files}, {"oews": {"release": release, "period": release}})


def _pay(cells: pa.Table) -> pa.Table:
    """Return the typed cells in the order of their key, out of text columns key (23 characters), v01.. and f01.. ."""
    key = cells["key"]
    occupation = pc.utf8_slice_codeunits(key, 17, 23)
    columns = {
        "soc_code": pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(occupation, 0, 2), pc.utf8_slice_codeunits(occupation, 2, 6), "-"
        ),
        "area_code": pc.utf8_slice_codeunits(key, 4, 11),
        "industry_code": pc.utf8_slice_codeunits(key, 11, 17),
    }
    types = {column.name: column.arrow_type() for column in PAY.columns}
    for code, (name, _) in MEASURES.items():
        text = pc.utf8_trim_whitespace(cells[f"v{code}"])
        figure = pc.if_else(pc.is_in(text, pa.array(["-", "*", "**", "#", ""])), pa.scalar(None, pa.string()), text)
        try:
            columns[name] = pc.cast(figure, types[name])
        except pa.ArrowInvalid as error:
            raise BadInput(
                f"a value of datatype {code} ({name}) is no figure: {str(error).splitlines()[0][:200]}",
                expected=f"a figure that fits {types[name]}, or one of - * ** # for none",
                next_step="fetch the files again; the layout may be of a release we do not know",
            ) from error
    for code, (name, _) in MEASURES.items():
        columns[f"{name}_note"] = cells[f"f{code}"]
    table = pa.table(columns).select(PAY.names).cast(PAY.arrow_schema())
    return table.sort_by([(column, "ascending") for column in PAY.key]).combine_chunks()


def _refuse_unknown_footnotes(cells: pa.Table, listed: pd.DataFrame) -> None:
    used = {code for c in MEASURES for code in pc.unique(cells[f"f{c}"]).to_pylist() if code}
    unknown = sorted((used | set(listed["footnote_code"])) - set(FOOTNOTE_MEANINGS))
    if unknown:
        texts = listed.set_index("footnote_code")["footnote_text"].reindex(unknown).fillna("no text given")
        raise BadInput(
            "new footnote code in the pay files: " + "; ".join(f"{code}: {text[:120]}" for code, text in texts.items()),
            expected=f"the known codes {', '.join(FOOTNOTE_MEANINGS)}",
            next_step="add its meaning to FOOTNOTE_MEANINGS in helpers/build/oews.py, then build again",
        )


def _occupations(listed: pd.DataFrame) -> pd.DataFrame:
    code = listed["occupation_code"].str[:2] + "-" + listed["occupation_code"].str[2:]
    level = listed["display_level"].map({str(number): name for number, name in enumerate(OCCUPATION_LEVELS)})
    frame = pd.DataFrame({"soc_code": code, "occupation": listed["occupation_name"], "level": level})
    frame["major_code"] = frame["soc_code"].str[:2] + "-0000"
    return frame.sort_values("soc_code", ignore_index=True)


def _areas(listed: pd.DataFrame) -> pd.DataFrame:
    kinds = {"N": "national", "S": "state", "M": "metropolitan"}
    frame = pd.DataFrame(
        {
            "area_code": listed["area_code"],
            "area": listed["area_name"],
            "kind": listed["areatype_code"].map(kinds),
            "state_code": listed["state_code"],
            "state": listed["state_code"].map(STATES),
        }
    )
    return frame.sort_values("area_code", ignore_index=True)


def _footnotes(listed: pd.DataFrame) -> pd.DataFrame:
    """Return our meanings, with the wages that the publisher's text of a footnote names as bounds."""
    text = listed.set_index("footnote_code")["footnote_text"].str.replace(",", "")
    frame = pd.DataFrame({"footnote_code": list(FOOTNOTE_MEANINGS), "meaning": list(FOOTNOTE_MEANINGS.values())})
    for column, unit in (("annual_bound_usd", "year"), ("hourly_bound_usd", "hour")):
        bound = text.str.extract(rf"\$([0-9]+(?:\.[0-9]+)?) per {unit}", expand=False).astype(float)
        frame[column] = frame["footnote_code"].map(bound)
    return frame


def _industries(listed: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "industry_code": listed["industry_code"],
            "industry": listed["industry_name"],
            "display_level": pd.to_numeric(listed["display_level"], errors="coerce"),
        }
    )
    return frame.sort_values("industry_code", ignore_index=True)

"""Figures and markers of the OEWS workbooks as values and footnotes of the publisher's flat files."""

import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import BadInput, some

COLUMNS = {"01": "TOT_EMP", "02": "EMP_PRSE", "03": "H_MEAN", "04": "A_MEAN", "05": "MEAN_PRSE"}
COLUMNS |= {"06": "H_PCT10", "07": "H_PCT25", "08": "H_MEDIAN", "09": "H_PCT75", "10": "H_PCT90"}
COLUMNS |= {"11": "A_PCT10", "12": "A_PCT25", "13": "A_MEDIAN", "14": "A_PCT75", "15": "A_PCT90"}
COLUMNS |= {"16": "JOBS_1000", "17": "LOC_QUOTIENT"}
"""Datatype of the flat files -> column of the workbooks."""
FLAGS = ("ANNUAL", "HOURLY")
"""Columns that say that a wage of this kind only is published."""
_EMPLOYMENT = {"*": "8", "**": "8"}
_WAGE = {"*": "8", "#": "5"}
_MARKERS = dict.fromkeys(("01", "02", "16", "17"), _EMPLOYMENT) | {"05": {"*": "8"}}
"""Datatype -> marker -> footnote code of the flat files; all others are wages."""
_FIGURE = r"^\d+(\.\d+)?$"


def _figures(rows: pa.Table, code: str) -> pa.ChunkedArray:
    return pc.replace_substring(rows[COLUMNS[code]], ",", "")


def values(rows: pa.Table, key: pa.Array, names: str) -> dict[str, pa.ChunkedArray]:
    """Return v01 to v17; raise `BadInput` for a text that is neither a figure nor a marker of its column."""
    found = {}
    for code, column in COLUMNS.items():
        text = _figures(rows, code)
        figure = pc.match_substring_regex(text, _FIGURE)
        known = pc.is_in(text, pa.array(["", *_MARKERS.get(code, _WAGE)]))
        _refuse_any(pc.invert(pc.or_(figure, known)), column, text, key, names)
        found[f"v{code}"] = pc.if_else(figure, text, pa.scalar(None, pa.string()))
    return found


def notes(rows: pa.Table, key: pa.Array, names: str) -> dict[str, pa.ChunkedArray]:
    """Return f01 to f17; raise `BadInput` for an empty cell without a reason.

    The reasons: the other kind of wage is published instead, employment is withheld and with it what follows from it,
    or the nation, for which jobs per 1,000 and the location quotient are not given.
    """
    found = {}
    nation = pc.equal(rows["AREA_TYPE"], "1")
    no_employment = pc.is_in(rows["TOT_EMP"], pa.array(list(_EMPLOYMENT)))
    for code, column in COLUMNS.items():
        text = _figures(rows, code)
        note = pa.chunked_array([pa.nulls(len(text), pa.string())])
        for marker, footnote in _MARKERS.get(code, _WAGE).items():
            note = pc.if_else(pc.equal(text, marker), footnote, note)
        empty = pc.equal(text, "")
        if code not in _MARKERS:
            other, mean = ("ANNUAL", "A_MEAN") if column.startswith("H_") else ("HOURLY", "H_MEAN")
            only = _flag(rows, other, key, names)
            instead = pc.and_(only, pc.invert(pc.is_in(rows[mean], pa.array(["*", ""]))))
            absent = pc.and_(only, pc.is_in(text, pa.array(["*", ""])))
            note = pc.if_else(absent, pc.if_else(instead, "4", "8"), note)
        if code in ("16", "17"):
            note = pc.if_else(pc.and_(empty, no_employment), "8", note)
            note = pc.if_else(nation, pa.scalar(None, pa.string()), note)
            empty = pc.and_(empty, pc.invert(nation))
        _refuse_any(pc.and_(empty, pc.is_null(note)), column, text, key, names)
        found[f"f{code}"] = note
    return found


def _flag(rows: pa.Table, column: str, key: pa.Array, names: str) -> pa.ChunkedArray:
    text = pc.utf8_upper(rows[column])
    known = pc.is_in(text, pa.array(["TRUE", "1", "FALSE", "0", ""]))
    _refuse_any(pc.invert(known), column, text, key, names)
    return pc.is_in(text, pa.array(["TRUE", "1"]))


def _refuse_any(wrong: pa.ChunkedArray, column: str, text: pa.ChunkedArray, key: pa.Array, names: str) -> None:
    if count := pc.sum(wrong).as_py():
        found = [f"{mark[:40]!r}" if mark else "nothing" for mark in pc.unique(text.filter(wrong)).to_pylist()]
        raise BadInput(
            f"{names}: {some(found)} stands in {column} of {count:,} rows (first cell: {key.filter(wrong)[0]})",
            expected="a figure, * or ** for none, # for a wage at the highest published; TRUE in ANNUAL and HOURLY",
            next_step="fetch the file again; if the publisher has a new marker, give it a footnote in"
            " helpers/build/oews_xlsx_figures.py",
        )

"""BLS OEWS: pay and employment cells with their lists, out of a pack or flat files, and mean pay year by year."""

import gzip
import os
import re
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from helpers.base.errors import BadInput, some
from helpers.build.raw import Built, choose, find, has, open_sheet, read_text, unlike, unusable
from helpers.tables.pay import FIRST_YEAR, MEASURES, OCCUPATION_LEVELS, PAY, PAY_YEARS
from helpers.tables.spec import ALL

PACK = ("oews-*.sqlite.gz", "oews-*.sqlite")
FLAT = ("oe.data.0.Current", "oe.data.1.AllData")
_LISTS = {
    "area": ("area_code", "areatype_code", "state_code", "area_name"),
    "industry": ("industry_code", "industry_name", "display_level"),
    "occupation": ("occupation_code", "occupation_name", "display_level"),
    "footnote": ("footnote_code", "footnote_text"),
}
"""Lists of codes -> the columns that are read of each, named alike in the pack and in the flat files."""

Raw = tuple[pa.Table, dict[str, pd.DataFrame], str, list[Path]]
"""Cells as text (key of 23 characters, v01 to v17, f01 to f17), lists by name, release, files read."""
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
STATES = {
    code: postal
    for line in (
        "01 AL 02 AK 04 AZ 05 AR 06 CA 08 CO 09 CT 10 DE 11 DC 12 FL 13 GA 15 HI 16 ID 17 IL 18 IN 19 IA 20 KS 21 KY",
        "22 LA 23 ME 24 MD 25 MA 26 MI 27 MN 28 MS 29 MO 30 MT 31 NE 32 NV 33 NH 34 NJ 35 NM 36 NY 37 NC 38 ND 39 OH",
        "40 OK 41 OR 42 PA 44 RI 45 SC 46 SD 47 TN 48 TX 49 UT 50 VT 51 VA 53 WA 54 WV 55 WI 56 WY 66 GU 72 PR 78 VI",
    )
    for code, postal in zip(line.split()[::2], line.split()[1::2], strict=True)
}
"""FIPS state code -> postal code, as in the federal standard (FIPS 5-2)."""
_NATION = ("0000000", "000000")
_OVER_YEARS = {
    "TOT_EMP": "employment",
    "EMP_PRSE": "employment_rse_pct",
    "H_MEAN": "hourly_mean_usd",
    "A_MEAN": "annual_mean_usd",
    "MEAN_PRSE": "wage_rse_pct",
}
_MARKERS = {"*": "8", "**": "8", "#": "5"}


def build(folder: Path) -> Built:
    """Return pay, occupations, areas, industries and footnotes from the OEWS files below `folder`.

    Prefers the pack; without one, reads the flat files oe.data.0.Current (or oe.data.1.AllData), oe.area, oe.industry,
    oe.occupation, oe.footnote and oe.release. Raises `BadInput` for a missing or unreadable file, a footnote code we
    have no meaning for, or a code that stands in the cells but not in its list.
    """
    cells, lists, release, files = _read_pack(folder) if has(folder, *PACK) else _read_flat(folder)
    _refuse_unknown_footnotes(cells, lists["footnote"])
    pay = _pay(cells)
    tables = _coded(lists)
    for column, listed in (("soc_code", "occupations"), ("area_code", "areas"), ("industry_code", "industries")):
        unlisted = set(pc.unique(pay[column]).to_pylist()) - set(tables[listed][column])
        if unlisted:
            raise unlike(
                f"{len(unlisted)} {column} of the cells are not in the list: {some(sorted(unlisted))}",
                "every code of the cells in its list",
                "fetch all files of one release again",
            )
    return Built(
        {"pay": pay, **tables, "footnotes": _footnotes(lists["footnote"])},
        {"oews": files},
        {"oews": {"release": release, "period": release}},
    )


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
            raise unlike(
                f"a value of datatype {code} ({name}) is no figure: {str(error).splitlines()[0][:200]}",
                f"a figure that fits {types[name]}, or one of - * ** # for none",
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


def _coded(lists: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return occupations, areas and industries out of their lists."""
    occupation, area, industry = (lists[name] for name in ("occupation", "area", "industry"))
    code = occupation["occupation_code"]
    level = occupation["display_level"].map({str(number): name for number, name in enumerate(OCCUPATION_LEVELS)})
    renamed = {
        "occupations": occupation.assign(
            soc_code=code.str[:2] + "-" + code.str[2:], level=level, major_code=code.str[:2] + "-0000"
        ),
        "areas": area.assign(
            kind=area["areatype_code"].map({"N": "national", "S": "state", "M": "metropolitan"}),
            state=area["state_code"].map(STATES),
        ),
        "industries": industry.assign(display_level=pd.to_numeric(industry["display_level"], errors="coerce")),
    }
    names = {f"{name}_name": name for name in ("occupation", "area", "industry")}
    coded = {}
    for name, frame in renamed.items():
        columns = [column for column in ALL[name].names if column != "in_soc_2018"]  # the lists of titles tell that
        coded[name] = frame.rename(columns=names)[columns].sort_values(columns[0], ignore_index=True)
    return coded


def _footnotes(listed: pd.DataFrame) -> pd.DataFrame:
    """Return our meanings, with the wages that the publisher's text of a footnote names as bounds."""
    text = listed.set_index("footnote_code")["footnote_text"].str.replace(",", "")
    frame = pd.DataFrame({"footnote_code": list(FOOTNOTE_MEANINGS), "meaning": list(FOOTNOTE_MEANINGS.values())})
    for column, unit in (("annual_bound_usd", "year"), ("hourly_bound_usd", "hour")):
        bound = text.str.extract(rf"\$([0-9]+(?:\.[0-9]+)?) per {unit}", expand=False).astype(float)
        frame[column] = frame["footnote_code"].map(bound)
    return frame


# --- pack and flat files --------------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a pack, unpacked and open for reading; raise `BadInput` for whatever is wrong with it."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            plain = path
            if path.suffix == ".gz":
                plain = Path(folder) / path.stem
                with gzip.open(path, "rb") as packed, plain.open("wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
            with closing(sqlite3.connect(f"{plain.resolve().as_uri()}?mode=ro", uri=True)) as pack:
                yield pack
    except (OSError, EOFError, zlib.error, sqlite3.Error, pd.errors.DatabaseError) as error:
        raise unusable(path, str(error)) from error


def read_release(folder: Path) -> str:
    """Return the release of the OEWS files below `folder`, such as May 2025; raises `BadInput` as `build` does."""
    if not has(folder, *PACK):
        return _described(find(folder, "oe.release", what="the OEWS list release"))
    path = find(folder, *PACK, what="the OEWS pack")
    with _opened(path) as pack:
        return _release(pack, path)


def _release(pack: sqlite3.Connection, path: Path) -> str:
    found = pack.execute("select value from meta where name = 'release'").fetchone()
    if found is None:
        raise unusable(path, "it does not name its release")
    return str(found[0])


def _described(path: Path) -> str:
    described = _read_flat_list(path, ("description",))["description"].tolist()
    if not described:
        raise unusable(path, "it has no rows below its header")
    return str(described[0])


def _read_pack(folder: Path) -> Raw:
    path = find(folder, *PACK, what="the OEWS pack")
    columns = ["key", *(f"{kind}{code}" for kind in "vf" for code in MEASURES)]
    batches = []
    with _opened(path) as pack:
        cursor = pack.execute(f"select {', '.join(columns)} from cell")
        while rows := cursor.fetchmany(50_000):
            arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
            batches.append(pa.record_batch(arrays, names=columns))
        lists = {
            name: pd.read_sql(f"select {', '.join(wanted)} from {name}", pack, dtype=str)
            for name, wanted in _LISTS.items()
        }
        release = _release(pack, path)
    if not batches:
        raise unusable(path, "it holds no cells")
    return pa.Table.from_batches(batches), lists, release, [path]


def _read_flat(folder: Path) -> Raw:
    data = find(folder, *PACK, *FLAT, what="the OEWS cells (the pack or the flat file)")
    paths = {name: find(folder, f"oe.{name}", what=f"the OEWS list {name}") for name in (*_LISTS, "release")}
    lists = {name: _read_flat_list(paths[name], wanted) for name, wanted in _LISTS.items()}
    release = _described(paths["release"])
    try:
        with data.open("rb") as file:
            names = file.readline().decode().rstrip("\r\n").split("\t")
            file.seek(-1, os.SEEK_END)
            is_cut = file.read(1) != b"\n"
        rows = pyarrow.csv.read_csv(
            data,
            parse_options=pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except (OSError, ValueError) as error:
        raise unusable(data, str(error)) from error
    rows = rows.rename_columns([name.strip() for name in rows.column_names])
    if lacking := {"series_id", "value", "footnote_codes"} - set(rows.column_names):
        expected = "the columns series_id, year, period, value, footnote_codes"
        raise unlike(f"{data.name} has no column {some(sorted(lacking))}", expected)
    if is_cut:
        raise unusable(data, "its last line is cut off")
    if not rows.num_rows:
        raise unusable(data, "it has no rows below its header")
    return _pivot(rows, data), lists, release, [data, *paths.values()]


def _read_flat_list(path: Path, wanted: Sequence[str]) -> pd.DataFrame:
    frame = read_text(path, sep="\t", quoting=3, encoding="utf-8", index_col=False)
    frame = choose(frame, {name: name for name in wanted}, path)
    return pd.DataFrame({name: column.str.strip() for name, column in frame.items()})


def _pivot(rows: pa.Table, path: Path) -> pa.Table:
    """Return one row a cell out of one row a series: the datatype is the last two characters of the series id.

    Raises `BadInput` if a series stands in the file twice: it holds one release only.
    """
    series = pc.utf8_trim_whitespace(rows["series_id"])
    key = pc.utf8_slice_codeunits(series, 0, 23).combine_chunks().dictionary_encode()
    code = pc.utf8_slice_codeunits(series, 23, 25)
    value = pc.utf8_trim_whitespace(rows["value"])
    note = pc.utf8_trim_whitespace(rows["footnote_codes"])
    note = pc.if_else(pc.equal(note, ""), pa.scalar(None, pa.string()), note)
    count = len(key.dictionary)
    columns: dict[str, pa.Array] = {"key": key.dictionary}
    cell = key.indices.to_numpy()
    for kind, source in (("v", value), ("f", note)):
        for datatype in MEASURES:
            chosen = pc.equal(code, datatype)
            position = np.full(count, -1)
            given = pc.sum(chosen).as_py() or 0
            position[cell[chosen.to_numpy(zero_copy_only=False)]] = np.arange(given)
            if (position >= 0).sum() != given:
                raise unlike(
                    f"{path.name} has series of datatype {datatype} twice",
                    "one row a series, of one release",
                    "fetch the file of the current release: oe.data.0.Current",
                )
            indices = pa.array(position, mask=position < 0)
            columns[f"{kind}{datatype}"] = pc.take(source.filter(chosen).combine_chunks(), indices)
    return pa.table(columns)


# --- year by year ---------------------------------------------------------------------------------------------------


def build_years(folder: Path, pay: "pd.DataFrame | pa.Table", occupations: pd.DataFrame) -> Built:
    """Return pay_years: all occupations and each detailed one, from 2021 to the year of the pay table.

    Earlier years are of another method and left out. Raises `BadInput` for a missing year, an unreadable workbook, a
    missing column and a text that is neither a figure nor a marker we know.
    """
    newest = int(read_release(folder)[-4:])
    found = {path: re.search(r"_M(\d{4})_", path.name) for path in sorted(folder.rglob("national_M*_dl.xlsx"))}
    paths = {int(year[1]): path for path, year in found.items() if year and FIRST_YEAR <= int(year[1]) < newest}
    if lacking := sorted(set(range(FIRST_YEAR, newest)) - set(paths)):
        raise unlike(
            f"no national workbook of {some(lacking)} below {folder.name}/",
            f"national_M{lacking[0]}_dl.xlsx, so that no year between {FIRST_YEAR} and {newest} is missing",
            "add the address of its archive to oews_history in sources.yml, named like those of other years",
        )
    years = [_read_year(path).assign(year=year) for year, path in paths.items()]
    years.append(_national(pay, occupations).assign(year=newest))
    release = {"release": f"May {newest - 1}", "period": f"May {FIRST_YEAR} to May {newest}"}
    made = pd.concat(years, ignore_index=True)[PAY_YEARS.names]
    return Built({"pay_years": made}, {"oews_history": list(paths.values())}, {"oews_history": release})


def _national(pay: "pd.DataFrame | pa.Table", occupations: pd.DataFrame) -> pd.DataFrame:
    area, industry = _NATION
    if isinstance(pay, pa.Table):
        pay = pay.filter((pc.field("area_code") == area) & (pc.field("industry_code") == industry)).to_pandas()
    kept = {*occupations.loc[occupations["level"] == "detailed", "soc_code"], "00-0000"}
    rows = pay[(pay["area_code"] == area) & (pay["industry_code"] == industry) & pay["soc_code"].isin(kept)]
    return rows.astype(dict.fromkeys(_OVER_YEARS.values(), "float64"))


def _read_year(path: Path) -> pd.DataFrame:
    sheet = open_sheet(path, "national_*", "OCC_CODE").only("O_GROUP", "total|detailed")
    if not sheet.rows:
        raise unusable(path, "it has no occupations")
    frame = sheet.frame({"soc_code": "OCC_CODE"})
    for theirs, ours in _OVER_YEARS.items():
        found = pd.Series(sheet.texts(theirs)).str.replace(",", "")
        figures = pd.to_numeric(found, errors="coerce")
        note = found.map(_MARKERS).where(figures.isna())
        if (wrong := figures.isna() & note.isna()).any():
            raise unusable(path, f"{some(list(found[wrong]))} stands in {theirs} where a figure should be")
        if other := {"H_MEAN": "ANNUAL", "A_MEAN": "HOURLY"}.get(theirs):
            note = note.mask(note.notna() & (pd.Series(sheet.texts(other)) == "TRUE"), "4")
        frame[ours], frame[f"{ours}_note"] = figures, note
    return frame

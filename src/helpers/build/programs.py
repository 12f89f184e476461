"""Programmes of study that lead to an occupation: the crosswalk of NCES and BLS from CIP 2020 to SOC 2018."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.onet_files import refuse_twice
from helpers.build.raw import Built, find, read_sheet
from helpers.tables.crosswalks import PROGRAMS

_NEEDED = {"CIP2020Code": "cip_code", "CIP2020Title": "program", "SOC2018Code": "soc_code"}
_NO_PROGRAM, _NO_OCCUPATION = "99.9999", "99-9999"


def build(folder: Path, soc_codes: pd.DataFrame) -> Built:
    """Return programs; pairs with the publisher's codes for no match are left out.

    Raises `BadInput` for a missing or unreadable file, sheet or column, for a pair that is there twice, and for an
    occupation that `soc_codes` does not hold.
    """
    path = find(folder, "CIP2020_SOC2018_Crosswalk.xlsx", what="the crosswalk of programmes of study")
    rows = read_sheet(path, _NEEDED, sheet="CIP-SOC", header=0).dropna(how="all")
    rows = rows[(rows["cip_code"] != _NO_PROGRAM) & (rows["soc_code"] != _NO_OCCUPATION)]
    refuse_twice(rows, ["soc_code", "cip_code"], path)
    if unknown := sorted(set(rows["soc_code"]) - set(soc_codes["soc_code"])):
        raise BadInput(
            f"{path.name} has occupations that SOC 2018 lacks: {some(unknown)}",
            expected="detailed codes of SOC 2018",
            next_step="fetch the file again; its layout may be of a release we do not know",
        )
    rows = rows.assign(program=rows["program"].str.strip().str.removesuffix("."))
    return Built({"programs": rows[PROGRAMS.names]}, {"cip": [path]})

"""A reader's own pay table, where one is installed: figures of a company, kept outside the data folder."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from helpers.base.errors import DamagedTable
from helpers.base.paths import added_folder
from helpers.tables.column import SOC_CODE, Column, Table
from helpers.tables.load import check, first_line, read_csv

UNITS = ("usd_per_year", "usd_per_hour")
COMPANY_PAY = Table(
    name="company_pay",
    file="company-pay.csv",
    about="a reader's own pay table, row by row",
    sources=(),
    key=("line",),
    columns=(
        Column("line", "whole", "line of the file that it was read from", low=1),
        Column("role", "text", "the role as the file names it"),
        Column("soc_code", "text", "SOC code that it stands for", pattern=SOC_CODE),
        Column("area_code", "text", "area of the pay table", pattern=r"\d{7}"),
        Column("area", "text", "name of the area"),
        Column("pay_usd", "real", "pay in US dollars, in the unit", low=1, high=10_000_000),
        Column("unit", "text", "unit of the pay", one_of=UNITS),
        Column("date", "text", "year, month or day of the figure", pattern=r"\d{4}(-\d{2}){0,2}"),
    ),
)


def company_folder() -> Path:
    """Return where it is installed: ROLEPAIR_COMPANY_PAY, or the user's data folder of the operating system."""
    return added_folder("ROLEPAIR_COMPANY_PAY", "company-pay")


def load_company_pay(soc_codes: Collection[str]) -> pd.DataFrame:
    """Return the installed rows of the occupations `soc_codes` (columns of `COMPANY_PAY`); none if none are installed.

    Raises `DamagedTable` if what is installed is not whole.
    """
    path = company_folder() / COMPANY_PAY.file
    if not path.is_file():
        return pd.DataFrame(columns=COMPANY_PAY.names)
    try:
        frame = check(read_csv(COMPANY_PAY, path, COMPANY_PAY.names), COMPANY_PAY)
    except DamagedTable as error:
        raise _damaged(error.given) from error
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(f"your own pay table cannot be read: {first_line(error, path.parent)}") from error
    return frame[frame["soc_code"].isin(list(soc_codes))].reset_index(drop=True)


def _damaged(given: str) -> DamagedTable:
    return DamagedTable(
        given,
        expected="the file that `rolepair data add company-pay` wrote",
        next_step="`rolepair data add company-pay FILE.csv` again, or `rolepair data remove company-pay`",
    )

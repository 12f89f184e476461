"""One column and one table, declared once: the check, the stored type and the dictionary entry come from it."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pandera
    import pyarrow

Kind = Literal["text", "whole", "decimal", "real", "flag"]
SOC_CODE = r"\d{2}-\d{4}"
ONET_CODE = r"\d{2}-\d{4}\.\d{2}"


@dataclass(frozen=True)
class Column:
    """One column: its kind (how it is stored), meaning with unit, and what is refused in it.

    `whole` is stored as a 32-bit integer, `decimal` with `places` digits after the point exactly as published,
    `real` as a 64-bit float; a nullable figure is read back as float64 with NaN where there is none.
    """

    name: str
    kind: Kind
    about: str
    nullable: bool = False
    places: int = 0
    pattern: str | None = None
    one_of: Sequence[str] | None = None
    low: float | None = None
    high: float | None = None

    @property
    def dtype(self) -> str:
        """Return the pandas type in which the column is read."""
        if self.kind == "text":
            return "str"
        if self.kind == "flag":
            return "boolean" if self.nullable else "bool"
        return "int64" if self.kind == "whole" and not self.nullable else "float64"

    def arrow_type(self) -> "pyarrow.DataType":
        """Return the type in which the column is stored in parquet."""
        import pyarrow

        if self.kind == "decimal":
            return pyarrow.decimal128(9, self.places)
        return {"text": pyarrow.string(), "whole": pyarrow.int32(), "real": pyarrow.float64(), "flag": pyarrow.bool_()}[
            self.kind
        ]

    def check(self) -> "pandera.Column":
        """Return the pandera column that refuses what this one does not allow."""
        import pandas
        import pandera.pandas as pandera

        checks = []
        if pattern := self.pattern:
            form = pandera.Check(lambda text: re.fullmatch(pattern, text) is not None, element_wise=True)
            form.error = f"form {pattern}"
            checks.append(form)
        if self.one_of is not None:
            checks.append(pandera.Check.isin(list(self.one_of)))
        if self.low is not None:
            checks.append(pandera.Check.ge(self.low))
        if self.high is not None:
            checks.append(pandera.Check.le(self.high))
        # pandera reads "str" as text kept by Arrow, which ours is not (see helpers.tables.load)
        dtype = pandas.StringDtype("python", na_value=math.nan) if self.kind == "text" else self.dtype
        return pandera.Column(dtype, checks, nullable=self.nullable, description=self.about)

    def allows(self, values: "pd.Series") -> bool:
        """Return whether the column passes `check`, at a small part of its cost."""
        if str(values.dtype) != self.dtype or (values.hasnans and not self.nullable):
            return False
        if self.kind != "text":
            too_low = self.low is not None and bool((values < self.low).any())
            too_high = self.high is not None and bool((values > self.high).any())
            return not (too_low or too_high)
        if self.pattern is None and self.one_of is None:
            return True
        distinct = values.dropna().unique().tolist()
        fits = self.pattern is None or all(re.fullmatch(self.pattern, text) for text in distinct)
        return fits and (self.one_of is None or set(distinct) <= set(self.one_of))


def quality(about: str, *one_of: str) -> Column:
    """Return the column that says how well a code stands for another."""
    return Column("quality", "text", about, one_of=one_of)


def share(name: str, about: str, *, nullable: bool = False) -> Column:
    """Return a column of shares, 0 to 1."""
    return Column(name, "real", about, nullable=nullable, low=0, high=1)


def pct(name: str, about: str, kind: Kind = "decimal", *, nullable: bool = False, places: int = 0) -> Column:
    """Return a column of shares in percent, 0 to 100."""
    return Column(name, kind, about, nullable=nullable, places=places, low=0, high=100)


@dataclass(frozen=True)
class Table:
    """One table of the data folder: where it is kept, what it holds, its key and its sources (ids in sources.yml)."""

    name: str
    about: str
    sources: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    limits: str
    file: str
    row_group: int

    @property
    def names(self) -> list[str]:
        """Return the column names in order."""
        return [column.name for column in self.columns]

    def checks(self, names: Sequence[str]) -> "pandera.DataFrameSchema":
        """Return the pandera schema of some columns: no others, types, ranges, a unique key if all of it is there."""
        import pandera.pandas as pandera

        columns = {column.name: column.check() for column in self.columns if column.name in names}
        unique = list(self.key) if set(self.key) <= set(names) else None
        return pandera.DataFrameSchema(columns, strict=True, ordered=False, unique=unique)

    def allows(self, frame: "pd.DataFrame", names: Sequence[str]) -> bool:
        """Return whether a frame passes `checks(names)`, at a small part of its cost, without saying what fails."""
        columns = {column.name: column for column in self.columns}
        if sorted(frame.columns) != sorted(names) or not set(names) <= set(columns):
            return False
        if not all(columns[name].allows(frame[name]) for name in names):
            return False
        return not set(self.key) <= set(names) or not frame.duplicated(list(self.key)).any()

    def arrow_schema(self) -> "pyarrow.Schema":
        """Return the stored types, in column order."""
        import pyarrow

        return pyarrow.schema([(column.name, column.arrow_type()) for column in self.columns])


def table(
    name: str,
    about: str,
    *columns: Column,
    sources: tuple[str, ...],
    key: tuple[str, ...],
    limits: str = "",
    file: str = "",
    row_group: int = 8192,
) -> Table:
    """Return a table; one that names no file is kept as parquet."""
    return Table(name, about, sources, key, columns, limits, file or f"{name}.parquet", row_group)

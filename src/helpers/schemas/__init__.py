"""What every table holds: columns with type, unit and meaning, the key, and the sources behind it.

One module a subject; `ALL` is the register that `tables`, the build and the data dictionary read.
"""

from helpers.schemas.claims import TABLES as CLAIMS
from helpers.schemas.column import Column, Table
from helpers.schemas.pay import TABLES as PAY
from helpers.schemas.titles import TABLES as TITLES

ALL: dict[str, Table] = {table.name: table for table in (*PAY, *TITLES, *CLAIMS)}

__all__ = ["ALL", "Column", "Table"]

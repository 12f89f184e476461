"""What every table holds: columns with type, unit and meaning, the key, and the sources behind it.

One module a subject; `ALL` is the register that `tables`, the build and the data dictionary read.
"""

from helpers.tables.abroad import TABLES as ABROAD
from helpers.tables.ai import TABLES as AI
from helpers.tables.column import Column, Table
from helpers.tables.crosswalks import TABLES as CROSSWALKS
from helpers.tables.facet_scale import TABLES as FACET_SCALE
from helpers.tables.market_claims import TABLES as CLAIMS
from helpers.tables.onet import TABLES as ONET
from helpers.tables.onet_coverage import TABLES as ONET_COVERAGE
from helpers.tables.outlook import TABLES as OUTLOOK
from helpers.tables.pay import TABLES as PAY
from helpers.tables.people import TABLES as PEOPLE
from helpers.tables.prices import TABLES as PRICES
from helpers.tables.title_tables import TABLES as TITLES
from helpers.tables.totals import TABLES as TOTALS
from helpers.tables.track_record import TABLES as TRACK_RECORD

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        *PAY,
        *TITLES,
        *CLAIMS,
        *ONET,
        *ONET_COVERAGE,
        *FACET_SCALE,
        *PRICES,
        *AI,
        *OUTLOOK,
        *TRACK_RECORD,
        *PEOPLE,
        *CROSSWALKS,
        *ABROAD,
        *TOTALS,
    )
}

__all__ = ["ALL", "Column", "Table"]

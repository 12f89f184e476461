"""What every table holds: columns with type, unit and meaning, the key, and the sources behind it.

One module a subject; `ALL` is the register that `tables`, the build and the data dictionary read.
"""

from helpers.schemas.abroad import TABLES as ABROAD
from helpers.schemas.ai import TABLES as AI
from helpers.schemas.claims import TABLES as CLAIMS
from helpers.schemas.column import Column, Table
from helpers.schemas.crosswalks import TABLES as CROSSWALKS
from helpers.schemas.facet_scale import TABLES as FACET_SCALE
from helpers.schemas.hops import TABLES as HOPS
from helpers.schemas.onet import TABLES as ONET
from helpers.schemas.onet_coverage import TABLES as ONET_COVERAGE
from helpers.schemas.outlook import TABLES as OUTLOOK
from helpers.schemas.pay import TABLES as PAY
from helpers.schemas.people import TABLES as PEOPLE
from helpers.schemas.prices import TABLES as PRICES
from helpers.schemas.titles import TABLES as TITLES
from helpers.schemas.totals import TABLES as TOTALS
from helpers.schemas.track_record import TABLES as TRACK_RECORD

ALL: dict[str, Table] = {
    table.name: table
    for table in (
        *PAY,
        *TITLES,
        *CLAIMS,
        *ONET,
        *ONET_COVERAGE,
        *FACET_SCALE,
        *HOPS,
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

"""Which code of one list stands for which of another, and how well."""

from helpers.tables.column import ONET_CODE, SOC_CODE, Column, quality, table
from helpers.tables.people import CENSUS_CODE

QUALITIES = ("exact", "parent group", "several", "none")
"""exact: both cover the same SOC codes; parent group: the other is wider; several: more than one; none: no code."""
TARGETS = ("ep", "census", "onet", "ai")
"""Lists that occupation_links leads to: projections, the Census list of the CPS, O*NET, AI exposure."""

CENSUS_CODES = table(
    "census_codes",
    "Census 2018 occupation codes and groups with the SOC 2018 code or pattern printed beside them",
    Column("census_code", "text", "Census 2018 code; a range for a group", pattern=CENSUS_CODE),
    Column("occupation", "text", "Census title"),
    Column("level", "text", "group or line", one_of=("group", "line")),
    Column("soc_listed", "text", "SOC code, range, or pattern with X, as listed; empty: none", nullable=True),
    Column("soc_count", "whole", "how many detailed SOC codes it covers", low=0),
    sources=("census",),
    key=("census_code",),
    file="census_codes.csv",
)

CENSUS_SOC = table(
    "census_soc",
    "each detailed SOC 2018 code with the one Census 2018 line that covers it",
    Column("soc_code", "text", "detailed SOC 2018 code", pattern=SOC_CODE),
    Column("census_code", "text", "Census 2018 code", pattern=r"\d{4}"),
    quality(
        "exact (the Census line covers this code only) or parent group (it covers others too)",
        "exact",
        "parent group",
    ),
    Column("match_note", "text", "the Census line and all codes it covers; empty if exact", nullable=True),
    sources=("census", "soc"),
    key=("soc_code",),
    limits="A pattern with X takes the codes that fit it and have no Census line of their own; where two patterns fit,"
    " the publisher's crosswalk sheet decides.",
    file="census_soc.csv",
)

EP_ONET = table(
    "ep_onet",
    "each O*NET-SOC 2019 code with the line of the projections it belongs to, as the publisher lists them",
    Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE),
    Column("ep_code", "text", "code in the National Employment Matrix", pattern=SOC_CODE),
    sources=("ep",),
    key=("onet_code",),
    limits="The publisher lists no military code.",
    file="ep_onet.csv",
)

OCCUPATION_LINKS = table(
    "occupation_links",
    "from every occupation of the pay table, and every detailed SOC code, to the codes of the other lists",
    Column("soc_code", "text", "detailed code of the pay table or of SOC 2018", pattern=SOC_CODE),
    Column("in_pay", "flag", "whether the pay table has the code"),
    Column("in_soc_2018", "flag", "whether SOC 2018 has the code"),
    Column(
        "target",
        "text",
        "ep (projections), census (people, ages, weekly earnings), onet or ai (exposure)",
        one_of=TARGETS,
    ),
    Column("target_code", "text", "code in that list; empty if quality is none", nullable=True),
    Column("target_occupation", "text", "its name in that list; empty if quality is none", nullable=True),
    quality(
        "exact (the same SOC codes), parent group (a wider one), several (one of more, or a part only), none",
        *QUALITIES,
    ),
    Column("match_note", "text", "what is wider, which others there are, or why there is none", nullable=True),
    sources=("oews", "soc", "onet_soc", "ep", "census", "onet", "ai_exposure"),
    key=("soc_code", "target", "target_code"),
    limits="Scope is compared as sets of detailed SOC codes. A figure reached over parent group belongs to the wider"
    " group and has to be named so. Military Census codes have no people, ages or earnings.",
    row_group=2048,
)

PROGRAMS = table(
    "programs",
    "programmes of study that lead to an occupation, as the publishers' experts judge",
    Column("soc_code", "text", "detailed SOC 2018 code", pattern=SOC_CODE),
    Column("cip_code", "text", "code in the Classification of Instructional Programs 2020", pattern=r"\d\d\.\d{4}"),
    Column("program", "text", "title of the programme, without the full stop at its end"),
    sources=("cip",),
    key=("soc_code", "cip_code"),
    limits="A relation that experts drew: not where graduates work, and no requirement. An occupation without a row has"
    " no programme of its own.",
)

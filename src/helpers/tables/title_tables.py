"""Job titles: which occupations a title may stand for, and which list says so."""

from helpers.tables.column import ONET_CODE, SOC_CODE, Column, quality, table

LISTS = {
    "official": "official occupation name",
    "direct_match": "SOC direct match title",
    "reported": "title reported by workers (O*NET)",
    "alternate": "alternate title (O*NET)",
}
"""List of titles -> how a sentence names it, the strongest first; what we curated is stronger than any."""
BITS = {name: 1 << place for place, name in enumerate((*LISTS, "curated"))}
"""List -> its bit in the mask of a row of the index."""
KINDS = ("same", "phrase", "short", "field", "level", "noise")
"""Kinds of words; see `helpers.tables.title_words`."""

SOC_CODES = table(
    "soc_codes",
    "SOC 2018 codes with their name, level and the occupation of the pay table that covers them",
    Column("soc_code", "text", "SOC 2018 code", pattern=SOC_CODE),
    Column("occupation", "text", "name in SOC 2018"),
    Column("level", "text", "level in SOC 2018", one_of=("major", "minor", "broad", "detailed")),
    Column("pay_soc_code", "text", "code that covers it in the pay table", nullable=True, pattern=SOC_CODE),
    quality("exact, parent group (the pay table has a wider code only) or none", "exact", "parent group", "none"),
    Column("match_note", "text", "which group it belongs to, or why there is none", nullable=True),
    sources=("soc", "oews"),
    key=("soc_code",),
)

SOC_2010 = table(
    "soc_2010",
    "SOC 2010 codes with the SOC 2018 codes that took their place, one row a pair",
    Column("soc_2010_code", "text", "SOC 2010 code", pattern=SOC_CODE),
    Column("occupation_2010", "text", "name in SOC 2010"),
    Column("soc_code", "text", "SOC 2018 code", pattern=SOC_CODE),
    sources=("soc",),
    key=("soc_2010_code", "soc_code"),
    file="soc_2010.csv",
)

ONET_CODES = table(
    "onet_codes",
    "O*NET-SOC 2019 codes with their name and SOC 2018 code",
    Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE),
    Column("occupation", "text", "name in O*NET-SOC 2019"),
    Column("soc_code", "text", "SOC 2018 code it belongs to", pattern=SOC_CODE),
    sources=("onet", "onet_soc"),
    key=("onet_code",),
)

TITLES = table(
    "titles",
    "job titles with the codes they are listed under, one row a title, code and list",
    Column("title_key", "text", "the title as it is matched: lower case, no accents, hyphens or plurals"),
    Column("title", "text", "the title as listed"),
    Column("soc_code", "text", "SOC 2018 code, or one that the pay survey made for several", pattern=SOC_CODE),
    Column("onet_code", "text", "O*NET-SOC code; empty in the lists of the SOC", nullable=True, pattern=ONET_CODE),
    Column("list", "text", "official, direct_match, alternate or reported", one_of=tuple(LISTS)),
    Column("source_id", "text", "which source the list is from", one_of=("soc", "onet", "oews")),
    Column("weight", "real", "how much it says for its code: 4 for a name or direct match, less for others", low=0),
    sources=("soc", "onet", "oews"),
    key=("title_key", "title", "soc_code", "onet_code", "list"),
)

TITLE_WORDS = table(
    "title_words",
    "curated: words of job titles that are another spelling, an abbreviation, a rank or no part of the work",
    Column(
        "kind",
        "text",
        "same (another spelling), phrase (words that stand for one), short (abbreviation), field (of work), level"
        " (rank), noise (terms of the job or a place)",
        one_of=KINDS,
    ),
    Column("word", "text", "the word or words, lower case singular"),
    Column("means", "text", "what it means; several, the likelier first, by a bar", nullable=True),
    Column("why", "text", "why it stands here"),
    sources=("rolepair",),
    key=("kind", "word"),
    file="title_words.csv",
)

TITLE_READINGS = table(
    "title_readings",
    "curated: titles that the lists lack or mislead on, with the occupations we read them as and why",
    Column("titles", "text", "one title or several, by a bar; lower case singular"),
    Column(
        "soc_codes",
        "text",
        "SOC 2018 codes, or codes of the pay table, the leading one first, by a semicolon; empty: the words name no"
        " kind of work",
        nullable=True,
        pattern=rf"{SOC_CODE}(;{SOC_CODE})*",
    ),
    Column("why", "text", "why it is read so"),
    sources=("rolepair",),
    key=("titles",),
    file="title_readings.csv",
)

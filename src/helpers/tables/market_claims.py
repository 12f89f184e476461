"""Market claims: figures that career sites print, kept apart from the official record."""

from helpers.tables.column import Column, Table

MARKET_CLAIMS = Table(
    name="market_claims",
    file="market_claims.csv",
    about="every figure that five pages of career sites print, as claims; one row a figure",
    sources=("claims_000", "claims_001", "claims_002", "claims_003", "claims_004"),
    key=("claim_id",),
    columns=(
        Column("claim_id", "text", "name of the row"),
        Column("role", "text", "title the page gives it for, lower case singular"),
        Column("measure", "text", "what is claimed"),
        Column("detail", "text", "group, rank, level or industry the figure is for", nullable=True),
        Column("value", "real", "figure; empty where the claim is a text or the page prints none", nullable=True),
        Column("text", "text", "claim in words (a degree, a place, a duty)", nullable=True),
        Column("unit", "text", "unit of value, or text"),
        Column("period", "text", "period, where the page states one", nullable=True),
        Column("missing_reason", "text", "why there is no value", nullable=True),
        Column("source_page", "text", "page it stands on"),
        Column("source_id", "text", "source in sources.yml"),
        Column("site", "text", "who publishes the page"),
        Column("attributed_to", "text", "whom the page names as the origin", nullable=True),
        Column("wording", "text", "our note on the wording, where the measure is unclear", nullable=True),
    ),
    limits="Claims, not facts: copied as printed, with their defects; none is mixed into an official row.",
)

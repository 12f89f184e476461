"""What each role does, in our own words from the data: where the jobs are, what the titles are, what pages name."""

from helpers.comparison import Comparison
from helpers.comparison.market import descriptions
from helpers.formats import count
from helpers.present import Html, bullets, role_name, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.places import main_industries
from helpers.prose.tasks import tasks_block
from helpers.prose.traits import trait_facts, traits_table
from helpers.prose.words import joined, opening
from helpers.tables import load

_TITLE_LISTS = ("reported", "direct_match", "alternate")


@guarded
def work_section(comparison: Comparison) -> Html:
    """Return for each role its occupation, jobs, industries, other titles, what O*NET says, and the duties pages claim.

    Below them stand preparation, interests and work styles of both.
    """
    claimed = descriptions(comparison.claims)
    blocks = []
    for side, role, name in zip("ab", (comparison.a, comparison.b), comparison.names, strict=True):
        facts = [counted(comparison, side, name), other_titles(role.leading.soc_code, name)]
        facts += trait_facts(comparison, side)
        for measure, words in (("duty", "Duties"), ("tool", "Tools")):
            terms = claimed[(claimed["side"] == side) & (claimed["measure"] == measure)]
            if len(terms):
                sites = joined(sorted(set(terms["site"])))
                facts.append(f"{words} that pages name (claims by {sites}): {', '.join(dict.fromkeys(terms['text']))}.")
        blocks.append(show(Html(f"<h3>{role_name(name, side)}</h3>"), bullets(facts)))
    return show(
        *blocks,
        tasks_block(comparison),
        traits_table(comparison),
        sentences("The official record counts whole occupations; duties named by pages are claims."),
    )


def counted(comparison: Comparison, side: str, name: str) -> str:
    """Return which occupation a role stands for, its jobs in the nation and its largest sectors, in one sentence."""
    role = comparison.a if side == "a" else comparison.b
    jobs = comparison.employment_in_nation[f"value_{side}"].iloc[0]
    known = f"{count(jobs)} jobs in the nation" if jobs > 0 else "the number of jobs is not published"
    main = main_industries(comparison, side)
    where = f"; the largest sectors are {joined(main)}" if main else ""
    return f"{opening(name)} stands for {role.leading.occupation}: {known}{where}."


def other_titles(soc_code: str, name: str) -> str:
    """Return up to six other titles of an occupation in one sentence, or that the lists name none."""
    codes = load("soc_codes", columns=["soc_code", "pay_soc_code"])
    covered = set(codes["soc_code"][codes["pay_soc_code"] == soc_code]) | {soc_code}
    listed = load("titles", where={"list": _TITLE_LISTS, "soc_code": covered})
    order = {kind: rank for rank, kind in enumerate(_TITLE_LISTS)}
    listed = listed.assign(rank=listed["list"].map(order)).sort_values(["rank", "title"])
    some = list(dict.fromkeys(title for title in listed["title"] if title.casefold() != name.casefold()))[:6]
    if not some:
        return "The lists name no other title for this occupation."
    return f"Workers in it are also called {joined(some)}."

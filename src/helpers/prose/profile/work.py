"""The work of one role: what matters in it, tasks, skills and knowledge, tools, interests and styles."""

import pandas as pd

from helpers.comparison.facets import FACETS, unrated
from helpers.comparison.profile import Profile, one_sided
from helpers.comparison.tools import IN_DEMAND
from helpers.present import Col, Html, bullets, callout, details, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.profile.tables import facts_table, named_by_pages
from helpers.prose.tasks import tasks_block
from helpers.prose.traits import trait_facts
from helpers.prose.words import named, plural
from helpers.prose.work import counted, other_titles

_SHOWN = 10
_TOOLS = 30
_SCALES = ("importance", "level")
_PLURAL = {"knowledge": "fields of knowledge"}
_NO_ERROR = "Where no standard error stands beside a rating, none is published."
_WORK = {"branch": "branches", "duty": "duties", "work_environment": "places and conditions of work"}
_CLAIMS_ONLY = (
    "No table here holds conditions of work, advantages, drawbacks or challenges by occupation: they are claims only."
)
_MORE = {"advantage": "advantages", "drawback": "drawbacks", "challenge": "challenges"}


@guarded
def work_section(role: Profile) -> Html:
    """Return jobs, titles, what matters most by O*NET, tasks where they are installed, and what pages name."""
    facts = [counted(role.pair, "a", role.name), other_titles(role.code, role.name), *trait_facts(role.pair, "a")]
    return show(
        bullets(facts),
        _top(role, "work activities"),
        tasks_block(role.pair, "a"),
        named_by_pages(role, _WORK | _MORE),
        sentences(_CLAIMS_ONLY),
    )


@guarded
def skills_section(role: Profile) -> Html:
    """Return for skills, knowledge and abilities the most important elements with level; what pages name below."""
    facets = [facet for facet in FACETS if facet != "work activities"]
    return show(*(_top(role, facet) for facet in facets), named_by_pages(role, {"skill": "skills"}), _top_skills(role))


@guarded
def tools_section(role: Profile) -> Html:
    """Return the technologies that O*NET lists, those in demand first, and the tools that pages name."""
    frame, missing = role.tools, role.pair.work.tools_missing[0]
    claimed = named_by_pages(role, {"tool": "tools"})
    if frame.empty:
        return show(callout(f"{named(role.name)}: {missing}.", kind="missing"), claimed)
    wanted = int((frame["text_a"] == IN_DEMAND).sum())
    shown = frame.head(_TOOLS).assign(
        hot_words=["in adverts of all fields" if hot else "no" for hot in frame["hot"].head(_TOOLS)]
    )
    columns = [
        Col("technology", "Technology", header=True, long=True),
        Col("category", "Kind", long=True),
        Col("text_a", "Listed", cell="cell_a"),
        Col("hot_words", "Hot", long=True),
    ]
    blocks = [
        sentences(
            f"O*NET lists {plural(len(frame), 'technology', 'technologies')}, {wanted or 'none'} of them in demand.",
            "It lists examples and no number of users: what is not listed may still be used.",
        ),
        table(
            shown,
            columns,
            caption="Technologies, those in demand first",
            name="technologies",
            note="In demand: often in adverts of the occupation. Hot: often in adverts of all occupations.",
        ),
    ]
    rest = frame["technology"].iloc[_TOOLS:]
    if len(rest):
        more = f"The other {plural(len(rest), 'technology', 'technologies')}"
        blocks.append(details(more, sentences(f"{', '.join(rest)}.")))
    return show(*blocks, claimed)


@guarded
def styles_section(role: Profile) -> Html:
    """Return preparation, interests and the work styles that mark the role, or why there are none."""
    work = role.pair.work
    rows = pd.concat([frame for frame in (work.interests, work.styles) if len(frame)], ignore_index=True)
    if (rows["reason_a"] != "").all():
        return callout(f"Interests and work styles: {rows['reason_a'].iloc[0]}.", kind="missing")
    return facts_table(
        one_sided(rows),
        role,
        caption="Interests and work styles",
        label="Interest or style",
        note="Interests fit from 1 to 7; work styles from −3 (hinders) to 3 (helps), the five that mark the role most"
        " among occupations. O*NET had both rated by models and experts, not by a survey.",
    )


def _top(role: Profile, facet: str) -> Html:
    elements = role.pair.work.elements
    if elements.empty or not (rows := elements[elements["facet"] == facet]["importance_a"].notna()).any():
        return callout(f"{unrated(role.stands, facet)}.", kind="missing")
    known = elements.loc[rows[rows].index].sort_values(["importance_a", "element_id"], ascending=[False, True])
    caption = f"Most important {facet}: importance 1 to 5, level 0 to 7"
    top = _ratings(known.head(_SHOWN), caption)
    rest = known.iloc[_SHOWN:]
    if not len(rest):
        return top
    others = f"All other {_PLURAL.get(facet, facet)} that are rated"
    return show(top, details(others, _ratings(rest, f"Other {facet}")))


def _ratings(rows: pd.DataFrame, caption: str) -> Html:
    shown = rows.assign(
        **{f"{scale}_error": [_error(error) for error in rows[f"{scale}_se_a"]] for scale in _SCALES},
    )
    columns = [Col("element", "Element", header=True, long=True)]
    columns += [
        Col(
            f"{scale}_a",
            scale.capitalize(),
            format="score",
            reason=f"{scale}_reason_a",
            note=f"{scale}_error",
            cell=f"{scale}_cell_a",
        )
        for scale in _SCALES
    ]
    without = (rows["importance_a"].notna() & rows["importance_se_a"].isna()).any()
    return table(shown, columns, caption=caption, kind="pair", note=_NO_ERROR if without else "")


def _error(error: float) -> str:
    return f"standard error {error:.2f}" if error >= 0 else ""


@guarded
def _top_skills(role: Profile) -> Html:
    rows = role.checked_claims[role.checked_claims["measure"] == "top_skill"]
    if rows.empty:
        return Html("")
    told = [
        f"{text} ({claim})" if str(claim) != text else text
        for text, claim in rows[["detail", "claim"]].itertuples(index=False)
    ]
    return sentences(f"Skills that pages count in résumés (claims): {'; '.join(dict.fromkeys(told))}.")

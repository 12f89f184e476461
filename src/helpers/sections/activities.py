"""What people do all day: O*NET's detailed work activities, those that roles share and those listed for one only."""

import math
from typing import Any

import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, plural
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.matches import onet_roles
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import MOST_OPEN, Block, data, esc
from helpers.show.marks import who
from helpers.show.tables import data_table
from helpers.tables.added import load_tasks
from helpers.tables.load import load

MEASURE, LABEL = "activity", "Work activity"
LITTLE = 0.25
"""Part of the shorter list of kinds of activity below which what is shared does not head the chapter; ours."""
MOST_ITEMS = 3
"""Activities that a list shows; the rest stands in the table."""


def activity_facts(c: Comparison) -> pd.DataFrame:
    """Return a row a role and detailed activity: `label` its title, `words` the intermediate activity that groups it.

    Keys: `activity_id`, `intermediate_id`, `tasks` (how many of the occupation's tasks are linked to it; no measure of
    time). A role without activities has one row that says why. Listed are what O*NET's tasks name: not listed does not
    mean never done.
    """
    names = load("activity_names").set_index("activity_id")
    rows: list[Fact] = []
    for name, onet in onet_roles(c).items():
        own = load("activity_links", where={"onet_code": [onet.code]}) if onet.code else pd.DataFrame()
        known = own[own["activity_id"].isin(names.index)] if len(own) else own
        if known.empty:
            keys = dict[str, Any](activity_id="", intermediate_id="", tasks=math.nan)
            rows.append(onet.missing(name, MEASURE, LABEL, "text", Reason.NOT_GIVEN, **keys))
            continue
        found = known.join(names, on="activity_id").sort_values(["tasks", "activity_id"], ascending=[False, True])
        for link in found.to_dict("records"):
            cell = f"activity_links/{onet.code}|{link['activity_id']}/tasks"
            keys = {key: link[key] for key in ("activity_id", "intermediate_id", "tasks")}
            label, words = str(link["activity"]), str(link["intermediate"])
            rows.append(Fact(name, MEASURE, label, "text", words=words, cell=cell, keys=keys))
    return facts(c.names, rows)


def kinds(c: Comparison) -> pd.DataFrame:
    """Return a row a kind of activity (O*NET's intermediate ones), those of most roles first, then by tasks.

    Columns: `kind`, `names` (the roles that have it, in order), `example` (the detailed activity of all
    those roles with most tasks; the kind itself where they share none), `tasks` that name it (the fewest that a role
    has), `total` of its kind.
    """
    told: dict[str, list[tuple[str, str, float]]] = {}
    for role, kind, label, tasks in _known(c):
        told.setdefault(kind, []).append((role, label, tasks))
    rows = []
    for kind, found in told.items():
        names = tuple(name for name in c.names if any(role == name for role, _, _ in found))
        best = _shared_most([row[1:] for row in found])[0]
        example = best if sum(label == best for _, label, _ in found) == len(names) else kind
        named = [sum(t for r, label, t in found if r == name and example in (label, kind)) for name in names]
        rows.append((kind, names, example, min(named), sum(tasks for _, _, tasks in found)))
    rows.sort(key=lambda row: (-len(row[1]), -row[3], -row[4], row[0]))
    return pd.DataFrame(rows, columns=["kind", "names", "example", "tasks", "total"])


def _known(c: Comparison) -> list[tuple[str, str, str, float]]:
    """Return role, kind, activity and tasks of each listed activity."""
    frame = c.frame(activities)
    frame = frame[frame["why"] == ""]
    return list(zip(frame["role"], frame["words"], frame["label"], frame["tasks"].astype(float), strict=True))


def _shared_most(found: list[tuple[str, float]]) -> list[str]:
    """Return activities, each with its tasks in one role: those of most roles first, then with most tasks in each."""
    tasks: dict[str, list[float]] = {}
    for label, count in found:
        tasks.setdefault(label, []).append(count)
    return sorted(tasks, key=lambda label: (-len(tasks[label]), -min(tasks[label]), -sum(tasks[label]), label))


def common(c: Comparison) -> list[str]:
    """Return the detailed activities that all roles have, those with most tasks in each first."""
    known = _known(c)
    roles: dict[str, set[str]] = {}
    for role, _, label, _ in known:
        roles.setdefault(label, set()).add(role)
    return [one for one in _shared_most([row[2:] for row in known]) if len(roles[one]) == len(c.names)]


def says(c: Comparison) -> list[str]:
    """Return what all do, as the chapter's headline, and how many kinds of activity they share."""
    without = [name for name in c.names if name not in _listing(c)]
    if len(c.names) > 2 and len(without) < len(c.names) - 1:
        return _several(c, without)
    if without:
        return _without(c, without)
    shared = common(c)
    if len(c.names) == 1:
        return [f"Day to day: {'; '.join(lower(one) for one in kinds(c)['example'].head(2))}"]
    if one := _one_record(c):
        return [f"O*NET counts both titles as {one}, who {lower(shared[0])}"]
    every = kinds(c)
    together = every[every["names"].map(len) == len(c.names)]
    counts = [sum(name in own for own in every["names"]) for name in c.names]
    if len(together) >= LITTLE * min(counts):
        head = f"Both {listed([lower(one) for one in (shared or list(together['kind']))[:2]])}"
    else:
        own = [f"{name} work {'is to' if not place else 'to'} {_first(c, name)}" for place, name in enumerate(c.names)]
        head = f"Little of the day is the same: {', '.join(own)}"
    same = f"{len(together) or 'none'} of {len(every)} kinds of activity"
    return [head, f"{capital(same)} {'is' if len(together) == 1 else 'are'} listed for both."]


def _listing(c: Comparison) -> list[str]:
    """Return the roles whose activities O*NET lists."""
    frame = c.frame(activities)
    without = set(frame.loc[frame["why"] != "", "role"])
    return [name for name in c.names if name not in without]


def _several(c: Comparison, without: list[str]) -> list[str]:
    """Return how many kinds of activity three or more roles share, and for which roles none is listed."""
    if one := _one_record(c):
        return [f"O*NET counts all these titles as {one}"]
    every, names = kinds(c), _listing(c)
    together = every[every["names"].map(len) == len(names)]
    if len(together):
        verb = "is" if len(together) == 1 else "are"
        head = (
            f"{plural(len(together), 'kind')} of activity {verb} listed for all: {lower(together['example'].iloc[0])}"
        )
    else:
        head = "No kind of activity is listed for all of these roles"
    missing = [f"O*NET lists no activities for {listed(without, 'or')}."] if without else []
    return [head, *missing]


def _one_record(c: Comparison) -> str:
    """Return the O*NET occupation that stands for all of several roles; empty where they differ."""
    found = {(onet.code, onet.name) for onet in onet_roles(c).values()}
    return next(iter(found))[1] if len(found) == 1 and len(c.names) > 1 else ""


def _first(c: Comparison, name: str) -> str:
    """Return the activity with most tasks of a role that no other role has, or else with most tasks."""
    frame = c.frame(activities)
    others = set(frame.loc[frame["role"] != name, "label"])
    own = list(frame.loc[frame["role"] == name, "label"])
    return lower(next((one for one in own if one not in others), own[0]))


def _without(c: Comparison, without: list[str]) -> list[str]:
    if len(without) == len(c.names):
        return [f"O*NET lists no activities for {listed(list(c.names), 'or')}"]
    return [f"O*NET lists no activities for {listed(without, 'or')}, so the days cannot be laid side by side"]


def lower(title: str) -> str:
    """Return a title as it stands within a sentence: its first letter small."""
    return f"{title[:1].lower()}{title[1:]}"


def activity_lists(c: Comparison) -> Block:
    """Return what all do and what is listed for one role only: of each kind of activity one detailed one.

    The more roles, the fewer are listed of each; of more than `MOST_OPEN` the lists are to be opened.

    A kind counts as one role's only if no activity of that kind is listed for another role.
    """
    frame = c.frame(activities)
    if (frame["why"] != "").all():
        return data()
    every, parts = kinds(c), []
    listing, most = _listing(c), max(1, min(MOST_ITEMS, 12 // len(c.names)))
    several = len(listing) > 1
    if several:
        both = "All" if len(c.names) > 2 else "Both"
        parts.append(_list(both, every[every["names"].map(len) == len(listing)], most))
    for name in listing if not _one_record(c) else ():
        head = f"{'Listed only for ' if several else ''}{who(c.names, c.names.index(name))}"
        parts.append(_list(head, every[every["names"] == (name,)], most))
    counted = f", {(frame['why'] == '').sum()} in all" if len(c.names) == 1 else ""
    unit = f"from O*NET’s tasks, one activity of each kind{counted}"
    cap = f'<p class="cap">What people do all day<span class="u">{unit}</span></p>'
    if len(c.names) > MOST_OPEN:
        return Block("".join(parts), "table", summary="What people do all day")
    return Block(cap + "".join(parts), "note", column=1)


def _list(head: str, rows: pd.DataFrame, most: int) -> str:
    shown = list(rows["example"].head(most))
    rest = len(rows) - len(shown)
    told = [esc(one) for one in shown] or ["<small>none listed</small>"]
    more = f" <small>and {plural(rest, 'more kind')}</small>" if rest else ""
    lines = "".join(f"<li>{one}{more if one is told[-1] else ''}</li>" for one in told)
    return f'<p><b>{head}</b></p><ul class="lines">{lines}</ul>'


def tabulate(c: Comparison) -> Block:
    """Return every detailed activity under its kind, with the number of tasks of each role that name it."""
    frame = c.frame(activities)
    known = frame[frame["why"] == ""]
    tasks = {(r.label, r.role): f"{r.tasks:.0f}" for r in known.itertuples()}
    groups = dict(zip(known["label"], known["words"], strict=True))
    order = {kind: place for place, kind in enumerate(kinds(c)["kind"])} if len(known) else {}
    labels = sorted(groups, key=lambda label: (order[groups[label]], label))
    rows = [[esc(one), esc(groups[one]), *(tasks.get((one, name), "0") for name in c.names)] for one in labels]
    head = ["Activity", "Kind", *(f"Tasks, {name}" for name in c.names)]
    counted = f"{plural(len(rows), 'activity', 'activities')} of {plural(len(order), 'kind')}"
    title = f"{counted} that O*NET’s tasks name, with the number of tasks"
    html = data_table(title, head, rows, right=range(2, len(c.names) + 2), csv="activities")
    return Block(html + _stated(c), "table", summary="Show the table")


def _stated(c: Comparison) -> str:
    """Return the tasks of each role in O*NET's own words with the notice, where the reader has installed them."""
    codes = {name: onet.code for name, onet in onet_roles(c).items() if onet.code}
    tasks = load_tasks(set(codes.values()))
    if tasks is None:
        return ""
    rows = [
        [esc(row.task), esc(name), "not rated" if pd.isna(row.type) else esc(row.type)]
        for name, code in codes.items()
        for row in each(tasks.statements[tasks.statements["onet_code"] == code])
    ]
    table = data_table("Tasks, in O*NET’s own words", ["Task", "Role", "Kind"], rows, csv="tasks")
    return f"{table}<p>{esc(tasks.credit)}</p>"


activities = Section("activities", "What people do all day", activity_facts, says, tabulate)

"""A typed title to occupations with their shares, by the index of listed titles or words alone; and how sure."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from helpers.base.errors import DamagedTable
from helpers.base.title_key import title_key, words_of
from helpers.tables.sources import refuse_changed
from helpers.tables.title_tables import BITS
from helpers.tables.title_words import ASIDE, LEVEL, Form, Lexicon, Words, forms, lexicon, plain

INDEX_FILE = "title_index.npz"
CURATED, NAMED = BITS["curated"], BITS["official"] | BITS["direct_match"]
TEXTS = ("codes", "keys", "shown", "words", "exact")
"""Arrays that hold lines of text as UTF-8 bytes."""

NEAR, KNOWN, SOFT = 4.0, 0.35, 1.5
"""Power of likeness and of the lists' evidence among near titles; how far the shares by words are evened out."""
UNKNOWN_WORD = 9.0
"""What a word that no list has counts in the likeness of titles, as its rarity."""

Shares = NDArray[np.float64]


class ByWords(NamedTuple):
    """What words alone say: a share for each occupation, the likeness (0 to 1) of the nearest titles, and those."""

    shares: Shares
    likeness: float
    near: tuple[int, ...]


class Index:
    """Listed titles by their words. Rows of a title hold a code, its weight and the lists that say so.

    `codes` are O*NET-SOC or SOC codes; `occupations` the codes that the pay table covers them by, or their own SOC
    code where it covers them not; `occupation_of` leads from one to the other.
    """

    def __init__(self, path: Path) -> None:
        """Read the index; raise `DamagedTable` if it is missing or no index."""
        try:
            with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            text = {name: bytes(arrays[name]).decode().split("\n") for name in TEXTS}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise DamagedTable(
                f"the table {path.name} {'is missing' if isinstance(error, FileNotFoundError) else 'cannot be read'}",
                expected="the index of job titles that the data build writes",
                next_step="restore it from the project (git checkout data), or rebuild it with `rolepair data build`",
            ) from error
        self.codes, self.keys, self.shown, self.words = (text[name] for name in TEXTS[:4])
        self.exact = dict(line.split("\t") for line in text["exact"] if line)
        of = [code.split(" ") for code in self.codes]
        self.occupations = sorted({pay for _, pay in of})
        place = {code: number for number, code in enumerate(self.occupations)}
        self.occupation_of = np.array([place[pay] for _, pay in of])
        self.codes = [code for code, _ in of]
        self.row_from, self.row_code, self.row_lists = (arrays[name] for name in ("row_from", "row_code", "row_lists"))
        self.row_weight = arrays["row_weight"].astype(np.float32)
        self.row_occupation = self.occupation_of[self.row_code]
        # of each word the titles that hold it, and the occupations it stands for
        self.held_from, self.held = arrays["held_from"], arrays["held"]
        self.word_from, self.word_occupation = arrays["word_from"], arrays["word_occupation"]
        self.word_weight = arrays["word_weight"].astype(np.float32)
        self.jobs = arrays["jobs"].astype(float)
        self.log_jobs = np.log(self.jobs)
        self.key_at = {key: number for number, key in enumerate(self.keys)}
        self.word_at = {word: number for number, word in enumerate(self.words)}
        self.times = np.diff(self.held_from)
        self.rarity = np.log(len(self.keys) / self.times).astype(np.float32)
        self.length = np.bincount(self.held, minlength=len(self.keys))
        self.mass = np.bincount(self.held, np.repeat(self.rarity, self.times), len(self.keys)).astype(np.float32)
        self.rows = np.diff(self.row_from)
        sums = np.concatenate([[0.0], np.cumsum(self.row_weight, dtype=float)])
        self.total = (sums[self.row_from[1:]] - sums[self.row_from[:-1]]).astype(np.float32)
        prior = self.jobs**0.3
        self.prior: Shares = prior / prior.sum()

    @cached_property
    def squashed(self) -> dict[str, int]:
        """Return the titles by their words without spaces."""
        return {key.replace(" ", ""): number for number, key in enumerate(self.keys)}

    def titles_of(self, words: Words) -> list[int]:
        """Return the listed title of these words: as they stand, else in another order, else written as one."""
        key = " ".join(words)
        if key in self.key_at:
            return [self.key_at[key]]
        known = [self.word_at.get(word) for word in set(words)]
        at = [number for number in known if number is not None]
        if len(at) > 1 and len(at) == len(known):
            held = np.concatenate([self.held[self.held_from[i] : self.held_from[i + 1]] for i in at])
            titles, times = np.unique(held, return_counts=True)
            same = titles[(times == len(at)) & (self.length[titles] == len(at))]
            if len(same):
                return [int(number) for number in same]
        squashed = "".join(words)
        return [self.squashed[squashed]] if len(squashed) > 4 and squashed in self.squashed else []

    def rows_of(self, titles: list[int]) -> NDArray[np.intp]:
        """Return the places of the rows of some titles."""
        return np.array([i for t in titles for i in range(self.row_from[t], self.row_from[t + 1])], dtype=np.intp)

    def evidence(self, rows: NDArray[np.intp]) -> Shares:
        """Return the weight that some rows give to each occupation."""
        return np.bincount(self.row_occupation[rows], self.row_weight[rows], len(self.occupations)).astype(float)

    @lru_cache(maxsize=4096)  # noqa: B019 - one index a process
    def by_words(self, words: Words) -> ByWords:
        """Return what words alone say: naive Bayes over the words, and the titles that share the rare ones."""
        at = [self.word_at[word] for word in dict.fromkeys(words) if word in self.word_at]
        if not at:
            return ByWords(self.prior, 0.0, ())
        logs = np.log(self.prior)
        for i in at:
            rows, share = slice(self.word_from[i], self.word_from[i + 1]), self.prior.copy()
            share[self.word_occupation[rows]] += self.word_weight[rows]
            logs = logs + np.log(share / (self.word_weight[rows].sum() + 1)) - np.log(self.prior)
        bayes = np.exp((logs - logs.max()) / SOFT)
        bayes /= bayes.sum()
        score = np.zeros(len(self.keys), np.float32)
        for i in at:
            score[self.held[self.held_from[i] : self.held_from[i + 1]]] += self.rarity[i]
        whole = float(self.rarity[at].sum()) + UNKNOWN_WORD * (len(set(words)) - len(at))
        near = np.flatnonzero(score > 0.25 * whole)
        near = near[self.rows[near] > 0]
        if not len(near):
            return ByWords(bayes, 0.0, ())
        like = score[near] / (whole + self.mass[near] - score[near])
        weight, count = like**NEAR * self.total[near] ** KNOWN, self.rows[near]
        rows_at = np.repeat(self.row_from[near] - np.r_[0, count.cumsum()[:-1]], count) + np.arange(count.sum())
        share_of = self.row_weight[rows_at] * np.repeat(weight / self.total[near], count)
        kin = np.bincount(self.row_occupation[rows_at], share_of, len(self.occupations))
        both = np.sqrt((bayes + 1e-5) * (kin / kin.sum() + 0.003))
        best = near[np.argsort(-like * self.total[near] ** 0.05, kind="stable")[:12]]
        return ByWords(both / both.sum(), float(like.max()), tuple(int(number) for number in best))


# --- reading ----------------------------------------------------------------------------------------------------------


ANSWER, ASK = 0.80, 0.45
"""Confidence from which a reading stands alone, and from which it is given with a question; below it is refused."""
SPELLING, BY_WORDS, NO_WORK = "spelling mended", "on no list, read by its words", "names no kind of work"

JOBS, WORDS = 0.35, 4.0
"""Power of the number of jobs among occupations that share a title; weight of the words beside the lists."""
CURATED_SHARE, NEXT_CURATED = 0.95, 0.4
"""Share of all curated readings of a title, and of each one against the one before."""
ASIDE_SAYS = (3.0, 0.5)
"""Power of what a side remark says beside one word that may mean much, and beside more."""
SURE_ALONE = 0.6
"""Leading share from which one word means one thing."""
SURE_LISTED, SURE_CURATED = ((0, 0.7), (0.64, 0.99)), 0.97
"""Leading share by lists, and the confidence it stands for; the confidence of a curated title."""
SURE_BY_WORDS = (0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8), (0, 0.3, 0.5, 0.7, 0.82, 0.92, 0.96)
"""Leading share by words alone, and the confidence it stands for."""
OFTEN = 0.2
"""How far a common word is preferred to a rare one at the same distance from a misspelt word."""
TIMES_THE_JOBS = 20
LEAST_SHARE = 0.05


@dataclass(frozen=True)
class Found:
    """What a title was read as: occupations with their shares, the leading one first, and how.

    `rows` are the rows of the index that say so; `shown` is the listed title (empty if none), `near` are listed titles
    like it. No occupation: the title names no work, or nothing is like it.
    """

    occupations: tuple[int, ...]
    shares: tuple[float, ...]
    confidence: float
    how: str
    rows: tuple[int, ...] = ()
    shown: str = ""
    near: tuple[int, ...] = ()


class Reader:
    """Reads titles by one index and one table of words."""

    def __init__(self, index: Index, words: Lexicon) -> None:
        """Take the index and the words, and count how many workers stand behind each word, for the spelling."""
        self.index, self.words = index, words
        used = np.bincount(index.word_occupation, index.word_weight, len(index.occupations))
        part = index.jobs[index.word_occupation] * index.word_weight / np.maximum(used[index.word_occupation], 1e-9)
        sums = np.concatenate([[0.0], np.cumsum(part)])
        jobs = sums[index.word_from[1:]] - sums[index.word_from[:-1]]
        also = {w: index.word_at.get(m) for w, m in words.same.items() if len(w) > 4 and w not in index.word_at}
        self.spelt = [*index.words, *also]
        self.often = np.log1p(np.r_[jobs, [0.0 if at is None else jobs[at] for at in also.values()]])

    @lru_cache(maxsize=4096)  # noqa: B019 - one reader a process
    def read(self, text: str) -> Found:
        """Return what a title stands for, with a confidence between 0 and 1."""
        all_forms = forms(text, self.words, self._is_profession)
        for form in all_forms:
            if titles := self.index.titles_of(form.words):
                return self._listed(text, form, titles, 1.0)
        for form in all_forms:
            for words, sure in self._mended(form.words):
                if titles := self.index.titles_of(words):
                    return self._listed(text, Form(words, form.cost, SPELLING), titles, sure)
        return self._by_words(all_forms)

    def nearest(self, text: str) -> tuple[int, ...]:
        """Return listed titles like a text, for a suggestion: mended ones first, then those of the same last word."""
        words = self.words.canonical(words_of(plain(text)))
        mended = [other for other, _ in self._mended(words)]
        fixed = [title for other in mended for title in self.index.titles_of(other)[:1]]
        words = mended[0] if mended else words
        near = self.index.by_words(words).near
        kin = sorted(near, key=lambda title: self.index.keys[title].split(" ")[-1] != words[-1] if words else True)
        return tuple(dict.fromkeys([*fixed, *kin]))

    # --- listed titles ----------------------------------------------------------------------------------------------

    def _listed(self, text: str, form: Form, titles: list[int], sure: float) -> Found:
        rows = self.index.rows_of(titles)
        shown = self.index.shown[titles[0]]
        if not len(rows) or len("".join(form.words)) < 2:
            return Found((), (), 0.0, NO_WORK, shown=shown)
        shares, curated = self._shares(form.words, rows), bool((self.index.row_lists[rows] & CURATED).any())
        if form.how in (LEVEL, ASIDE):
            sure *= 0.97
        confidence = sure * (SURE_CURATED if curated else float(np.interp(shares.max(), *SURE_LISTED)))
        if form.how == ASIDE and (extra := self._aside(text, form.words)):
            before, said = shares, self.index.by_words((*form.words, *extra)).shares
            alone = len(form.words) == 1 and before.max() < SURE_ALONE
            shares = shares * (said + 1e-3) ** ASIDE_SAYS[not alone]
            shares /= shares.sum()
            if alone and before[shares.argmax()] < 0.5:  # the words outweigh the list
                confidence = sure * float(np.interp(said[shares.argmax()], *SURE_BY_WORDS))
            elif before.argmax() != shares.argmax():  # the remark overrules the list: ask
                confidence = min(confidence, ANSWER - 0.01)
        only = self.index.exact.get(title_key(text))
        if only in self.index.occupations and not curated:
            shares[self.index.occupations.index(only)] = 1.01 * shares.max()
            shares /= shares.sum()
        as_typed = self.index.titles_of(self.words.canonical(words_of(plain(text))))
        rows = np.union1d(rows, self.index.rows_of(as_typed))
        keep = set(self.index.row_occupation[rows].tolist())
        order = [int(i) for i in np.argsort(-shares, kind="stable") if i in keep or shares[i] >= LEAST_SHARE]
        return Found(
            tuple(order), tuple(float(shares[i]) for i in order), confidence, form.how, tuple(rows.tolist()), shown
        )

    def _shares(self, words: Words, rows: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Shares:
        """Return the share of each occupation for a listed title: lists, words and jobs, then what was curated."""
        index = self.index
        curated = (index.row_lists[rows] & CURATED).astype(bool)
        evidence, said = index.evidence(rows[~curated]), index.by_words(words).shares
        logs = np.log(evidence + WORDS * said + 1e-9) + JOBS * index.log_jobs
        shares: Shares = np.exp(logs - logs.max())
        listed = np.flatnonzero(evidence)
        if curated.any():
            ours = rows[curated]
            ours = index.row_occupation[ours[np.argsort(-index.row_weight[ours], kind="stable")]]
            ours = np.array(list(dict.fromkeys(ours.tolist())))
            steps = NEXT_CURATED ** np.arange(len(ours))
            shares[ours] = 0
            shares *= (1 - CURATED_SHARE) / max(shares.sum(), 1e-9)
            shares[ours] = CURATED_SHARE * steps / steps.sum()
        elif len(listed) == 1:
            shares[listed] = max(float(shares[listed[0]]), 1.01 * float(shares.max()))
        elif len(listed):
            named = np.flatnonzero(index.evidence(rows[(index.row_lists[rows] & NAMED).astype(bool)]))
            first = int(shares.argmax())
            larger = listed[index.jobs[listed] > TIMES_THE_JOBS * index.jobs[first]]
            if first not in named and len(larger):  # no list alone outweighs twenty times the jobs
                best = larger[shares[larger].argmax()]
                shares[best] = 1.01 * shares[first]
        normed: Shares = shares / shares.sum()
        return normed

    def _aside(self, text: str, words: Words) -> Words:
        left = {*words, *self.words.noise, *self.words.level}
        said = self.words.canonical(words_of(plain(text)))
        return tuple(word for word in said if word in self.index.word_at and word not in left)

    def _is_profession(self, words: Words) -> bool:
        titles = self.index.titles_of(words)
        rows = self.index.rows_of(titles)
        return bool(len(rows)) and "13" <= self.index.occupations[int(self._shares(words, rows).argmax())][:2] < "30"

    # --- words alone ------------------------------------------------------------------------------------------------

    def _by_words(self, all_forms: list[Form]) -> Found:
        tries = [(form.words, form.cost, 1.0) for form in all_forms]
        for form in all_forms:
            tries += [(words, form.cost + 0.1, sure) for words, sure in islice(self._mended(form.words), 1)]
            known = tuple(word for word in form.words if word in self.index.word_at)
            if known and known != form.words:  # an unknown word left out
                tries.append((known, form.cost + 0.6, 0.8))
        best, shares, like, sure = -9.0, self.index.prior, 0.0, 0.0
        near: tuple[int, ...] = ()
        for words, cost, trust in tries:
            said = self.index.by_words(words)
            titles = self.index.titles_of(words)  # without the unknown words
            rows = self.index.rows_of(titles)
            found, likeness = (self._shares(words, rows), 0.9) if len(rows) else (said.shares, said.likeness)
            if likeness - 0.2 * cost > best:
                best, shares, like, sure = likeness - 0.2 * cost, found, likeness, trust
                near = tuple(dict.fromkeys([*titles, *said.near]))
        if not near:
            return Found((), (), 0.0, BY_WORDS)
        confidence = sure * float(np.interp(shares.max(), *SURE_BY_WORDS))
        confidence *= 0.6 if like < 0.4 else 0.85 if like < 0.5 else 1.0
        order = [int(i) for i in np.argsort(-shares, kind="stable")[:6] if shares[i] >= min(LEAST_SHARE, shares.max())]
        return Found(tuple(order), tuple(float(shares[i]) for i in order), confidence, BY_WORDS, near=near)

    # --- spelling ---------------------------------------------------------------------------------------------------

    @lru_cache(maxsize=4096)  # noqa: B019 - one reader a process
    def _close(self, word: str) -> list[str]:
        """Return known words that a misspelt one may be, the likelier first."""
        if len(word) < 4 or word.isdigit():
            return []
        most = 1 if len(word) < 6 else 2 if len(word) < 13 else 3
        ranked = []
        for other, distance, at in process.extract(
            word, self.spelt, scorer=OSA.distance, score_cutoff=most, limit=40, processor=None
        ):
            if other != word and len(other) > 3 and (len(word) > 5 or other[0] == word[0]):
                ends = 0.8 * (other[0] != word[0]) + 0.3 * (other[-1] != word[-1]) - 0.15 * (len(other) != len(word))
                ranked.append((distance + ends - OFTEN * self.often[at], other))
        return [other for _, other in sorted(ranked)[:3]]

    def _mended(self, words: Words) -> Iterator[tuple[Words, float]]:
        """Yield mended words with how sure that is: unknown ones, else one rare word taken for a common one."""
        known = self.index.word_at
        wrong = [i for i, word in enumerate(words) if word not in known and len(word) > 3]
        tries: list[Words] = []
        if wrong:
            options = [self._close(word) if i in wrong else [word] for i, word in enumerate(words)]
            if all(options):
                first = tuple(option[0] for option in options)
                tries = [first, *((*first[:i], other, *first[i + 1 :]) for i in wrong for other in options[i][1:])]
        else:
            times = [self.index.times[known[word]] if word in known else 99 for word in words]
            for i in (i for i, word in enumerate(words) if len(word) > 4 and times[i] < 20):
                for other in self._close(words[i]):
                    if (
                        other in known
                        and OSA.distance(words[i], other) == 1
                        and (self.index.times[known[other]] > 30 * times[i])
                    ):
                        tries.append((*words[:i], other, *words[i + 1 :]))
        for mended in tries:
            changed = [(OSA.distance(a, b), len(a)) for a, b in zip(words, mended, strict=True) if a != b]
            sure = min(0.97 if d == 1 < n - 3 else 0.9 if d == 1 or d == 2 < n - 6 else 0.7 for d, n in changed)
            yield self.words.canonical(mended), sure


@lru_cache(maxsize=2)
def title_reader(folder: Path) -> Reader:
    """Return the reader of a data folder, made once."""
    index = Index(folder / INDEX_FILE)
    refuse_changed(folder / INDEX_FILE)
    return Reader(index, lexicon(folder))

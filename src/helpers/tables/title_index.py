"""The built index of listed titles: what the lists say of some words, and what the words say by themselves."""

import zipfile
import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.base.errors import DamagedTable
from helpers.tables.checksums import refuse_changed
from helpers.tables.title_words import Words

FILE = "title_index.npz"
LISTS = ("official", "direct_match", "reported", "alternate", "curated")
"""Lists in the bits of a row's mask, the lowest bit first."""
CURATED = 1 << LISTS.index("curated")
NAMED = 1 << LISTS.index("official") | 1 << LISTS.index("direct_match")
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

    @property
    def squashed(self) -> dict[str, int]:
        """Return the titles by their words without spaces; made at the first call."""
        if "_squashed" not in self.__dict__:
            self._squashed = {key.replace(" ", ""): number for number, key in enumerate(self.keys)}
        return self._squashed

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


@lru_cache(maxsize=2)
def title_index(folder: Path) -> Index:
    """Return the index of a data folder, read once."""
    index = Index(folder / FILE)
    refuse_changed(folder / FILE)
    return index

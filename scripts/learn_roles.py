"""Learns the table that tells the roles of tracks, and measures it on songs it has not seen.

python scripts/learn_roles.py [--out FILE.npz] [--compare] ARCHIVES...

Nothing is labelled by hand: tracks whose names say what they are (`lstmelody.role_names`) are the
truth, and the names are hidden. Works are held out by their hash, those the corpus holds out among
them. Prints tables in Markdown. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from sklearn.neural_network import MLPClassifier

from lstmelody import doubles, midi, role_table, roles, sources
from lstmelody.corpus.fit import split_of
from lstmelody.errors import LSTMelodyError
from lstmelody.music import Role, Score
from lstmelody.role_names import said
from lstmelody.role_table import FILE, ROLES, Table
from lstmelody.traits import strikes_of, struck_together, traits_of

BASS_PROGRAMS = range(32, 40)
LEAD_PROGRAMS = (22, 40, 52, 53, 54, 56, 59, *range(64, 88))
"""Harmonica, violin, voices, trumpets, reeds, pipes and synthesiser leads."""
VOICE_PROGRAMS = (52, 53, 54, 85, 91)
PROGRAM_BASS = re.compile(
    r"(ac\w*|fretl\w*|fing\w*|fngr|pick\w*|slap|syn\w*|elec\w*|el|e)\W*(e\. ?)?bas+\b(?! ?(gui|li))"
    r"|bass ?\W*(finger|pick|acou|fretless|slap|syn)|(fingerd|pick|acou|slap|fretls|fgd)bas",
    re.IGNORECASE,
)
"""Names that repeat the program ("Fretless bass"): learned from, but no truth to be measured by."""
IMPLIED_WEIGHT = 0.07
"""Of nameless parts beside a named melody and bass, taken for chords: most are, and without them
the table takes nearly every second for a lead. More weight costs named leads (docs/log.md)."""
WIDTH, DECAY, SEED = 32, 0.3, 0
"""Seen on a part of the learning songs: decay 0.1 does as well, 2 costs 2 points of macro-F1, three
networks added up gain less than another seed does."""


class Part(NamedTuple):
    """One pitched track of a song, its name hidden."""

    traits: np.ndarray[Any, Any]
    program: int
    role: int
    """Its column in `role_table.ROLES`, -1 where its name does not tell."""
    weight: float
    is_truth: bool
    """Whether its name alone, which says more than its program, tells the role."""


class Example(NamedTuple):
    """A song with at least one part whose role is known."""

    score: Score
    """Without names."""
    heard: list[int]
    parts: list[Part]
    effects: list[int]
    """Tracks named as drums or sounds though they are not on the drum channel."""
    held_out: bool


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("archives", nargs="+", type=Path)
    default = Path(role_table.__file__).with_name(FILE)
    reader.add_argument("--out", type=Path, default=default, help="where the table goes")
    reader.add_argument("--compare", action="store_true", help="try other learners as well")
    asked = reader.parse_args()
    learning, held_out = [], []
    for example in examples(asked.archives):
        if example.held_out:
            held_out.append(example)
        else:  # notes are needed no more
            learning.append(example.parts)
    known = [part for parts in learning for part in parts if part.weight]
    tests = [part for example in held_out for part in example.parts if part.is_truth]
    print(f"{len(learning):,} songs with {len(known):,} parts to learn from, ", end="")
    print(f"{len(held_out):,} held out with {len(tests):,} parts whose names tell the role.\n")
    table = learned(known)
    save(table, asked.out)
    measure(known, tests, held_out, table)
    if asked.compare:
        compare(known, tests)


def examples(archives: Sequence[Path]) -> Iterator[Example]:
    for archive in archives:
        for file in sources.files_in(archive):
            if isinstance(file, sources.File):
                try:
                    score = midi.read(file.data)
                except LSTMelodyError:
                    continue
                example = _example(score, sources.work_of(file.name))
                if any(part.role >= 0 for part in example.parts):
                    yield example


def _example(score: Score, work: str) -> Example:
    names = Counter(track.name for track in score.tracks)
    told = [said(t.name) if names[t.name] < roles.TITLE else None for t in score.tracks]
    hidden = replace(score, tracks=tuple(replace(track, name="") for track in score.tracks))
    heard = doubles.parts_of(hidden, [None] * len(told))
    effects = [
        n for n, track in enumerate(score.tracks) if told[n] == "effect" and not track.is_drums
    ]
    parts = []
    if heard and any(told[index] in ROLES for index in heard):
        tracks = [score.tracks[index] for index in heard]
        strikes = strikes_of([track.notes for track in tracks])
        together = struck_together(strikes)
        traits = traits_of(strikes, together, bars=score.bars, meter=score.meter)
        implied = {Role.BASS, Role.LEAD} <= {told[index] for index in heard}
        for index, row in zip(heard, traits, strict=True):
            parts.append(_part(score.tracks[index], told[index], row, implied=implied))
    return Example(hidden, heard, parts, effects, _is_held_out(work))


def _part(track: Any, told: Any, row: np.ndarray[Any, Any], *, implied: bool) -> Part:
    name = track.name.strip("\0 ")
    if re.match(r"(voice|vox|choirs?)\W*\d*$", name, re.IGNORECASE):
        told = told if track.program not in VOICE_PROGRAMS else "program"
    if told in ROLES:
        is_truth = told != Role.BASS or not PROGRAM_BASS.search(name)
        return Part(row, track.program, ROLES.index(told), 1.0, is_truth)
    if told is None and implied:
        return Part(row, track.program, ROLES.index(Role.CHORDS), IMPLIED_WEIGHT, False)
    return Part(row, track.program, -1, 0.0, False)


def _is_held_out(work: str) -> bool:
    place = int.from_bytes(hashlib.sha256(f"roles/{work}".encode()).digest()[:4], "little") % 100
    return place < 15 or split_of(work) != "train"


def learned(parts: Sequence[Part]) -> Table:
    """The table that scikit-learn makes of the parts, scaling folded into its weights."""
    traits, programs, role, weight = _columns(parts)
    centre, scale = traits.mean(axis=0), traits.std(axis=0)
    design = np.hstack([(traits - centre) / scale, _program_design(programs)])
    network = MLPClassifier(
        (WIDTH,), alpha=DECAY, max_iter=60, learning_rate_init=2e-3, tol=0, random_state=SEED
    )
    network.n_iter_no_change = 1_000  # the fixed number of rounds, without a look at any score
    network.batch_size = 200
    network.fit(design, role, sample_weight=weight)
    first, out = network.coefs_
    by_trait = first[: len(centre)] / scale[:, None]
    by_program = _program_design(np.arange(128)) @ first[len(centre) :]
    by_program += network.intercepts_[0] - centre @ by_trait
    return Table(by_trait, by_program, out, network.intercepts_[1])


def save(table: Table, out: Path) -> None:
    halves = {name: each.astype(np.float16) for name, each in table._asdict().items()}
    np.savez_compressed(out, **halves)
    print(f"{out.name}: {out.stat().st_size:,} bytes\n")


def measure(
    known: Sequence[Part], tests: Sequence[Part], held_out: Sequence[Example], table: Table
) -> None:
    """Print how well names are told by programs alone, by the table, and song by song."""
    traits, programs, truth, _ = _columns(tests)
    show("Program-number rules", truth, by_rules(programs))
    show("The best table of programs alone", truth, best_by_program(known)[programs])
    show(
        "The table, part by part",
        truth,
        role_table.odds(traits, programs.tolist(), table).argmax(1),
    )
    role_table.table = lambda: table  # type: ignore[assignment] # what is shipped from now on
    chosen, others, effects = [], Counter[str](), Counter[str]()
    for example in held_out:
        found = roles.roles_of(example.score)
        for index, part in zip(example.heard, example.parts, strict=True):
            if part.is_truth:
                chosen.append(ROLES.index(found[index]))
            elif 0 < part.weight < 1:
                others[word(found[index])] += 1
        effects.update(word(found[index]) for index in example.effects)
    show("Whole songs (`roles_of`)", truth, np.array(chosen))
    print("Nameless parts beside a named melody and bass:", dict(others.most_common()))
    print("Tracks named as drums or sounds on pitched channels:", dict(effects.most_common()))


def word(role: Role | None) -> str:
    return "left out" if role is None else role.word


def compare(known: Sequence[Part], tests: Sequence[Part]) -> None:
    """Print what other learners make of the same parts, without the implied ones."""
    named = [part for part in known if part.weight == 1]
    traits, programs, role, _ = _columns(named)
    more, others, truth, _ = _columns(tests)
    centre, scale = traits.mean(axis=0), traits.std(axis=0)
    design = np.hstack([(traits - centre) / scale, _program_design(programs)])
    unseen = np.hstack([(more - centre) / scale, _program_design(others)])
    logistic = LogisticRegression(max_iter=2_000).fit(design, role)
    show("Logistic regression, named parts only", truth, logistic.predict(unseen))
    network = MLPClassifier(
        (WIDTH,), alpha=DECAY, max_iter=60, random_state=SEED, early_stopping=True
    )
    show("Network, named parts only", truth, network.fit(design, role).predict(unseen))
    trees = HistGradientBoostingClassifier(max_iter=200, learning_rate=0.08, random_state=SEED)
    trees.fit(np.column_stack([traits, programs // 8]), role)
    show(
        "Gradient boosting, named parts only",
        truth,
        trees.predict(np.column_stack([more, others // 8])),
    )


def by_rules(programs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Bass programs are bass, solo instruments lead, all others chords."""
    return np.where(np.isin(programs, BASS_PROGRAMS), 0, 1 + np.isin(programs, LEAD_PROGRAMS))


def best_by_program(known: Sequence[Part]) -> np.ndarray[Any, Any]:
    """For each program the role that most named parts of it have: no program rule does better."""
    votes = np.zeros((128, 3)) + [0, 0.5, 0]
    for part in known:
        votes[part.program, part.role] += part.is_truth
    return votes.argmax(axis=1)


def show(title: str, truth: np.ndarray[Any, Any], chosen: np.ndarray[Any, Any]) -> None:
    """Print a confusion table with precision and recall; rows are what the names say."""
    precision, recall, f1, _ = precision_recall_fscore_support(truth, chosen, labels=[0, 1, 2])
    print(f"**{title}**: macro-F1 {f1.mean():.3f}, accuracy {(truth == chosen).mean():.3f}\n")
    print("| named | → bass | → chords | → lead | precision | recall | F1 |")
    print("|---|---|---|---|---|---|---|")
    for n, row in enumerate(confusion_matrix(truth, chosen, labels=[0, 1, 2])):
        cells = [*(f"{each:,}" for each in row), *(f"{x[n]:.3f}" for x in (precision, recall, f1))]
        print(f"| {ROLES[n].word} | {' | '.join(cells)} |")
    print()


def _columns(parts: Sequence[Part]) -> tuple[np.ndarray[Any, Any], ...]:
    return (
        np.stack([part.traits for part in parts]),
        np.array([part.program for part in parts]),
        np.array([part.role for part in parts]),
        np.array([part.weight for part in parts]),
    )


def _program_design(programs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Programs as indicators, and their families, so that rare ones are like their kin."""
    return np.hstack([np.eye(16)[programs // 8], np.eye(128)[programs]])


if __name__ == "__main__":
    main()

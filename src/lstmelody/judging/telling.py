"""Whether a judge who sees only the numbers can tell made songs from real ones, and by which.

A gradient-boosted classifier, asked about songs that it did not learn from; 0.5 is a coin.
Knows tables of numbers. Does not know songs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstmelody.errors import MissingPart
from lstmelody.judging.distances import halvings

Reals = NDArray[np.float64]

FOLDS = 5
SHUFFLES = 5
FLOORS = 4
"""So many halvings of the real songs tell what the judge gets where there is nothing to tell."""


class Told(NamedTuple):
    """How well made and real songs were told apart."""

    auc: float
    """How often, of a made and a real song, the judge calls the made one made."""
    floor: float
    """The same for two halves of the real songs."""
    floor_spread: float
    by_group: dict[str, float]
    """How much the judge loses where a group of numbers is shuffled between songs."""
    by_feature: dict[str, float]
    alone: dict[str, float]
    """What each number gives away alone: above 0.5 where made songs have more of it."""


def tell(real: Reals, made: Reals, groups: Mapping[str, str]) -> Told:
    """Tables of (songs, features); `groups` says of each feature, in order, which group it is of.

    Raises `MissingPart` where scikit-learn is not installed.
    """
    require()
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # a second thread spins while it waits, on so few songs
        return _told(real, made, groups)


def _told(real: Reals, made: Reals, groups: Mapping[str, str]) -> Told:
    names = list(groups)
    columns: dict[str, list[int]] = {name: [at] for at, name in enumerate(names)}
    kinds = dict.fromkeys(groups.values())
    columns |= {f"all {kind}": [at for at, name in enumerate(names) if groups[name] == kind]
                for kind in kinds}  # fmt: skip
    auc, lost = _judged(real, made, list(columns.values()))
    floors = [
        _judged(real[a], real[b], [])[0] for a, b, _ in halvings(len(real), len(real), times=FLOORS)
    ]
    losses = dict(zip(columns, lost, strict=True))
    return Told(
        auc=auc,
        floor=float(np.mean(floors)),
        floor_spread=float(np.std(floors)),
        by_group={kind: losses[f"all {kind}"] for kind in kinds},
        by_feature={name: losses[name] for name in names},
        alone={name: auc_of(real[:, at], made[:, at]) for at, name in enumerate(names)},
    )


def require() -> None:
    """Raise `MissingPart` where scikit-learn is not installed, before songs are composed."""
    try:
        import sklearn  # noqa: F401  # only whether it is there
    except ImportError as problem:
        raise MissingPart(
            "To tell made songs from real ones, scikit-learn is needed: run `make setup`, or "
            "install `lstmelody[train]`."
        ) from problem


def auc_of(real: Reals, made: Reals) -> float:
    """How often a made song has more than a real one, draws counting half (Mann-Whitney)."""
    real, made = np.sort(real[~np.isnan(real)]), made[~np.isnan(made)]
    if not len(real) or not len(made):
        return 0.5
    below = np.searchsorted(real, made, side="left")
    up_to = np.searchsorted(real, made, side="right")
    return float((below + up_to).mean() / 2 / len(real))


def _judged(real: Reals, made: Reals, columns: Sequence[list[int]]) -> tuple[float, list[float]]:
    """The judge's AUC, and how much of it is lost where the columns of each list are shuffled."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold

    rows = _filled(np.concatenate([real, made]))
    is_made = np.repeat([False, True], [len(real), len(made)])
    dice = np.random.default_rng(0)
    folds = StratifiedKFold(min(FOLDS, len(real), len(made)), shuffle=True, random_state=0)
    aucs, losses = [], []
    for learn, ask in folds.split(rows, is_made):
        judge = HistGradientBoostingClassifier(
            max_iter=100, max_depth=3, min_samples_leaf=10, random_state=0
        ).fit(rows[learn], is_made[learn])
        sureness = judge.decision_function(rows[ask])
        aucs.append(auc_of(sureness[~is_made[ask]], sureness[is_made[ask]]))
        losses.append(aucs[-1] - _shuffled(judge, rows[ask], is_made[ask], columns, dice))
    return float(np.mean(aucs)), np.mean(losses, axis=0).tolist()


def _filled(rows: Reals) -> Reals:
    """What is not known as less than all that is, for a column of nothing can't be learned from."""
    known = np.where(np.isnan(rows), np.inf, rows).min(axis=0)
    least = np.where(np.isfinite(known), known, 0) - 1
    return np.where(np.isnan(rows), least, rows)


def _shuffled(
    judge: Any, rows: Reals, is_made: NDArray[np.bool_], columns: Sequence[list[int]],
    dice: np.random.Generator,
) -> Reals:  # fmt: skip
    """The AUC where the columns of each list belong to other songs: permutation importance."""
    if not columns:
        return np.empty(0)
    strange = np.tile(rows, (len(columns), SHUFFLES, 1, 1))
    for some, several in zip(columns, strange, strict=True):
        for one in several:
            one[:, some] = rows[dice.permutation(len(rows))][:, some]
    sureness = judge.decision_function(strange.reshape(-1, rows.shape[1]))
    sureness = sureness.reshape(len(columns), SHUFFLES, len(rows))
    found = [[auc_of(one[~is_made], one[is_made]) for one in several] for several in sureness]
    aucs: Reals = np.array(found).mean(axis=1)
    return aucs

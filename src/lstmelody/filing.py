"""A composed song as its MIDI file: a new one, or the file that it was redone in, retouched.

Title and recipe stand in it, so that it can be composed again. Knows recipes, the two ways to
write, and how the roles sound in what is written. Does not know where files are kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lstmelody import instruments, midi, roles
from lstmelody.errors import BadMidi
from lstmelody.instruments import Mix
from lstmelody.music import PROGRAMS, Role, Song
from lstmelody.recipe import TEXT_BEGINS, Recipe
from lstmelody.retouching import retouched
from lstmelody.turns import NOBODY


def file_of(
    recipe: Recipe, song: Song, start: bytes | None = None, *, title: str, model: str
) -> bytes:
    """The file of a song that was composed by a recipe, from one's own MIDI file if it was.

    The same arguments always give the same bytes. Raises `BadMidi` where roles are redone in a file
    of which not every event can be read.
    """
    text = recipe.to_text(model)
    if recipe.redo is None or start is None:
        return midi.write(song, title=title, text=text, pans=recipe.pans)
    first, last = recipe.bars_redone or (1, song.bars)
    return retouched(
        start, song, recipe.redone, first - 1, last, title=title, text=text, replaced=TEXT_BEGINS
    )


def mix_of(recipe: Recipe, song: Song, start: bytes | None = None) -> dict[Role, Mix]:
    """How the roles sound in the file that `file_of` makes, before there is one."""
    if recipe.redo is None or start is None:
        return instruments.mix(song.programs, recipe.pans)
    kept = mix_in(start)
    anew = {role: kept[role]._replace(program=song.programs[role]) for role in recipe.redone}
    return kept | anew


def mix_in(data: bytes) -> dict[Role, Mix]:
    """How each role sounds in a file: as the track of its name, else as who plays most of it.

    A role that nobody plays is as `midi.write` has it by default.
    """
    words = {role.word: role for role in Role}
    tracks = [(words.get(name.strip().lower()), sound) for name, sound in midi.sounds_of(data)]
    told = {role: sound for role, sound in tracks if role is not None}
    if any(role is None for role, _ in tracks):
        told = _mix_by_notes(data, [sound for _, sound in tracks]) | told
    return instruments.mix(PROGRAMS) | told


def _mix_by_notes(data: bytes, sounds: Sequence[Mix]) -> dict[Role, Mix]:
    """The sounds of those tracks that play most notes of a role."""
    try:
        traced = midi.traced(data)
    except BadMidi:  # what is left of a file need not be one that we'd start from
        return {}
    heard = [its[its != NOBODY] for its in roles.by_note(traced.score).role]
    notes = np.array([np.bincount(its, minlength=len(Role)) for its in heard])  # (tracks, roles)
    which = np.unique(traced.notes.track[traced.placed.inside])[notes.argmax(axis=0)]
    return {role: sounds[which[role]] for role in Role if notes[:, role].any()}

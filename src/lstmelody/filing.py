"""A composed song as its MIDI file: a new one, or the file that it was redone in, retouched.

Title and recipe stand in it, so that it can be composed again. Knows recipes and the two ways to
write. Does not know where files are kept.
"""

from __future__ import annotations

from lstmelody import instruments, midi
from lstmelody.instruments import Mix
from lstmelody.music import Role, Song
from lstmelody.recipe import TEXT_BEGINS, Recipe
from lstmelody.retouching import retouched


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
    kept = midi.mix_of(start)
    anew = {role: kept[role]._replace(program=song.programs[role]) for role in recipe.redone}
    return kept | anew

"""Commands that make a song: compose, render.

Know a recipe's settings as options. Do not know how a song is composed or played.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lstmelody.cli.speaking import SOUND, File, as_json, make_ready, progress, show
from lstmelody.errors import BadRecipe
from lstmelody.recipe import RANGES, Recipe

if TYPE_CHECKING:
    from lstmelody.asked import Delivered
    from lstmelody.composing import Composition
    from lstmelody.engine import Engine
    from lstmelody.music import Role, Song

Command = TypeVar("Command", bound=Callable[..., Any])

MIDI_SUFFIXES = {".mid", ".midi", ".kar"}

ABOUT = {
    "bars": "Length of the song in bars, the start included (64 if no length is given).",
    "seconds": "Length in seconds instead, rounded to the nearest bar.",
    "ending": "Whether it comes to an end, or breaks off as if it went on.",
    "start": "How it begins: a starter's name, `none` for silence, or a MIDI file of your own.",
    "start_at": "The bar of the start after which the song goes on (its end if not given).",
    "start_bars": "How many bars of the start are gone on from (8 if not given).",
    "keep_start": "Whether those bars are a part of the song.",
    "redo": "Roles to compose anew in the whole of the start, such as 'bass, lead'.",
    "redo_bars": "The bars in which they are, such as 9-16.",
    "seed": "The random seed: another number makes another song.",
    "drums": "How much the drums play: 0 silences them, 1 leaves them be, 5 is most.",
    "bass": "The same for the bass.",
    "chords": "The same for the chords.",
    "lead": "The same for the melody.",
    "tempo": "Beats a minute (the start's own if not given).",
    "meter": "Time signature, such as 3/4, for a song from silence.",
    "key": "Key and scale that all notes keep to, such as Am, C major or E blues.",
    "progression": "Chords, a bar a word, over and over: 'Am F C,G'.",
    "ranges": "Lowest and highest pitch of roles: 'lead C4-C6, bass 28-48'.",
    "voices": "Most notes of a role at once: 'chords 3, lead 1'.",
    "form": "A letter for every 8 bars, such as AABA: the same letter, the same music.",
    "repetition": "How readily bars are repeated: 0 never, 1 as songs do, 5 all the time.",
    "changes": "Settings that are others from a bar on: '17 drums 2, lead 0; 33 tempo 96'.",
    "best_of": "How many songs to compose side by side, of which the best is kept.",
    "temperature": "How daring: below 1 plays safe, above 1 takes risks.",
    "top_p": "Choose among the likeliest notes that together hold this much of the chance.",
    "palette": "The band's instruments: band, acoustic, jazz, synth and others.",
    "instruments": "Instruments of roles, by name or program from 0: 'lead flute, bass 38'.",
    "swing": "How much it swings when heard: 0 plays straight, 1 as triplets.",
    "humanise": "How loosely it is played when heard: 0 on the grid, 1 as by hand.",
}
"""What each setting of a recipe means. Its range and its default stand with `Recipe`."""
OTHERWISE = {"ending": "/--no-ending", "keep_start": "/--leave-start"}
"""What to write where a setting is not to hold."""


def _settings_of_a_song(command: Command) -> Command:
    """An option for each setting of a recipe, with its range and default."""
    for setting in reversed(fields(Recipe)):
        flag = f"--{setting.name.replace('_', '-')}"
        if isinstance(setting.default, bool):
            flag += OTHERWISE[setting.name]
        command = click.option(flag, help=_about(setting), **_kind(setting))(command)
    return command


def _kind(setting: Field[Any]) -> dict[str, Any]:
    if isinstance(setting.default, bool):
        return {"default": None}
    if setting.name not in RANGES:
        return {"type": str, "metavar": "NAME|FILE" if setting.name == "start" else "WORDS"}
    whole = str(setting.type).startswith("int")
    return {"type": int, "metavar": "N"} if whole else {"type": float, "metavar": "X"}


def _about(setting: Field[Any]) -> str:
    span = "{:,.10g} to {:,.10g}".format(*RANGES[setting.name]) if setting.name in RANGES else ""
    default = (
        "" if setting.default in (None, "") else f"default {setting.default}".removesuffix(".0")
    )
    return f"{ABOUT[setting.name]}  [{'; '.join(filter(None, (span, default)))}]"


@click.command()
@click.option("-o", "--out", required=True, type=File, help="The MIDI file to write.")
@click.option("--wav", type=File, help=f"Also write the song as sound: {SOUND}.")
@click.option(
    "--like",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A MIDI file composed here: with its settings, and what else is said changed.",
)
@_settings_of_a_song
@as_json
def compose(out: Path, wav: Path | None, like: Path | None, as_json: bool, **settings: Any) -> None:
    """Compose a song. The same settings always make the same song."""
    from lstmelody import files, performing, rendering
    from lstmelody.api.titles import title_for
    from lstmelody.engine import Engine
    from lstmelody.filing import file_of

    said = {name: value for name, value in settings.items() if value is not None}
    engine = Engine.release()
    recipe, own = _recipe({**_settings_like(like, engine), **said} if like else said)
    soundfont = _sound(out, wav)
    composition, song, seconds = _composed(recipe, own, engine)
    # Title and recipe are in the file: the same recipe gives the same bytes as through the API.
    title = title_for(recipe, composition.begun.song)
    data = file_of(recipe, song, own, title=title, model=engine.version)
    with files.whole(out) as unfinished:
        unfinished.write_bytes(data)
        if wav:
            played = performing.performed(
                data, swing=recipe.swing, humanise=recipe.humanise, seed=recipe.seed
            )
            rendering.render(played, wav, soundfont=soundfont, at_least_seconds=song.seconds)
    show(Composed(out, wav, song, recipe, composition.delivered(song), seconds), as_json)


def _settings_like(path: Path, engine: Engine) -> dict[str, Any]:
    """The settings that a song was composed with, as its file tells."""
    from lstmelody import midi_texts
    from lstmelody.recipe import TEXT_BEGINS, from_text

    text = midi_texts.text_of(path.read_bytes(), TEXT_BEGINS)
    if text is None:
        raise click.UsageError(f"{path} was not composed here: it tells of no settings.")
    recipe, model = from_text(text)
    if model != engine.version:
        click.echo(f"{path} is by another model ({model}): this song will be another.", err=True)
    return {name: value for name, value in recipe.to_json().items() if value is not None}


def _recipe(settings: dict[str, Any]) -> tuple[Recipe, bytes | None]:
    """The recipe that was asked for, and the bytes of the MIDI file it starts from, if it does."""
    recipe = Recipe(**settings)
    path = Path(recipe.start)
    if recipe.start.startswith("midi:"):
        raise click.UsageError("That song starts from a MIDI file: give it, too, with --start.")
    if path.is_file():
        own = path.read_bytes()
        return replace(recipe, start=f"midi:{hashlib.sha256(own).hexdigest()}"), own
    if path.suffix.lower() in MIDI_SUFFIXES:
        raise click.UsageError(f"There is no file {path} to start from.")
    return recipe, None


def _sound(out: Path, wav: Path | None) -> Path | None:
    """The soundfont that was set, when all is there to write `wav`: before minutes are spent."""
    from lstmelody import rendering
    from lstmelody.settings import Settings

    soundfont = Settings.from_environment().soundfont
    if out.suffix.lower() in rendering.FORMATS:
        raise click.UsageError(f"-o writes MIDI, such as song.mid; for sound add --wav {out}.")
    if wav:
        if wav.suffix.lower() not in rendering.FORMATS:
            raise click.UsageError(f"--wav writes {SOUND}, and {wav.name} is none of them.")
        rendering.installed_synth(soundfont)
    return soundfont


def _composed(recipe: Recipe, own: bytes | None, engine: Engine) -> tuple[Composition, Song, float]:
    """The song of a recipe, composed, and how many seconds it took."""
    from lstmelody import composing, starters

    prompt = starters.find(recipe.start) if own is None else composing.start_from(own)
    composing.begun(recipe, prompt)
    make_ready()
    with progress("Composing") as tell:
        began = time.perf_counter()
        composition = composing.compose(recipe, prompt, engine)
        song = composition.whole(tell)
    seconds = time.perf_counter() - began
    return composition, song, seconds


@dataclass(frozen=True)
class Composed:
    """What there is to say of a song that was composed and written."""

    file: Path
    wav: Path | None
    song: Song
    recipe: Recipe
    delivered: dict[Role, Delivered]
    composing_seconds: float

    def to_json(self) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "wav": str(self.wav) if self.wav else None,
            "bars": self.song.bars,
            "seconds": round(self.song.seconds, 3),
            "notes": len(self.song),
            "composing_seconds": round(self.composing_seconds, 3),
            "notes_per_second": round(len(self.song) / self.composing_seconds, 1),
            "delivered": {role.word: each._asdict() for role, each in self.delivered.items()},
            "recipe": self.recipe.to_json(),
        }

    def __str__(self) -> str:
        minutes, seconds = divmod(round(self.song.seconds), 60)
        names = f"{self.file} and {self.wav}" if self.wav else f"{self.file}"
        return (
            f"{names}: {self.song.bars} bars, {minutes}:{seconds:02d}, {len(self.song):,} notes, "
            f"composed in {self.composing_seconds:.1f} s.\n{self._shares}"
        )

    @property
    def _shares(self) -> str:
        """What each role plays of what was composed, and how that is to what was planned."""
        said = []
        for role, (_, share, asked, delivered) in self.delivered.items():
            against = f" ({delivered:.1f}x of {asked:.1f}x asked)" if asked and delivered else ""
            said.append(f"{role.word} {share:.0%}{against}")
        return f"Notes: {', '.join(said)}."


@click.command()
@click.argument("song", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--out", required=True, type=File, help=f"The file to write: {SOUND} or .mid.")
@click.option("--stems", is_flag=True, help="Write each track to a file of its own, as well.")
@click.option("--swing", type=click.FloatRange(0, 1), metavar="X", help=ABOUT["swing"])
@click.option("--humanise", type=click.FloatRange(0, 1), metavar="X", help=ABOUT["humanise"])
def render(song: Path, out: Path, stems: bool, swing: float | None, humanise: float | None) -> None:
    """Play a MIDI file into a sound file, or as it is played into another MIDI file.

    It swings as it was composed to, if it was composed here, unless you say otherwise.
    """
    from lstmelody import files, midi, performing, rendering
    from lstmelody.settings import Settings

    suffix = out.suffix.lower()
    if suffix not in {*rendering.FORMATS, *MIDI_SUFFIXES}:
        raise click.UsageError(f"Sound is written as {SOUND}, and {out.name} is none of them.")
    data = song.read_bytes()
    recipe = _recipe_in(data)
    data = performing.performed(
        data,
        swing=recipe.swing if swing is None else swing,
        humanise=recipe.humanise if humanise is None else humanise,
        seed=recipe.seed,
    )
    parts = {out: data}
    if stems:
        parts |= {
            out.with_stem(f"{out.stem}-{_plain(name)}"): part
            for name, part in midi.parts(data).items()
        }
    soundfont = Settings.from_environment().soundfont
    if suffix in MIDI_SUFFIXES:
        for path, part in parts.items():
            with files.whole(path) as unfinished:
                unfinished.write_bytes(part)
    elif stems:
        rendering.render_stems(data, parts, soundfont=soundfont)
    else:
        rendering.render(data, out, soundfont=soundfont)
    for path in parts:
        click.echo(f"{path}: {path.stat().st_size / 1e6:.1f} MB.")


def _recipe_in(data: bytes) -> Recipe:
    """The recipe that a song was composed by, as far as its file tells; else one like any other."""
    from lstmelody import midi_texts
    from lstmelody.recipe import TEXT_BEGINS, from_text

    try:
        return from_text(midi_texts.text_of(data, TEXT_BEGINS) or "")[0]
    except BadRecipe:
        return Recipe()


def _plain(name: str) -> str:
    """A track's name as a part of a file's."""
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "track"

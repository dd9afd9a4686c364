"""The command that looks into prepared songs: inspect.

Knows how a song is asked for, and what plays sound on this machine. Does not know what there is to
say of songs.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from lstmelody.cli.speaking import SOUND, File, Folder, as_json, show
from lstmelody.errors import MissingPart, NotFound

if TYPE_CHECKING:
    from lstmelody.corpus.portrait import Portrait
    from lstmelody.music import Song
    from lstmelody.shards import Shards

PLAYERS = {
    "aplay": ["-q"],
    "paplay": [],
    "pw-play": [],
    "afplay": [],
    "ffplay": ["-nodisp", "-autoexit", "-loglevel", "error"],
    "play": ["-q"],
}
"""Programs that play a WAV, and what makes each do only that."""
MOST_NAMED = 10


class Bars(click.ParamType[range]):
    """`1-16`, `17-` or `8`, counted from 1."""

    name = "FIRST-LAST"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        if isinstance(value, range):
            return value
        found = re.fullmatch(r"(\d+)(-(\d*))?", value)
        first = int(found[1]) if found else 0
        last = int(found[3] or 10**6) if found and found[2] else first
        if not 1 <= first <= last:
            self.fail(f"{value!r} should be bars such as 1-16, counted from 1.", param, ctx)
        return range(first - 1, last)


@click.command()
@click.argument("data", type=Folder)
@click.argument("song", required=False)
@click.option("--random", "by_lot", is_flag=True, help="Take any song, by lot.")
@click.option("--seed", type=int, help="The random seed of --random: the same song each time.")
@click.option("--bars", type=Bars(), default="1-", help="Only these bars, such as 1-16.")
@click.option("--midi", type=File, help="Write the song to this MIDI file.")
@click.option("--wav", type=File, help=f"Write it as sound: {SOUND}.")
@click.option("--play", is_flag=True, help="Play it.")
@as_json
def inspect(data: Path, song: str | None, by_lot: bool, as_json: bool, **options: Any) -> None:
    """Look at prepared songs, and hear what a model is taught.

    Without SONG, tells what is in DATA, a folder that `prepare` wrote. A SONG is a number, or a
    part of a name; it is told bar by bar, and written or played as the model is taught it.
    """
    from lstmelody.shards import open_shards

    if song and by_lot:
        raise click.UsageError("Name a SONG or take one by --random, not both.")
    seed = options.pop("seed")
    if seed is not None and not by_lot:
        raise click.UsageError("--seed is for --random.")
    shards = open_shards(data)
    if song is None and not by_lot:
        _only_of_a_song(options)
        show(_overview(shards), as_json)
        return
    names = [name for shard in shards.shards for name in shard.notes["names"]]
    number = _drawn(names, seed) if song is None else _found(names, song)
    portrait = _portrait(shards, number, options.pop("bars"))
    player = _ready(options["wav"], options.pop("play"))
    show(portrait, as_json)
    _made_heard(portrait, player=player, **options)


def _only_of_a_song(options: dict[str, Any]) -> None:
    wanted = [f"--{name}" for name in ("midi", "wav", "play") if options[name]]
    if wanted:
        raise click.UsageError(f"{wanted[0]} needs a SONG, or --random.")


@dataclass(frozen=True)
class Overview:
    """What prepared data hold, in figures."""

    figures: dict[str, Any]
    page: Path | None

    def to_json(self) -> dict[str, Any]:
        return self.figures

    def __str__(self) -> str:
        figures = self.figures
        lines = [f"{figures['songs']:,} songs from {figures['files']:,} files"]
        if figures["songs"]:
            splits = figures["splits"].items()
            lines += [
                f"  {figures['notes']:,} notes, {figures['hours']:,.1f} hours, "
                f"{figures['bytes_per_note']:.2f} bytes a note",
                *(f"  {split['songs']:>9,}  for {name}" for name, split in splits),
                *(_median(figures, *each) for each in _MEDIANS),
            ]
        lines += [
            f"  {each['files']:>9,}  left out: {each['reason']}" for each in figures["left_out"]
        ]
        return "\n".join([*lines, *([f"More is in {self.page}"] if self.page else [])])


_MEDIANS = (
    ("bars_per_song", "bars a song"),
    ("minutes_per_song", "minutes a song"),
    ("tempo_bpm", "beats a minute"),
    ("polyphony", "pitched notes at once"),
)


def _median(figures: dict[str, Any], name: str, words: str) -> str:
    spread = figures[name]
    low, middle, high = (f"{spread[each]:.4g}" for each in ("p5", "median", "p95"))
    return f"  {middle:>9}  {words} (most {low} to {high})"


def _overview(shards: Shards) -> Overview:
    """From the report where it is, for large data take seconds to count."""
    from lstmelody.corpus import statistics

    report, html = shards.folder / statistics.JSON, shards.folder / statistics.HTML
    figures = json.loads(report.read_text()) if report.exists() else statistics.figures_of(shards)
    return Overview(figures, html if html.exists() else None)


def _drawn(names: list[str], seed: int | None) -> int:
    if not names:
        raise NotFound("There are no songs in this data.")
    return random.Random(seed).randrange(len(names)) + 1


def _found(names: list[str], asked: str) -> int:
    """The number of the song that was asked for by its number, its name or a part of that."""
    from lstmelody.corpus.wording import printable

    if asked.isascii() and asked.isdecimal():
        if not 1 <= int(asked) <= len(names):
            there = f"they are numbered from 1 to {len(names):,}" if names else "there are none"
            raise NotFound(f"There is no song {asked}: {there} in this data.")
        return int(asked)
    places = [at for at, name in enumerate(names, 1) if asked.lower() in name.lower()]
    exactly = [at for at in places if names[at - 1] == asked]
    if len(places) == 1 or exactly:
        return (exactly or places)[0]
    if not places:
        raise NotFound(f"No song has {asked!r} in its name.")
    listed = "\n".join(f"{at:>7}  {printable(names[at - 1])}" for at in places[:MOST_NAMED])
    rest = f", the first {MOST_NAMED} of them" if len(places) > MOST_NAMED else ""
    raise NotFound(
        f"{len(places):,} songs have {asked!r} in their name; choose one by its number{rest}:\n"
        + listed
    )


def _portrait(shards: Shards, number: int, bars: range) -> Portrait:
    from lstmelody.corpus.portrait import Portrait

    row = number - 1
    for shard in shards.shards:
        if row < len(shard.rows):
            break
        row -= len(shard.rows)
    song = shard.song(row)
    if bars.start >= song.bars:
        raise NotFound(f"This song has {song.bars} bars, and {bars.start + 1} is none of them.")
    return Portrait(number, song, range(bars.start, min(bars.stop, song.bars)))


def _ready(wav: Path | None, play: bool) -> list[str]:
    """The player that will be needed, when all is there to make the song heard; else why not."""
    from lstmelody import rendering
    from lstmelody.settings import Settings

    if wav and wav.suffix.lower() not in rendering.FORMATS:
        raise click.UsageError(f"--wav writes {SOUND}, and {wav.name} is none of them.")
    if wav or play:
        rendering.installed_synth(Settings.from_environment().soundfont)
    return _player() if play else []


def _made_heard(
    portrait: Portrait, *, midi: Path | None, wav: Path | None, player: list[str]
) -> None:
    """Write the bars that were asked for as MIDI and as sound, and play them."""
    from lstmelody import files, rendering
    from lstmelody.midi import write
    from lstmelody.settings import Settings

    song = _asked(portrait)
    data = write(song)
    if midi:
        with files.whole(midi) as unfinished:
            unfinished.write_bytes(data)
    if not (wav or player):
        return
    soundfont = Settings.from_environment().soundfont
    with TemporaryDirectory() as folder:
        sound = wav or Path(folder, "song.wav")
        rendering.render(data, sound, soundfont=soundfont, at_least_seconds=song.seconds)
        if player:
            _played([*player, str(sound)])


def _asked(portrait: Portrait) -> Song:
    """The bars that were asked for; the whole song as it is, with what rings on after its end."""
    from lstmelody.encoded import song_of
    from lstmelody.music import bar_range

    song = song_of(portrait.song)
    first, last = portrait.bars.start, portrait.bars.stop
    return song if (first, last) == (0, song.bars) else bar_range(song, first, last)


def _player() -> list[str]:
    """The command of the first player there is, to which the file is added."""
    for name, flags in PLAYERS.items():
        if path := shutil.which(name):
            return [path, *flags]
    raise MissingPart(
        f"No player is installed ({', '.join(PLAYERS)}): use --wav song.wav, and open that file."
    )


def _played(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise MissingPart(f"{Path(command[0]).name} could not play: {said}")

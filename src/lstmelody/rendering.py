"""MIDI bytes → sound, through FluidSynth or, where that isn't installed, TinySoundFont.

Knows synthesizers, soundfonts and kinds of files. Does not know songs, recipes or where files are
kept.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import soundfile

from lstmelody import files, midi, soundfonts
from lstmelody.dividing import divided
from lstmelody.errors import BadMidi, Busy, LSTMelodyError, MissingPart, StorageFull, TooLarge
from lstmelody.loudness import Meter, Samples
from lstmelody.music import Score

SAMPLE_RATE = 44_100
LOUDNESS = -14.0
"""LUFS that a song is brought to, as streaming services play it; less where its peaks forbid."""
PEAK = 10 ** (-1 / 20)
"""-1 dBTP, the highest peak between samples: room for what converters and MP3 add."""
SILENCE = 10 ** (-66 / 20)
"""What is this far below the loudest moment counts as the end of a tail."""
FADE_SECONDS = 0.25
LONGEST_TAIL_SECONDS = 12
LONGEST_SECONDS = 2 * 3600
BLOCK_FRAMES = 1 << 18
SECONDS_EACH = 45
"""A processor gets no less of a song to play."""
FORMATS = {
    ".wav": ("WAV", "PCM_16"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
}


@dataclass(frozen=True, slots=True)
class Synth:
    """A synthesizer that is installed, and the instruments it plays with."""

    name: str
    soundfont: Path
    play: Callable[[Path, Path, Path, float], None]
    """Plays a MIDI file with a soundfont into a file of raw samples, within so many seconds."""

    def __str__(self) -> str:
        return f"{self.name} with {self.soundfont.stem}"


def installed_synth(soundfont: Path | None = None) -> Synth:
    """The best synthesizer and soundfont there are; `MissingPart` says what to install."""
    if soundfont is not None and not soundfont.is_file():
        raise MissingPart(f"There is no soundfont {soundfont}.")
    if shutil.which("fluidsynth") and (
        chosen := soundfont or soundfonts.of_system() or soundfonts.small()
    ):
        return Synth("FluidSynth", chosen, _fluidsynth)
    # A big soundfont would take TinySoundFont half a gigabyte of memory, so the small one is first.
    has_tiny = importlib.util.find_spec("tinysoundfont") is not None
    if has_tiny and (chosen := soundfont or soundfonts.small() or soundfonts.of_system()):
        return Synth("TinySoundFont", chosen, _tinysoundfont)
    raise MissingPart(
        "To hear songs, install FluidSynth and a soundfont (on Debian and Ubuntu: apt install "
        "fluidsynth musescore-general-soundfont-small), or: pip install --no-deps tinysoundfont "
        "pretty_midi."
    )


def render(
    data: bytes, target: Path, *, soundfont: Path | None = None, at_least_seconds: float = 0.0
) -> None:
    """Plays a MIDI file into `target`, 44.1 kHz stereo: `.wav`, `.flac` (16 bit), `.mp3` or `.ogg`.

    At -14 LUFS, or less where a peak would pass -1 dBTP: nothing is limited. It ends when the last
    note has rung out. The target appears whole or not at all.
    """
    with _played(data, [target], soundfont) as play:
        samples = play(data, "song")
        _write(samples, target, _fit(samples), at_least_seconds)


def render_stems(
    data: bytes,
    parts: Mapping[Path, bytes],
    *,
    soundfont: Path | None = None,
    at_least_seconds: float = 0.0,
) -> None:
    """Plays parts of a MIDI file, each into a file of its own, at the gain and length of the whole.

    `parts` are MIDI files that together are `data`: added up, what they sound like is what `render`
    makes of it.
    """
    with _played(data, [*parts], soundfont) as play:
        fit = _fit(play(data, "song"))
        for target, part in parts.items():
            _write(play(part, "part"), target, fit, at_least_seconds)


@contextmanager
def _played(
    data: bytes, targets: Sequence[Path], soundfont: Path | None
) -> Iterator[Callable[[bytes, str], Samples]]:
    """Something that plays MIDI files like this one, to be written to these targets."""
    for target in targets:
        if target.suffix.lower() not in FORMATS:
            kinds = ", ".join(FORMATS)
            raise LSTMelodyError(f"Songs are rendered as {kinds}, and {target.name} is none.")
    synth = installed_synth(soundfont)
    seconds = _seconds(midi.read(data))
    place = targets[0].parent
    place.mkdir(parents=True, exist_ok=True)
    _need_room(place, seconds, len(targets))
    with TemporaryDirectory(dir=place, prefix=files.UNFINISHED) as folder:

        def play(part: bytes, name: str) -> Samples:
            with files.room_for(targets[0]):
                return _together(synth, part, Path(folder) / name, seconds)

        yield play


def _together(synth: Synth, data: bytes, path: Path, seconds: float) -> Samples:
    """What a file sounds like: some of its notes on each processor, side by side, and then added.

    A short one is played by one, for each has to load the soundfont first.
    """
    most = min(os.cpu_count() or 1, int(seconds // SECONDS_EACH))
    parts = divided(data[data.index(b"MThd") :], most)
    raws = [path.with_suffix(f".{number}.raw") for number in range(len(parts))]

    def play(part: bytes, raw: Path) -> None:
        song = raw.with_suffix(".mid")
        song.write_bytes(part)
        synth.play(song, synth.soundfont, raw, 60 + seconds)

    with ThreadPoolExecutor(len(parts)) as threads:
        list(threads.map(play, parts, raws))
    sounds = [np.memmap(raw, np.dtype("<f4"), mode="r").reshape(-1, 2) for raw in raws]
    if len(sounds) == 1:
        return sounds[0]
    whole = np.zeros((max(map(len, sounds)), 2), np.float32)
    for sound in sounds:
        whole[: len(sound)] += sound
    return whole


def _seconds(score: Score) -> float:
    seconds = score.seconds
    if seconds > LONGEST_SECONDS:
        hours = LONGEST_SECONDS // 3600
        raise TooLarge(f"At most {hours} hours of music can be rendered.", "too long to render")
    return seconds


def _need_room(folder: Path, seconds: float, targets: int) -> None:
    bytes_a_frame = 2 * (2 * np.float32().itemsize + targets * np.int16().itemsize)
    frames = (seconds + LONGEST_TAIL_SECONDS) * SAMPLE_RATE
    files.need_room(folder, round(frames * bytes_a_frame))


def _fluidsynth(song: Path, soundfont: Path, raw: Path, timeout_seconds: float) -> None:
    # Chorus is off (-C 0): FluidSynth's own turns left against right, see docs. Reverb stays on.
    flags = ["-q", "-n", "-i", "-C", "0", "-r", str(SAMPLE_RATE), "-T", "raw", "-O", "float"]
    # a third faster: of the soundfont only the instruments that play are unpacked
    flags += ["-o", "synth.dynamic-sample-loading=1"]
    command = ["fluidsynth", *flags, "-F", str(raw), str(soundfont), str(song)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=timeout_seconds
        )
    except subprocess.TimeoutExpired as problem:
        raise Busy(
            f"Rendering took more than {timeout_seconds:.0f} seconds and was stopped: "
            "try again when the machine has less to do."
        ) from problem
    # Its exit code is 0 even when it could not load the soundfont or write the file.
    errors = [line for line in done.stderr.splitlines() if "error" in line.lower()]
    if any("No space left" in line for line in errors):
        raise StorageFull("There is no room left on the disk to render this song.")
    if errors or not raw.exists():
        raise MissingPart(f"FluidSynth could not render: {' '.join(errors) or 'it said nothing'}.")


def _tinysoundfont(song: Path, soundfont: Path, raw: Path, _timeout_seconds: float) -> None:
    with raw.open("wb") as file:
        for block in _tiny_blocks(song.read_bytes(), soundfont):
            file.write(block)


def _tiny_blocks(data: bytes, soundfont: Path) -> Iterator[bytes | memoryview]:
    import tinysoundfont  # takes a moment, and FluidSynth is there more often than not

    try:
        events = tinysoundfont.midi.load_memory(data)
    except RuntimeError as problem:
        raise BadMidi("This MIDI file is damaged: export it again.", "damaged") from problem
    synth = tinysoundfont.Synth(samplerate=SAMPLE_RATE)
    try:
        synth.sfload(str(soundfont))
    except RuntimeError as problem:
        raise MissingPart(f"{soundfont} is not a soundfont we can play.") from problem
    for channel in range(16):
        synth.program_change(channel, 0, channel == 9)
    player = tinysoundfont.Sequencer(synth)
    done_frames = 0
    for event in events:
        frames = round(event.t * SAMPLE_RATE) - done_frames
        if frames > 0:
            yield synth.generate_simple(frames)
            done_frames += frames
        player.send(event)
    for _ in range(LONGEST_TAIL_SECONDS):
        block = synth.generate_simple(SAMPLE_RATE)
        yield block
        if not any(block):
            return


class Fit(NamedTuple):
    """How sound is brought to a file."""

    gain: float
    stop: int
    """The frame after which all is silence."""


def _fit(samples: Samples) -> Fit:
    """The gain and the end of a song."""
    meter = Meter(SAMPLE_RATE)
    for block in _blocks(samples):
        meter.hear(block)
    if not meter.true_peak:
        return Fit(1.0, 0)
    loud = 10 ** ((LOUDNESS - meter.loudness) / 20)
    return Fit(min(loud, PEAK / meter.true_peak), _end(samples, meter.peak))


def _end(samples: Samples, peak: float) -> int:
    for start in reversed(range(0, len(samples), BLOCK_FRAMES)):
        sizes = np.abs(samples[start : start + BLOCK_FRAMES]).max(axis=1)
        loud = np.flatnonzero(sizes > peak * SILENCE)
        if len(loud):
            return start + int(loud[-1]) + 1
    return 0


def _blocks(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), BLOCK_FRAMES):
        yield np.asarray(samples[start : start + BLOCK_FRAMES])


def _write(samples: Samples, target: Path, fit: Fit, at_least_seconds: float) -> None:
    """The samples at their gain, their silent tail cut, what is left of it faded."""
    frames = max(fit.stop + _frames(FADE_SECONDS), _frames(at_least_seconds))
    container, encoding = FORMATS[target.suffix.lower()]
    with (
        files.whole(target) as unfinished,
        soundfile.SoundFile(
            unfinished, "w", SAMPLE_RATE, channels=2, format=container, subtype=encoding
        ) as file,
    ):
        for start in range(0, frames, BLOCK_FRAMES):
            block = np.zeros((min(BLOCK_FRAMES, frames - start), 2), dtype=np.float32)
            played = samples[start : start + len(block)]
            faded = 1 - (np.arange(start, start + len(played)) - fit.stop) / _frames(FADE_SECONDS)
            block[: len(played)] = played * (fit.gain * np.clip(faded, 0, 1))[:, None]
            file.write(block)


def _frames(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)

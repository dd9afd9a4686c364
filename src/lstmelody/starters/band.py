"""Plays a sketch: four lines of shorthand become the notes of a song.

Knows the drum kit, which part plays how loud, and where a bar has its weight.
Does not know any starter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lstmelody.music import Meter, Note, Role, Song, canonical
from lstmelody.starters import notation

KIT = {
    "kick": (36, 102),
    "snare": (38, 100),
    "rim": (37, 88),
    "clap": (39, 86),
    "hat": (42, 76),
    "pedal": (44, 66),
    "open": (46, 80),
    "ride": (51, 82),
    "bell": (53, 84),
    "crash": (49, 96),
    "china": (52, 94),
    "tom high": (50, 98),
    "tom mid": (47, 98),
    "tom low": (45, 98),
    "tom floor": (43, 100),
    "tambourine": (54, 68),
    "cowbell": (56, 76),
    "shaker": (70, 60),
    "cabasa": (69, 62),
    "claves": (75, 80),
    "slap conga": (62, 82),
    "open conga": (63, 86),
    "low conga": (64, 86),
    "timbale": (65, 88),
    "triangle": (81, 56),
}
"""Each piece of the kit: its key on the General MIDI drum map, its velocity when played plainly."""

DRUM_STEPS = 3
MARK_LOUDNESS = {"X": 1.16, "!": 1.15, "o": 0.8, "?": 0.8, ",": 0.55}
EVEN, TOUCH = 94, 0.6
"""Drums are played this much as unevenly around this velocity as their marks say: as it is written
here their velocities spread by 23, in transcriptions by 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A starter as we write it down."""

    title: str
    style: str
    key: str
    bpm: float
    meter: Meter = Meter(4, 4)
    programs: tuple[int, int, int, int]
    """General MIDI programs of kit, bass, chords and lead, counted from 0."""
    drums: dict[str, str]
    """A step line for each piece of the kit."""
    bass: str
    harmony: str
    comp: str
    """The step line that the chords are played on."""
    around: int = 63
    """The pitch that the chords are voiced around."""
    lead: str
    velocities: tuple[int, int, int] = (92, 80, 98)
    """How loud bass, chords and lead are played where nothing is marked."""


def played(sketch: Sketch) -> Song:
    """The song that a sketch writes down."""
    parts = [sketch.bass, sketch.harmony, sketch.comp, sketch.lead, *sketch.drums.values()]
    lengths = {len(notation.bars(part)) for part in parts}
    assert len(lengths) == 1, f"the parts of {sketch.title} differ in length: {lengths}"
    notes = [*_drums(sketch), *_chords(sketch)]
    notes += _melody(sketch, Role.BASS, sketch.bass)
    notes += _melody(sketch, Role.LEAD, sketch.lead)
    return Song(
        notes=canonical(notes),
        bars=lengths.pop(),
        meter=sketch.meter,
        bpm=sketch.bpm,
        programs=dict(zip(Role, sketch.programs, strict=True)),
    )


def _drums(sketch: Sketch) -> Iterator[Note]:
    for piece, line in sketch.drums.items():
        key, plain = KIT[piece]
        end = len(notation.bars(line)) * sketch.meter.bar_steps
        for onset, _, mark in notation.hits(line, sketch.meter.bar_steps):
            loud = plain * MARK_LOUDNESS.get(mark, 1) + _weight(onset, sketch.meter)
            loud = EVEN + TOUCH * (loud - EVEN)
            steps = min(DRUM_STEPS, end - onset)
            yield Note(onset, Role.DRUMS, key, steps, _human(loud, onset, key))


def _melody(sketch: Sketch, role: Role, line: str) -> Iterator[Note]:
    plain = sketch.velocities[role - Role.BASS]
    for onset, duration, pitch, mark in notation.phrase(line, sketch.meter.bar_steps):
        loud = plain * MARK_LOUDNESS.get(mark, 1) + _weight(onset, sketch.meter)
        yield Note(onset, role, pitch, duration, _human(loud, onset, pitch))


def _chords(sketch: Sketch) -> Iterator[Note]:
    chords = notation.harmony(sketch.harmony, sketch.meter.bar_steps)
    voicings = notation.voiced(chords, sketch.around)
    plain = sketch.velocities[Role.CHORDS - Role.BASS]
    for onset, duration, mark in notation.hits(sketch.comp, sketch.meter.bar_steps):
        now = max(i for i, chord in enumerate(chords) if chord.onset <= onset)
        voicing = voicings[(now + (mark == "^")) % len(voicings)]
        for pitch in _voice(voicing, int(mark)) if mark.isdigit() else voicing:
            loud = plain * MARK_LOUDNESS.get(mark, 1)
            loud += _weight(onset, sketch.meter) + 4 * (pitch == voicing[-1])
            yield Note(onset, Role.CHORDS, pitch, duration, _human(loud, onset, pitch))


def _voice(voicing: tuple[int, ...], number: int) -> tuple[int]:
    """One voice counted from below; above the last, the first again an octave higher."""
    octave, voice = divmod(number - 1, len(voicing))
    return (voicing[voice] + 12 * octave,)


def _weight(onset: int, meter: Meter) -> int:
    """How much louder the band plays for where a note stands in the bar."""
    place = onset % meter.bar_steps
    beat_steps = 18 if meter.unit == 8 else 12
    if place == 0:
        return 6
    if place % beat_steps == 0:
        return 3
    return 0 if place % 6 == 0 else -4


def _human(velocity: float, onset: int, pitch: int) -> int:
    """The velocity with the small unevenness of a hand, the same each time."""
    return min(127, max(20, round(velocity) + (onset * 7 + pitch * 5) % 7 - 3))

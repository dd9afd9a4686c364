"""Starters in triplets: blues shuffle, jazz swing, gospel in 12/8.

Pure tables in the shorthand of `notation`; does not know how they are read or played.
"""

from lstmelody.music import Meter
from lstmelody.starters.band import Sketch

BLUES = Sketch(
    title="Last Bus Shuffle",
    style="Blues shuffle",
    key="A major",
    bpm=116,
    programs=(0, 33, 0, 22),
    drums={
        "crash": "x.. ... ... ...|... ... ... ...|... ... ... ...|... ... ... ...",
        "kick": "X.. ..x X.. ...|X.. ..x X.. ..x|X.. ..x X.. ...|X.. ..x X.. ...",
        "snare": ".., X., .., X..|.., X., .., X.,|.., X., .., X..|.., X., ..x Xxx",
        "hat": "..o x.o x.o x.o|x.o x.o x.o x.o|x.o x.o x.o x.o|x.o x.o x.o x..",
    },
    bass="""A1:6 A1:12 C#2:6 C#2:12 E2:6 E2:12 F#2:6 E2:12
          | D2:6 D2:12 F#2:6 F#2:12 A2:6 A2:12 B2:6 A2:12
          | A2:6 A2:12 G2:6 G2:12 F#2:6 F#2:12 E2:6 E2:12
          | E1:6 E1:12 G#1:6 G#1:12 B1:6 B1:12 D2:6 E2:12""",
    harmony="A7 | D9 | A7 | E9",
    comp="X-. ..x x-. ..x|X-. ..x x-. x.x|X-. ..x x-. ..x|X-. ..x x-. x-.",
    lead="""r:6 E5:12 G5:6 A5:12~ A5:6 G5:12 E5:4
          | r:6 C5:12 D5:6 F5:12 D5 C5 A4 r:4
          | C5:12 C#5:6 E5:6 G5:12 A5:4 r
          | B5:6 G5:12 E5:6 D5:12 E5:4 r""",
    velocities=(92, 82, 108),
)

JAZZ = Sketch(
    title="Blue Door, Half Open",
    style="Jazz swing",
    key="F major",
    bpm=152,
    programs=(32, 32, 0, 66),
    drums={
        "ride": "x.. X.o x.. X.o|x.. X.o x.. X.o|x.. X.o x.. X.o|x.. X.o x.. X.o",
        "pedal": "... x.. ... x..|%|%|%",
        "kick": "o..,..,..,..|,..,.o ,..,..|,..,..,..,..|,..,..,.o ,..",
        "snare": "... ..o ... ...|... ... ..o ..,|... ..o ...,..|..o ... o.o .xx",
        "crash": "o.. ... ... ...|... ... ... ...|... ... ... ...|... ... ... ...",
    },
    bass="""G1:4 Bb1 D2 C#2 | C2:4 E2 G2 F#2:6 C2:12
          | F2:4 C2 A1 G#1 | A1:4 C2 D2 F#1:6 A1:12""",
    harmony="Gm9 | C13 | Fmaj9 | Am7 D7b9",
    comp="x-- ..x ... ...|... x-. ..x ..^|--. ... x-- ..x|... ..x ..x ...",
    around=59,
    lead="""r:4 D5:6 F5:12 A5:6 G5:12 F5:6 D5:12
          | E5:4 r:6 Bb4:12~ Bb4:6 A4:12 G4:6 Bb4:12
          | A4:6 C5:12 E5:6 G5:12~ G5:4 r
          | r:6 C5:12 E5:6 G5:12 F#5 Eb5 C5 A4:4""",
    velocities=(92, 86, 98),
)

GOSPEL = Sketch(
    title="Morning on the Hill",
    style="Gospel in 12/8",
    key="Eb major",
    bpm=108,
    meter=Meter(12, 8),
    programs=(0, 33, 0, 16),
    drums={
        "crash": "X.. ... ... ...|... ... ... ...|X.. ... ... ...|... ... ... ...",
        "kick": "X.. ..x X.. ...|X.. ..x X.. ..x|X.. ..x X.. ...|X.. ..x X.. ...",
        "snare": "... X., ... X..|... X., ... X.,|... X., ... X..|... X., ..x XxX",
        "clap": "... x.. ... x..|%|%|%",
        "ride": ".oo xoo xoo xoo|xoo xoo xoo xoo|.oo xoo xoo xoo|xoo xoo xoo x..",
        "tambourine": "o.o x.o o.o x.o|%|%|%",
    },
    bass="""Eb2:4. r:4 Eb2:8 G1:4. Bb1:4 G1:8 | Ab1:4. r:4 Ab1:8 A1:4. C2:4 A1:8
          | Bb1:4. Eb2:4 D2:8 C2:4. E2:4 C2:8 | F2:4. C2:4 F2:8 Bb1:4 Bb1:8 Bb1 C2 D2""",
    harmony="Eb Eb7 | Ab Adim7 | Eb C7 | Fm7 Bb7",
    comp="X-. x-x X-. x-x|X-. x-x X-. xxx|X-. x-x X-. x-x|X-. x-x X-x x-.",
    around=62,
    lead="""r:8 Bb4 Eb5 G5:4. r:8 F5 Eb5 Db5:4. | C5:4 Eb5:8 Ab5:4. r:8 Gb5 Eb5 C5:4.
          | Bb4:4 Eb5:8 G5:4. r:8 G5 Bb5 G5:4 E5:8 | F5:4. Ab5:4 G5:8 F5:4 D5:8 r:4.""",
    velocities=(94, 82, 106),
)

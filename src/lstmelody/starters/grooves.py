"""Starters that live by their groove: funk, disco, bossa nova, salsa, reggae.

Pure tables in the shorthand of `notation`; does not know how they are read or played.
"""

from lstmelody.starters.band import Sketch

FUNK = Sketch(
    title="Corner Store Strut",
    style="Funk",
    key="E minor",
    bpm=104,
    programs=(0, 36, 7, 65),
    drums={
        "crash": "X...............|................|................|................",
        "kick": "X.x....x..x.....|X.x....xX.......|X.x....x..x.....|X.x....xX.x.....",
        "snare": "....X..,.,..X..,|....X..,.,.,X...|....X..,.,..X..,|....X..,.,..X.XX",
        "hat": "..xoxoxoxoxoxo..|xoxoxoxoxoxoxoxo|xoxoxoxoxoxoxo..|xoxoxoxoxoxox...",
        "open": "..............X.|................|..............X.|................",
    },
    bass="""E1:8! E1:16 E2' r:8. D2:16 E2' r E1:8! r G1:16 A1
          | E1:8! E1:16 E2' r:8. D2:16 A1:8! A2:16' r A1 G1 E1' r
          | E1:8! E1:16 E2' r:8. D2:16 E2' r E1:8! r G1:16 A1
          | E1:8! E1:16 E2' r:8. D2:16 A1:8! A2:16' r B1 B2' D2 D#2""",
    harmony="Em7 | Em7 A9 | Em7 | Em7 A13",
    comp="..,x.,X...,x.xX.|..,x.,X.x..x.,x.|..,x.,X...,x.xX.|..,x.,X.X..x.xX.",
    lead="""r:8 B4:16 D5 E5:8 D5:16 E5' r:8 G5 E5:8. D5:16
          | E5:4 r r:8 C#5:16 D5 E5:8 A4
          | r:8 B4:16 D5 E5:8 G5:16 A5' r:8 Bb5:16 A5 G5:8. E5:16
          | G5:16 E5 D5:8 E5:4 r:2""",
    velocities=(98, 84, 102),
)

DISCO = Sketch(
    title="Mirrorball Avenue",
    style="Disco",
    key="A minor",
    bpm=120,
    programs=(0, 33, 27, 48),
    drums={
        "crash": "X...............|................|................|................",
        "kick": "X...X...X...X...|%|%|%",
        "snare": "....X.......X...|....X.......X..,|....X.......X...|....X.......X.XX",
        "clap": "....x.......x...|%|%|%",
        "hat": ".o.ox,.ox,.ox,.o|x,.ox,.ox,.ox,.o|x,.ox,.ox,.ox,.o|x,.ox,.ox,.ox...",
        "open": "..X...X...X...X.|%|%|..X...X...X.....",
        "tambourine": "x.o,x.o,x.o,x.o,|%|%|%",
    },
    bass="""A1:8 A2' A1 A2' A1 A2:16' A2' G1:8 G2'
          | F1:8 F2' F1 F2' F1 F2:16' F2' E1:8 E2'
          | D2:8 D3' D2 D3' D2 D3:16' D3' F2:8 D3'
          | E2:8 E3' E2 E3' E1 E2:16' E2' G#1:8 B1""",
    harmony="Am7 | Fmaj7 | Dm9 | E7sus4 E7",
    comp="x..x.,x...x.x,..|x..x.,x...x.x,x.|x..x.,x...x.x,..|x..x.,x.X..x.,x.",
    around=65,
    lead="""E5:8' r A5:4. G5:8 E5:4 | F5:4. E5:8 C5:4 r
          | D5:8' r F5:4. A5:8 C6:4 | B5:4. A5:8 G#5:16 A5 B5:8 r:4""",
    velocities=(94, 82, 106),
)

BOSSA = Sketch(
    title="Window on the Bay",
    style="Bossa nova",
    key="C major",
    bpm=132,
    programs=(0, 32, 24, 73),
    drums={
        "rim": "x..x..x.|..x..x..|x..x..x.|..x..x..",
        "kick": "X..oX..o|%|%|%",
        "hat": "xoxoxoxo|%|%|xoxoxox.",
        "open": "........|........|........|.......o",
        "pedal": "..o...o.|%|%|%",
        "shaker": "x,o,x,o,x,o,x,o,|%|%|%",
        "triangle": "o.......|........|........|........",
    },
    bass="""C2:4. G1:8 G1:4. C2:8 | Eb2:4. A1:8 A1:4. Eb2:8
          | D2:4. A1:8 A1:4. D2:8 | G1:4. D2:8 D2:4. B1:8""",
    harmony="Cmaj9 | Ebdim7 | Dm9 | G13",
    comp="x-.x-.x.|.x-.x-.^|--.x-.x.|.x-.x-x.",
    around=60,
    lead="""r:8 G5:4 E5:8 D5:4 B4:8 D5 | C5:4. A4:8~ A4:4 r:8 C5
          | r:8 F5:4 E5:8 C5:4 A4:8 C5 | B4:4. E5:8~ E5:4 r""",
    velocities=(88, 88, 94),
)

LATIN = Sketch(
    title="Calle Mariposa",
    style="Salsa",
    key="A minor",
    bpm=184,
    programs=(0, 32, 0, 56),
    drums={
        "crash": "X.......|........|........|........",
        "claves": "..x.x...|x..x..x.|..x.x...|x..x..x.",
        "cowbell": "X.x.X.xx|X.x.X.xx|X.x.X.xx|X.x.X...",
        "slap conga": ",,X,,,..|,,X.,,..|,,X,,,..|,,X.,,..",
        "open conga": "......xx|......xx|......xx|......xx",
        "low conga": "........|...x....|........|...x....",
        "kick": "...o....|...o....|...o....|...o....",
        "timbale": "........|........|........|....xxXX",
        "shaker": "xoxoxoxo|%|%|%",
    },
    bass="A1:4. E2 D2:4~ | D2:4. A2 E2:4~ | E2:4. B1 E2:4~ | E2:4. B1 G#1:4",
    harmony="Am | Dm | E7 | E7",
    comp="X.4x.4.^|.4.x.4.^|X.4x.4.x|.4.x.4.x",
    around=66,
    lead="""r:4 E5:8 A5 C6:4 B5:8 A5 | F5:4. A5:8~ A5:4 r
          | r:4 E5:8 G#5 B5:4 A5:8 G#5 | E5:4. D5:8 B4' r E5' r""",
)

REGGAE = Sketch(
    title="Slow Tide",
    style="Reggae",
    key="G major",
    bpm=78,
    programs=(0, 33, 27, 22),
    drums={
        "kick": "....X.......X...|%|%|....X.......X.x.",
        "rim": "....X.......X...|....X......,X..,|....X.......X...|....X.......X...",
        "hat": "x.xox.xox.xox.xo|x.xox.xox.xox.x.|x.xox.xox.xox.xo|x.xox.xox.......",
        "open": "................|..............,.|................|................",
        "crash": "x...............|................|................|................",
        "tom high": "................|................|................|..........xx....",
        "timbale": "................|................|................|.............xxX",
    },
    bass="""G1:4 r:8 D2:16 D2 G2:8 D2 B1 r | E1:4 r:8 B1:16 B1 E2:8 B1 G1 r
          | C2:4 r:8 G1:16 G1 C2:8 E2 G2 r | D2:4 r:8 A1:16 A1 D2:8 C2 B1 A1""",
    harmony="G | Em7 | C | D",
    comp="..X...X...X...X.|..X...X...X...Xo|..X...X...X...X.|..X...X...X...X.",
    around=61,
    lead="""r:4 D5:8 B4:16 D5 E5:8. D5:16~ D5:4 | r:8 G5:16 E5' D5:8 B4 G4:4 r
          | r:4 E5:8 C5:16 E5 G5:8. E5:16~ E5:4 | r:8 F#5:16 E5' D5:8 C5 A4:4 r""",
    velocities=(102, 84, 108),
)

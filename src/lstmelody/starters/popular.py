"""Starters that bands and dance halls know: pop, rock, ballad, country, waltz, metal.

Pure tables in the shorthand of `notation`; does not know how they are read or played.
"""

from lstmelody.music import Meter
from lstmelody.starters.band import Sketch

POP = Sketch(
    title="Paper Lanterns",
    style="Pop",
    key="D major",
    bpm=112,
    programs=(0, 33, 0, 81),
    drums={
        "crash": "X...............|................|................|................",
        "kick": "X.....x.X.......|X.....x.X..x....|X.....x.X.......|X.....x.X.......",
        "snare": "....X.......X...|....X.......X..,|....X.......X...|....X.......X.xX",
        "clap": "....x.......x...|%|%|%",
        "hat": "..o.x.o.x.o.x.o.|x.o.x.o.x.o.x...|x.o.x.o.x.o.x.o.|x.o.x.o.x.o.x...",
        "open": "................|..............x.|................|................",
        "shaker": "o,x,o,x,o,x,o,x,|%|%|%",
    },
    bass="""D2:4. D2:8 D2:4 F#2:8 A2 | B1:4. B1:8 B1:4 D2:8 F#2
          | G1:4. G1:8 G1:4 B1:8 D2 | A1:4. A1:8 A1 A1' B1 C#2""",
    harmony="Dadd9 | Bm7 | G | Asus4 A",
    comp="X-----x-----x---|x-----x-----x-x-|X-----x-----x---|x-------x---o-x-",
    lead="""r:8 A4 D5 E5 F#5:4. E5:8 | D5:4 B4 r:8 A4 B4 D5
          | r:8 A4 D5 E5 F#5 G5:4 F#5:8 | E5:4. D5:8 C#5:4 r""",
    velocities=(92, 86, 98),
)

ROCK = Sketch(
    title="Gravel Road",
    style="Rock",
    key="E minor",
    bpm=132,
    programs=(16, 34, 30, 29),
    drums={
        "crash": "X...............|................|X...............|................",
        "kick": "X.....x.x.x.....|X.....x.x.....x.|X.....x.x.x.....|X.....x.X.......",
        "snare": "....X.......X...|....X..,....X...|....X.......X...|....X...X.XX....",
        "hat": "..x.X.x.X.x.X.x.|X.x.X.x.X.x.X...|..x.X.x.X.x.X.x.|X.x.X.x.........",
        "open": "................|..............x.|................|................",
        "tom high": "................|................|................|............X...",
        "tom mid": "................|................|................|.............x..",
        "tom floor": "................|................|................|..............XX",
    },
    bass="""E1:8! E1 E1 E1 E1 E1 B1 D2 | G1:8! G1 G1 G1 A1! A1 A1 B1
          | C2:8! C2 C2 C2 C2 C2 B1 C2 | D2:8! D2 D2 D2 D2 A1 G1 F#1""",
    harmony="E5 | G5 A5 | C5 | D5",
    comp="X-xxX-x-|X-xxX-xx|X-xxX-x-|X-xxX---",
    lead="""E5:4. D5:8 B4 D5 E5:4 | G5:4 A5:8 G5 E5 D5 E5:8 r
          | G5:4. E5:8 D5 E5 G5:4 | A5:4.! F#5:8 E5:16 F#5 D5:8 r:4""",
    velocities=(96, 100, 102),
)

BALLAD = Sketch(
    title="Letters in the Rain",
    style="Ballad in 6/8",
    key="F major",
    bpm=78,
    meter=Meter(6, 8),
    programs=(0, 35, 0, 40),
    drums={
        "crash": "o...........|............|............|............",
        "kick": "X.........o.|X.......o...|X.........o.|X.......o...",
        "rim": "......x.....|%|%|......x.....",
        "hat": "..o.o.x.o.o.|x.o.o.x.o.o.|x.o.o.x.o.o,|x.o.o.x.o...",
        "tom mid": "............|............|............|.........oo.",
        "tom floor": "............|............|............|...........x",
    },
    bass="F1:4. C2:4 A1:8 | D2:4. A1:4 C2:8 | Bb1:4. F2:4 D2:8 | C2:4. C2:8 Bb1 G1",
    harmony="F | Dm7 | Bbmaj7 | C7sus4 C7",
    comp="x-2343|x-2432|x-2343|x--x-2",
    around=60,
    lead="""r:8 A4 C5 F5:4 E5:8 | D5:4. r:8 C5 D5
          | F5:4 D5:8 C5:4 Bb4:8 | G4:4. Bb4:4 r:8""",
    velocities=(84, 84, 94),
)

COUNTRY = Sketch(
    title="Porch Light Two-Step",
    style="Country",
    key="A major",
    bpm=116,
    programs=(40, 32, 25, 110),
    drums={
        "crash": "x...............|................|................|................",
        "kick": "X.......x.......|%|%|X.......x.....x.",
        "snare": ",,o,X,o,,,o,X,o,|,,o,X,o,,,o,X,oo|,,o,X,o,,,o,X,o,|,,o,X,o,x,x,XoxX",
        "pedal": "....x.......x...|%|%|%",
        "tambourine": "..o.x.o...o.x.o.|%|%|%",
    },
    bass="A1:4 r E2 r | D2:4 r C#2 B1 | A1:4 r E2 r | E2:4 r F#2 G#2",
    harmony="A | D | A | E7",
    comp="....X-o.....X-o.|%|%|....X-o...x-X-o.",
    around=60,
    lead="""E5:8 F#5 A5 F#5 E5 C#5 A4:4 | D5:8 E5 F#5 A5 F#5:4 E5:8 D5
          | C#5:16 D5 E5:8 A5:4 E5:8 C#5 r:4 | B4:8 D5 F#5 D5 G#4:4 r""",
    velocities=(92, 90, 108),
)

WALTZ = Sketch(
    title="Carousel by the Harbour",
    style="Waltz",
    key="D minor",
    bpm=138,
    meter=Meter(3, 4),
    programs=(40, 32, 24, 21),
    drums={
        "crash": "o...........|............|............|............",
        "kick": "X...........|%|%|%",
        "snare": "....o...o...|....o...o.,.|....o...o...|....o...o.oo",
        "ride": "....x...x...|x...x.o.x...|x...x...x...|x...x.o.x...",
        "pedal": "....x...x...|%|%|%",
        "triangle": "............|........x...|............|........x...",
    },
    bass="D2:2 C2:4 | Bb1:2 A1:4 | G1:2 Bb1:4 | A1:4 E2 C#2",
    harmony="Dm | Bb | Gm6 | A7",
    comp="..x.x-|..x.x-|..x.x-|..x.xo",
    lead="""A5:4. G5:8 F5 E5 | F5:4 D5:2 | G5:4. F5:8 E5 D5
          | E5:12 F5 E5 C#5:4 r""",
    velocities=(90, 84, 100),
)

METAL = Sketch(
    title="Iron Weather",
    style="Metal",
    key="D minor",
    bpm=168,
    programs=(16, 34, 30, 29),
    drums={
        "crash": "X...............|................|x...............|........x...x...",
        "china": "................|........x...x...|................|................",
        "kick": "x.oox.oox.oox.oo|x.oox.oox.oox.oo|x.oox.oox.oox.oo|xoooxoooX...X...",
        "snare": "....x.......x...|%|%|....x.....oxx.xX",
        "ride": "....x...x...x...|x...x...........|....x...x...x...|x...x...........",
        "tom floor": "................|................|................|.............x..",
    },
    bass="""D2:8! D2:16 D2 D2:8 D2:16 D2 D2:8! D2:16 D2 D2:8 D2:16 D2
          | D2:8! D2:16 D2 D2:8 D2:16 D2 F2:8! F2:16 F2 F2:8 F2:16 F2
          | C2:8! C2:16 C2 C2:8 C2:16 C2 C2:8! C2:16 C2 C2:8 C2:16 C2
          | D2:16! D2 D2 D2 D2 D2 D2 D2 Eb2:4! Eb2:8 D2""",
    harmony="D5 | D5 F5 | C5 | D5 Eb5",
    comp="X.xxx.xxX.xxx.xx|X.xxx.xxX---X---|X.xxx.xxX.xxx.xx|XxxxxxxxX---X-..",
    lead="""D5:16 E5 F5 A5 D6:4. C6:8 A5 r | A5:16 G5 F5 E5 D5:8 F5 A5:4 C6
          | G5:16 E5 G5 C6 E6:4. D6:8 C6:4 | D6:4 A5:8 F5 Eb5:4! r""",
    velocities=(98, 104, 108),
)

"""Starters made of electricity: lo-fi, synthwave, chiptune.

Pure tables in the shorthand of `notation`; does not know how they are read or played.
"""

from lstmelody.starters.band import Sketch

# Six characters a beat: the second of two 16ths comes late, on the third of a triplet of 16ths.
LOFI = Sketch(
    title="Rain on the Fire Escape",
    style="Lo-fi hip-hop",
    key="C minor",
    bpm=78,
    programs=(8, 33, 4, 11),
    drums={
        "kick": """X..... .....x ...x.. ......|X..... .....x ...x.. ....,.
                 | X..... .....x ...x.. ......|X..... .....x ..xx.. ......""",
        "snare": """...... X..... ...... X.....|...... X..... .....,  X....,
                  | ...... X..... ...... X.....|...... X..... .....,  X..o.x""",
        "hat": """x..o.. x.,o.. x..o.. x..o.,|%|%|x..o.. x.,o.. x..o.. x.....""",
        "open": """...... ...... ...... ......|%|%|...... ...... ...... ...o..""",
        "shaker": """o.,x., o.,x., o.,x., o.,x.,|%|%|%""",
    },
    bass="""Ab1:4. r:12 Ab1:24 r:8 Eb2 C2:4 | G1:4. r:12 G1:24 r:8 D2 Bb1:4
          | C2:4. r:12 C2:24 r:8 G1 Bb1:4 | F1:4. r:12 F1:24 r:8 C2 Eb2 G1""",
    harmony="Abmaj9 | Gm7 | Cm9 | Fm9",
    comp="x----- ------ ...x-- ......|%|%|x----- ------ ...x-- ..x...",
    around=62,
    lead="""r:4 Eb5:8 G5 Bb5:4. G5:8 | F5:12 G5:24 F5:8 D5:4 r:2
          | r:4 Eb5:8 G5 C6 Bb5:4 G5:8 | Ab5:8 G5:4. Eb5:4 r""",
    velocities=(90, 74, 110),
)

SYNTHWAVE = Sketch(
    title="Coastline at Midnight",
    style="Synthwave",
    key="F# minor",
    bpm=100,
    programs=(24, 38, 90, 81),
    drums={
        "crash": "X...............|................|................|................",
        "kick": "X.......X.......|X.......X.x.....|X.......X.......|X.......X.x.....",
        "snare": "....X.......X...|....X.......X...|....X.......X...|....X.......X...",
        "hat": "..x.x.x.x.x.x.x.|xoxoxoxoxoxoxoxo|x.x.x.x.x.x.x.x.|xoxoxoxoxoxo....",
        "tom high": "................|................|................|..............X.",
        "tom low": "................|................|................|...............X",
    },
    bass="""F#1:8 F#1:16 F#1 F#1:8 F#1:16 F#1 F#1:8 F#1:16 F#1 F#2:8 F#1
          | D2:8 D2:16 D2 D2:8 D2:16 D2 D2:8 D2:16 D2 C#2:8 D2
          | A1:8 A1:16 A1 A1:8 A1:16 A1 A1:8 A1:16 A1 A2:8 A1
          | E1:8 E1:16 E1 E1:8 E1:16 E1 E1:8 E1:16 E1 E2:8 G#1""",
    harmony="F#m | Dadd9 | A | E",
    comp="X-----x---------|X-----x-----x---|X-----x---------|X-----x-----x---",
    around=66,
    lead="""C#5:4. F#5:8~ F#5:4 E5:8 C#5 | A5:4. G#5:8 F#5:4 r:8 C#5
          | E5:4. A5:8~ A5:4 G#5:8 E5 | B5:4. G#5:8 F#5 E5 r:4""",
    velocities=(98, 74, 98),
)

CHIPTUNE = Sketch(
    title="Pixel Parade",
    style="Chiptune",
    key="C major",
    bpm=150,
    programs=(24, 39, 80, 80),
    drums={
        "crash": "X...............|................|................|................",
        "kick": "X.....x.X.......|X.....x.X.x.....|X.....x.X.......|X...X...X.......",
        "snare": "....X.......X...|....X.......X..x|....X.......X...|....X.....X.XXXX",
        "hat": "..x.x.x.x.x.x.xx|x.x.x.x.x.x.x.x.|x.x.x.x.x.x.x.xx|x.x.x.x.x.......",
    },
    bass="""C2:8 C3' C2 C3' C2 C3' E2 G2 | G1:8 G2' G1 G2' G1 G2' A1 B1
          | A1:8 A2' A1 A2' A1 A2' C2 E2 | F1:8 F2' F1 F2' G1 G2' A1 B1""",
    harmony="C | G | Am | F G",
    comp="1234123412341234|%|%|12341234123412..",
    around=60,
    lead="""G5:8 E5:16 G5 C6:4 B5:16 C6 B5 A5 G5:4 | D5:8 B4:16 D5 G5:4 A5:8 B5 G5' r
          | A5:8 E5:16 A5 C6:4 D6:16 C6 B5 A5 E5:4 | F5:8 A5 C6:4 B5:8' D6' r:4""",
)

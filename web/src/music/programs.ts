/** What General MIDI calls its programs, counted from 0; of the drums the kits. Names only. */
import type { Role } from "./roles"

const NAMES = `
grand piano, bright piano, electric grand, honky-tonk piano, electric piano, FM electric piano,
harpsichord, clavinet, celesta, glockenspiel, music box, vibraphone, marimba, xylophone,
tubular bells, dulcimer, drawbar organ, percussive organ, rock organ, church organ, reed organ,
accordion, harmonica, bandoneon, nylon guitar, steel guitar, jazz guitar, clean guitar,
muted guitar, overdriven guitar, distortion guitar, guitar harmonics, acoustic bass, finger bass,
pick bass, fretless bass, slap bass 1, slap bass 2, synth bass 1, synth bass 2, violin, viola,
cello, double bass, tremolo strings, pizzicato strings, harp, timpani, strings, slow strings,
synth strings 1, synth strings 2, choir aahs, voice oohs, synth voice, orchestra hit, trumpet,
trombone, tuba, muted trumpet, French horn, brass, synth brass 1, synth brass 2, soprano sax,
alto sax, tenor sax, baritone sax, oboe, English horn, bassoon, clarinet, piccolo, flute,
recorder, pan flute, blown bottle, shakuhachi, whistle, ocarina, square lead, saw lead,
calliope lead, chiff lead, charang lead, voice lead, fifths lead, bass and lead, new age pad, warm pad,
polysynth pad, choir pad, bowed pad, metallic pad, halo pad, sweep pad, rain, soundtrack, crystal,
atmosphere, brightness, goblins, echoes, sci-fi, sitar, banjo, shamisen, koto, kalimba, bagpipe,
fiddle, shanai, tinkle bell, agogo, steel drums, woodblock, taiko, melodic tom, synth drum,
reverse cymbal, fret noise, breath noise, seashore, bird tweet, telephone, helicopter, applause,
gunshot`
  .trim()
  .split(/,\s+/)

const KITS: Readonly<Record<number, string>> = {
  0: "standard kit",
  8: "room kit",
  16: "power kit",
  24: "electronic kit",
  25: "TR-808 kit",
  32: "jazz kit",
  40: "brush kit",
  48: "orchestra kit",
}

/** `steel guitar`; what isn't known by name says its number. */
export function programName(role: Role, program: number): string {
  if (role === "drums") return KITS[program] ?? `kit ${program}`
  return NAMES[program] ?? `program ${program}`
}

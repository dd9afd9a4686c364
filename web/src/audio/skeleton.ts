/**
 * A soundfont without its samples, which are all but a hundredth of its bytes: which instruments
 * there are, how they play, and where in the file each sample is.
 * Knows the parts of a file as the format orders them. Does not know where the file is.
 */

/** Bytes of the file, from one until before another, or as many as there are. */
export type Read = (from: number, to: number) => Promise<ArrayBuffer>

export type Outline = {
  /** The same soundfont, in which no sample has any sound. */
  readonly skeleton: ArrayBuffer
  readonly samples: readonly Stored[]
}

/** Where in the file a sample is, and whether it is compressed there. */
export type Stored = { readonly from: number; readonly to: number; readonly isPacked: boolean }

const HEADER_BYTES = 8
const LIST_BYTES = 12
/** As much as holds what a soundfont says of itself, mostly. */
const OPENING_BYTES = 8_192
/** Of the record of a sample: its name comes first. */
const SAMPLE = { bytes: 46, start: 20, end: 24, kind: 44, packed: 16, units: 2 }

/** Reads twice, wherever the first bytes hold all that is said before the samples. */
export async function outlineOf(read: Read): Promise<Outline> {
  const opening = await read(0, OPENING_BYTES)
  if (text(opening, 0) !== "RIFF" || text(opening, HEADER_BYTES) !== "sfbk")
    throw new Error("The instruments are not a SoundFont: choose another in LSTMELODY_SOUNDFONT.")
  const about = endOf(opening, LIST_BYTES)
  const beforeSamples = about + LIST_BYTES + HEADER_BYTES
  const head = beforeSamples < opening.byteLength ? opening : await read(0, beforeSamples + 1)
  const samplesAt = listAt(head, about)
  const rest = await read(endOf(head, samplesAt), endOf(head, 0))
  const presets = rest.slice(listAt(rest, 0))
  return {
    skeleton: joined(head.slice(LIST_BYTES, about), NO_SAMPLES, presets),
    samples: storedSamples(presets, samplesAt + LIST_BYTES + HEADER_BYTES),
  }
}

/** The records of all samples; the last one only says that it is the last. */
function storedSamples(presets: ArrayBuffer, origin: number): Stored[] {
  let at = LIST_BYTES
  while (text(presets, at) !== "shdr") at = endOf(presets, at)
  const records = new DataView(presets, at + HEADER_BYTES, endOf(presets, at) - at - HEADER_BYTES)
  const count = records.byteLength / SAMPLE.bytes - 1
  return Array.from({ length: count }, (_, index) => {
    const number = (place: number) => records.getUint32(index * SAMPLE.bytes + place, true)
    const kind = records.getUint16(index * SAMPLE.bytes + SAMPLE.kind, true)
    const isPacked = (kind & SAMPLE.packed) !== 0
    const unit = isPacked ? 1 : SAMPLE.units
    return {
      from: origin + number(SAMPLE.start) * unit,
      to: origin + number(SAMPLE.end) * unit,
      isPacked,
    }
  })
}

const NO_SAMPLES = header("LIST", 4 + HEADER_BYTES, "sdta", "smpl", 0)

function joined(...lists: readonly ArrayBuffer[]): ArrayBuffer {
  const length = lists.reduce((sum, list) => sum + list.byteLength, 0)
  const file = new Uint8Array(LIST_BYTES + length)
  file.set(new Uint8Array(header("RIFF", 4 + length, "sfbk")))
  let at = LIST_BYTES
  for (const list of lists) {
    file.set(new Uint8Array(list), at)
    at += list.byteLength
  }
  return file.buffer
}

/** Words of four letters, and numbers. */
function header(...parts: readonly (string | number)[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * parts.length))
  parts.forEach((part, index) => {
    if (typeof part === "number") view.setUint32(4 * index, part, true)
    else new Uint8Array(view.buffer).set(new TextEncoder().encode(part), 4 * index)
  })
  return view.buffer
}

/** After odd lengths a byte makes them even, which some writers (MuseScore's among them) leave out. */
function listAt(bytes: ArrayBuffer, at: number): number {
  return text(bytes, at) === "LIST" ? at : at + 1
}

function endOf(bytes: ArrayBuffer, at: number): number {
  return at + HEADER_BYTES + new DataView(bytes).getUint32(at + 4, true)
}

function text(bytes: ArrayBuffer, at: number): string {
  return new TextDecoder().decode(bytes.slice(at, at + 4))
}

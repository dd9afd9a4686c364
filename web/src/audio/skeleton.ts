/**
 * A soundfont without its samples: which instruments there are and how they play, in a hundredth of
 * the bytes. Knows the chunks of a file, not what is in them.
 */

const HEADER_BYTES = 8
const LIST_BYTES = 12

type Chunk = { readonly from: number; readonly to: number; readonly kind: string }

/** The same file, in which no sample has any sound. */
export function skeletonOf(soundfont: ArrayBuffer): ArrayBuffer {
  const chunks = chunksOf(new DataView(soundfont))
  const bodies = chunks.map(({ from, to, kind }) =>
    kind === "sdta" ? noSamples() : new Uint8Array(soundfont, from, to - from),
  )
  const length = bodies.reduce((sum, body) => sum + body.length, 0)
  const file = new Uint8Array(LIST_BYTES + length)
  file.set(header("RIFF", "sfbk", 4 + length))
  let at = LIST_BYTES
  for (const body of bodies) {
    file.set(body, at)
    at += body.length
  }
  return file.buffer
}

function chunksOf(view: DataView): Chunk[] {
  if (text(view, 0) !== "RIFF" || text(view, HEADER_BYTES) !== "sfbk")
    throw new Error("The instruments are not a SoundFont: choose another in LSTMELODY_SOUNDFONT.")
  const chunks: Chunk[] = []
  for (let from = LIST_BYTES; from + LIST_BYTES <= view.byteLength; ) {
    const to = from + HEADER_BYTES + view.getUint32(from + 4, true)
    chunks.push({ from, to, kind: text(view, from + HEADER_BYTES) })
    // Of odd lengths some writers (MuseScore's among them) don't make even ones
    from = to % 2 === 1 && text(view, to) !== "LIST" ? to + 1 : to
  }
  return chunks
}

function noSamples(): Uint8Array {
  const chunk = new Uint8Array(LIST_BYTES + HEADER_BYTES)
  chunk.set(header("LIST", "sdta", 4 + HEADER_BYTES))
  chunk.set(new TextEncoder().encode("smpl"), LIST_BYTES)
  return chunk
}

function header(kind: string, list: string, bytes: number): Uint8Array {
  const chunk = new Uint8Array(LIST_BYTES)
  chunk.set(new TextEncoder().encode(kind))
  new DataView(chunk.buffer).setUint32(4, bytes, true)
  chunk.set(new TextEncoder().encode(list), HEADER_BYTES)
  return chunk
}

function text(view: DataView, at: number): string {
  const bytes = [0, 1, 2, 3].map((byte) =>
    at + byte < view.byteLength ? view.getUint8(at + byte) : 0,
  )
  return String.fromCharCode(...bytes)
}

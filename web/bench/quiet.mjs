/** Waiting for a machine that others use, too, to have nothing else to do. */
import { cpus } from "node:os"

const BUSY = 0.15
const LOOK_MS = 4_000
const PATIENCE_MS = 240_000

/** The share of all processors' time that went by in use, once it is small or patience ends. */
export async function quiet(patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs
  let busy = await busyShare()
  while (busy > BUSY && Date.now() < end) busy = await busyShare()
  return busy
}

async function busyShare() {
  const before = times()
  await new Promise((wake) => setTimeout(wake, LOOK_MS))
  const after = times()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function times() {
  const each = cpus().map((cpu) => cpu.times)
  const sum = (of) => each.reduce((all, spent) => all + of(spent), 0)
  return {
    idle: sum(({ idle }) => idle),
    all: sum((spent) => Object.values(spent).reduce((all, one) => all + one, 0)),
  }
}

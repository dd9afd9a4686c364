/** A service of our own, over a library that was filled for the purpose. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

const HERE = resolve(import.meta.dirname, "../..")
const BIN = join(HERE, ".venv/bin")
const PATIENCE_MS = 60_000

/** Its address, the id of a song of 20,000 notes, and how to end it. */
export async function serve() {
  const folder = await mkdtemp(join(tmpdir(), "lstmelody-bench-"))
  const longSong = (
    await output(join(BIN, "python"), [join(HERE, "bench/filling.py"), folder])
  ).trim()
  const port = await freePort()
  const server = spawn(join(BIN, "lstmelody"), ["serve", "--port", String(port)], {
    env: { ...process.env, LSTMELODY_DATA: folder },
    stdio: ["ignore", "ignore", "inherit"],
  })
  const base = `http://127.0.0.1:${port}`
  await answers(`${base}/api/health`, server)
  return {
    base,
    longSong,
    async stop() {
      server.kill("SIGTERM")
      if (server.exitCode === null) await once(server, "exit")
      await rm(folder, { recursive: true })
    },
  }
}

async function output(program, args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] })
  let told = ""
  child.stdout.on("data", (piece) => {
    told += piece
  })
  const [code] = await once(child, "close")
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}.`)
  return told
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address()
  probe.close()
  await once(probe, "close")
  return port
}

async function answers(url, server) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && server.exitCode === null; ) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((wake) => setTimeout(wake, 200))
  }
  throw new Error(`The service did not answer at ${url}.`)
}

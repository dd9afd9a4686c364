/** A service of a test's own, with its own songs, which can be killed and started again. */
import { spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PLAIN_NAME } from "./browser.mjs"
import { until } from "./patience.mjs"

const LSTMELODY = process.env.LSTMELODY ?? "../.venv/bin/lstmelody"

/** `more` is what else its environment says. */
export async function ownServer(more = {}) {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const data = await mkdtemp(join(tmpdir(), "lstmelody-"))
  const env = { ...process.env, ...more, LSTMELODY_DATA: data, LSTMELODY_HOSTS: PLAIN_NAME }
  let running = null

  const isThere = () =>
    fetch(`${base}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  async function start() {
    if (running) return
    const args = ["serve", "--port", String(port)]
    running = spawn(LSTMELODY, args, { env, stdio: "ignore", detached: true })
    await until(isThere, "the server answers", 60_000)
  }
  /** All at once, with whoever composes for it: no time to say good-bye. */
  async function kill() {
    if (!running) return
    const gone = new Promise((resolve) => running.once("exit", resolve))
    process.kill(-running.pid, "SIGKILL")
    await gone
    running = null
  }

  await start()
  return {
    base,
    /** The folder of its songs. */
    data,
    /** The same by plain http from another computer, as far as a browser can tell. */
    plain: `http://${PLAIN_NAME}:${port}`,
    start,
    kill,
    async remove() {
      await kill()
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

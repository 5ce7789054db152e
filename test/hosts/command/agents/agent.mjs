// One agent a mode, for the contract of hosts.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const [mode] = process.argv.slice(2)
const task = JSON.parse(readFileSync(0, 'utf8'))
const done = () => console.log('{"done":true}')

const modes = {
  answers: done,
  fails: () => {
    console.error('There is no way.')
    process.exitCode = 3
  },
  waits: () => setInterval(() => {}, 1_000),
  prints: () => {
    console.error('x'.repeat(1_000))
    done()
  },
  acts: async () => {
    const headers = { 'content-type': 'application/json' }
    const body = '{"text":"To be."}'
    await fetch(`${task.urls.rehearsal}/lines`, { method: 'POST', headers, body })
    done()
  },
  leaves: () => {
    // A session of its own, and no parent: nothing but its environment tells whose it is.
    spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()
    done()
  },
}

await modes[mode]()

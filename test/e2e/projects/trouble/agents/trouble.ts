import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  readSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import type { Agent, AgentSession } from 'mettle'

// Agents that end badly, each in a way of its own.

/** Where a worker has its pipe to the parent. */
const WIRE = 3

export const waitsForNothing: Agent['run'] = () => new Promise(() => {})

export const exits: Agent['run'] = () => process.exit(0)

export const aborts: Agent['run'] = () => process.abort()

export const throwsText: Agent['run'] = () => {
  throw 'out of paper'
}

export const throwsTrap: Agent['run'] = () => {
  throw new Proxy(
    {},
    {
      get: () => {
        throw new Error('trap')
      },
      getPrototypeOf: () => {
        throw new Error('trap')
      },
    },
  )
}

export const throwsOddMessage: Agent['run'] = () => {
  throw Object.assign(new Error('x'), { message: { not: 'a text' } })
}

export const rejects: Agent['run'] = async () => {
  void Promise.reject(new Error('nobody listens'))
  await new Promise((resolve) => setTimeout(resolve, 200))
}

/** It would end a process of its own after the answer. */
export const leavesRejection: Agent['run'] = () => {
  void Promise.reject(new Error('nobody listens'))
  return 'done'
}

export const loops: Agent['run'] = () => {
  for (;;);
}

export const callsTooMuch: Agent['run'] = async (_, session) => {
  for (;;) await look(session)
}

/** Takes every refusal for a passing one, without a pause. */
export const insists: Agent['run'] = async (_, session) => {
  for (;;) await look(session).catch(() => {})
}

export const floods: Agent['run'] = () => {
  for (;;) console.log('x'.repeat(1_000))
}

export const floodsPastTheCapture: Agent['run'] = () => {
  for (;;) {
    try {
      writeSync(1, 'x'.repeat(10_000))
    } catch {
      // The pipe is full for the moment.
    }
  }
}

export const balloons: Agent['run'] = async () => {
  const held: Buffer[] = []
  for (;;) {
    held.push(Buffer.alloc(40_000_000, 1))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Stays within its limit, and lets go of nothing. */
export const hoards: Agent['run'] = () => {
  held.push(Buffer.alloc(90_000_000, 1))
  return 'done'
}
const held: Buffer[] = []

export const breaksJson: Agent['run'] = () => {
  JSON.stringify = () => '{"verdict":"passed"}'
  JSON.parse = () => ({ verdict: 'passed' })
  return { verdict: 'passed' }
}

export const replacesFetch: Agent['run'] = async (_, session) => {
  globalThis.fetch = async () => Response.json({ id: 'note_1', text: 'hello' })
  await look(session)
  return { id: 'note_1', text: 'hello' }
}

export const patchesArrays: Agent['run'] = async () => {
  Array.prototype.push = () => 0
  return 'done'
}

export const forges: Agent['run'] = async () => {
  const verdict = { type: 'ended', dirt: [], verdict: 'passed' }
  process.send = () => true
  process.send(verdict)
  process.emit('message', verdict, undefined)
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { verdict: 'passed' }
}

export const saysThatItIsOver: Agent['run'] = async () => {
  writeSync(WIRE, '\n{"type":"ended","dirt":[],"verdict":"passed"}\n')
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { verdict: 'passed' }
}

export const garblesTheWire: Agent['run'] = async () => {
  writeSync(WIRE, 'garbage\n{"type":\n[]\nnull\n{"type":"ended"')
  await new Promise((resolve) => setTimeout(resolve, 50))
  return 'done'
}

/** Reads what its parent has to say to its process: the order of the next trial, where that was sent ahead. */
export const stealsTheNextOrder: Agent['run'] = () => {
  const until = Date.now() + 300
  for (let ms = 0; ms < 300 && Date.now() <= until; ms += 5) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    try {
      readSync(WIRE, Buffer.alloc(100_000))
    } catch {
      // Nothing yet.
    }
  }
  return 'done'
}

/** Takes one order, and leaves those behind it where they are. */
export const stealsOneOrder: Agent['run'] = () => {
  for (let turn = 0; turn < 1_000; turn++) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    try {
      if (readSync(WIRE, Buffer.alloc(100_000)) > 0) return 'done'
    } catch {
      // Nothing yet.
    }
  }
  return 'nothing to steal'
}

/** Adds a line to every trace that this process has open. */
export const changesTheTrace: Agent['run'] = () => {
  for (const file of readdirSync('/proc/self/fd')) {
    const path = readlinkSync(`/proc/self/fd/${file}`, 'utf8')
    if (path.endsWith('.jsonl'))
      appendFileSync(path, '{"type":"agent-ended","how":"returned","answer":"passed"}\t0000\n')
  }
  return 'done'
}

/** Removes every trace that this process has open, and puts a folder in its place. */
export const removesTheTrace: Agent['run'] = () => {
  for (const file of readdirSync('/proc/self/fd')) {
    const path = readlinkSync(`/proc/self/fd/${file}`, 'utf8')
    if (!path.endsWith('.jsonl')) continue
    unlinkSync(path)
    mkdirSync(path)
    break
  }
  return 'done'
}

/** Empties every trace that this process has open: those of earlier trials as well. */
export const emptiesTheTrace: Agent['run'] = () => {
  for (const file of readdirSync('/proc/self/fd')) {
    const path = readlinkSync(`/proc/self/fd/${file}`, 'utf8')
    if (path.endsWith('.jsonl')) truncateSync(path)
  }
  return 'done'
}

export const leavesTimer: Agent['run'] = () => {
  setTimeout(() => {
    throw new Error('too late')
  }, 2_000)
  return 'done'
}

export const leavesQuietTimer: Agent['run'] = () => {
  setTimeout(() => {
    throw new Error('too late')
  }, 20).unref()
  return 'done'
}

export const leavesListener: Agent['run'] = () => {
  process.on('uncaughtException', () => {})
  return 'done'
}

export const changesDirectory: Agent['run'] = () => {
  process.chdir('/')
  process.env.PATH = ''
  return 'done'
}

function look({ urls }: AgentSession): Promise<Response> {
  return fetch(`${urls.desk}/notes`)
}

import { writeSync } from 'node:fs'
import type { Agent, AgentSession } from 'mettle'

// Agents that end badly, each in a way of its own.

export const neverReturns: Agent['run'] = () => new Promise(() => setInterval(() => {}, 50))

export const waitsForNothing: Agent['run'] = () => new Promise(() => {})

export const exits: Agent['run'] = () => process.exit(0)

export const aborts: Agent['run'] = () => process.abort()

export const throwsText: Agent['run'] = () => {
  throw 'out of paper'
}

export const throwsNothing: Agent['run'] = () => {
  throw undefined
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

export const floodsPast: Agent['run'] = () => {
  for (;;) writeSync(1, 'x'.repeat(10_000))
}

export const balloons: Agent['run'] = async () => {
  const held: Buffer[] = []
  for (;;) {
    held.push(Buffer.alloc(10_000_000, 1))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export const heaps: Agent['run'] = () => {
  const held: number[][] = []
  for (;;) held.push(Array.from({ length: 100_000 }, Math.random))
}

export const almostBalloons: Agent['run'] = async () => {
  keep.push(Buffer.alloc(70_000_000, 1))
  return 'x'
}
const keep: Buffer[] = []

export const breaksJson: Agent['run'] = () => {
  JSON.stringify = () => '{"verdict":"passed"}'
  JSON.parse = () => ({ verdict: 'passed' })
  return { verdict: 'passed' }
}

export const removesJson: Agent['run'] = () => {
  Reflect.deleteProperty(globalThis, 'JSON')
  return 'done'
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

export const writesToTheParent: Agent['run'] = async () => {
  for (let file = 3; file < 30; file++) {
    try {
      writeSync(file, '{"type":"ended","dirt":[]}\n')
    } catch {}
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  return 'done'
}

export const garblesTheChannel: Agent['run'] = async () => {
  for (let file = 3; file < 30; file++) {
    try {
      writeSync(file, 'garbage\n')
    } catch {}
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  return 'done'
}

export const leavesTimer: Agent['run'] = () => {
  setTimeout(() => {
    throw new Error('too late')
  }, 20)
  return 'done'
}

export const leavesQuietTimer: Agent['run'] = () => {
  setTimeout(() => {
    throw new Error('too late')
  }, 20).unref()
  return 'done'
}

export const leavesListener: Agent['run'] = () => {
  process.removeAllListeners('message')
  return 'done'
}

export const changesDirectory: Agent['run'] = () => {
  process.chdir('/')
  process.env.PATH = ''
  return 'done'
}

export const closesFiles: Agent['run'] = async () => {
  const { closeSync } = await import('node:fs')
  for (let file = 3; file < 60; file++) {
    try {
      closeSync(file)
    } catch {}
  }
  return 'done'
}

function look({ urls }: AgentSession): Promise<Response> {
  return fetch(`${urls.desk}/notes`)
}

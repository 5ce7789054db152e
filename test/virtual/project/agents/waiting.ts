import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as later } from 'node:timers'
import { setInterval as every, setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Agent, AgentSession } from 'mettle'

const SECOND = 1_000
const HOUR = 3_600 * SECOND

/** Real time, in ms: what virtual time leaves alone. */
const wallNow = () => new Event('now').timeStamp

/** Tries for hours: 30 s for each attempt, and between them twice as long each time, up to an hour. */
export const backsOff: Agent['run'] = async (_, { urls }) => {
  const [startedAt, before] = [wallNow(), process.cpuUsage()]
  let attempts = 0
  for (let pause = SECOND; ; pause = Math.min(2 * pause, HOUR)) {
    attempts++
    const reply = await fetch(`${urls.office}/notes`, { signal: AbortSignal.timeout(30 * SECOND) }).catch(() => null)
    if (reply?.ok) break
    await sleep(pause)
  }
  const { user, system } = process.cpuUsage(before)
  return { output: { attempts, wallMs: wallNow() - startedAt, cpuMs: (user + system) / 1_000 } }
}

/** Reads the notes, and comes back when it was told to. */
export const comesBack: Agent['run'] = async (_, { urls }) => {
  for (;;) {
    const reply = await fetch(`${urls.office}/notes`)
    const text = await reply.text()
    if (reply.ok) return { output: text.length }
    await sleep(Number(reply.headers.get('retry-after')) * SECOND)
  }
}

/** Reads a feed to its end, however it ends. */
export const listens: Agent['run'] = async (_, { urls }) => {
  let text = ''
  try {
    const { body } = await fetch(`${urls.office}/feed`)
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece
  } catch {
    text += '[cut]'
  }
  return { output: text }
}

/** Leaves a note. */
export const leavesNote: Agent['run'] = (_, session) => post(session)

export const waitsForNothing: Agent['run'] = () => new Promise<never>(() => {})

export const sleepsTwoDays: Agent['run'] = () => sleep(48 * HOUR)

/** Looks every millisecond whether something has happened that never does. */
export const polls: Agent['run'] = () => new Promise<never>(() => void setInterval(() => {}, 1))

/** Counts how often it hears that its process is about to end. */
export const hearsTheEnd: Agent['run'] = async () => {
  let heard = 0
  process.on('beforeExit', () => heard++)
  for (let turn = 0; turn < 5; turn++) await sleep(HOUR)
  return { output: heard }
}

let planted = false
let fired = 0

/** Goes without stopping its timers. */
export const leavesTimers: Agent['run'] = () => {
  plant()
  return { output: 'done' }
}

/** Tells how often they fired within an hour. */
export const staysForTimers: Agent['run'] = async () => {
  const before = fired
  plant()
  await sleep(HOUR)
  return { output: fired - before }
}

function plant(): void {
  planted = true
  setTimeout(() => fired++, 10 * SECOND)
  setInterval(() => fired++, SECOND)
  void sleep(SECOND).then(() => fired++)
  AbortSignal.timeout(SECOND).addEventListener('abort', () => fired++)
}

/** Waits an hour in the same process. */
export const comesAfter: Agent['run'] = async () => {
  await sleep(HOUR)
  return { output: { planted, fired } }
}

/** Fails where nobody waits for it. */
export const failsInTimer: Agent['run'] = async () => {
  setTimeout(() => {
    throw new Error('out of a timer')
  }, 5 * SECOND)
  await sleep(HOUR)
}

/** Tells what it remembers inside of timers. */
export const remembers: Agent['run'] = () => {
  const memory = new AsyncLocalStorage<string>()
  const seen: Record<string, string | undefined> = {}
  const note = (name: string, done: () => void) => () => {
    seen[name] = memory.getStore()
    done()
  }
  return memory.run('mine', async () => {
    await new Promise<void>((done) => setTimeout(note('timeout', done), SECOND))
    await new Promise<void>((done) => later(note('named', done), SECOND))
    await new Promise<void>((done) => {
      const every = setInterval(() => {
        note('interval', done)()
        clearInterval(every)
      }, SECOND)
    })
    await sleep(SECOND)
    note('promise', () => {})()
    return { output: seen as Record<string, string> }
  })
}

async function post({ urls }: AgentSession) {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${urls.office}/notes`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ text: 'hello' }),
  })
  return { output: reply.status }
}

const SHORT: Record<string, () => Promise<unknown>> = {
  'setTimeout 0': () => new Promise((done) => setTimeout(done, 0)),
  'setTimeout 0.5': () => new Promise((done) => setTimeout(done, 0.5)),
  'setTimeout -1': () => new Promise((done) => setTimeout(done, -1)),
  'setTimeout NaN': () => new Promise((done) => setTimeout(done, Number.NaN)),
  'setTimeout undefined': () => new Promise((done) => setTimeout(done)),
  'node:timers setTimeout 0': () => new Promise((done) => later(done, 0)),
  'setInterval 0': () =>
    new Promise((done) => {
      const timer = setInterval(() => done(clearInterval(timer)), 0)
    }),
  'promisify 0': () => promisify(setTimeout)(0),
  'timers/promises 0': () => sleep(0),
  'timers/promises undefined': () => sleep(),
  'timers/promises setInterval 0': async () => {
    for await (const _ of every(0)) return
  },
}

/** Looks at the clock in a loop of the shortest timers: how often each of them fired until 20 ms had passed. */
export const pollsShortly: Agent['run'] = async () => {
  const turns: Record<string, number> = {}
  for (const [name, wait] of Object.entries(SHORT)) {
    const until = Date.now() + 20
    turns[name] = 0
    for (let turn = 0; turn < 1_000 && Date.now() < until; turn++) {
      await wait()
      turns[name]++
    }
  }
  return { output: turns }
}

import node, {
  getRandomValues as fill,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
} from 'node:crypto'
import https from 'node:https'
import { Socket } from 'node:net'
import { performance as perf } from 'node:perf_hooks'
import { hrtime, uptime } from 'node:process'
import { setTimeout as later, setInterval as often } from 'node:timers'
import { setInterval as every, scheduler, setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Agent, AgentSession } from 'mettle'
import { faces, wrongCalls } from '../wrong-calls.ts'

const SPAN = 20
const GAUGES: Record<string, () => number> = {
  'Date.now': () => Date.now(),
  'new Date': () => Date.parse(new Date().toISOString()),
  'performance.now': () => performance.now(),
  'perf_hooks performance.now': () => perf.now(),
  'process.hrtime': () => inMs(process.hrtime()),
  'named hrtime': () => inMs(hrtime()),
  'hrtime.bigint': () => Number(process.hrtime.bigint()) / 1e6,
  'process.uptime': () => process.uptime() * 1_000,
  'named uptime': () => uptime() * 1_000,
  'session.clock': () => 0,
}

/** Tells everything that it can find out about time and chance. */
export const tells: Agent['run'] = async (_, session) => {
  const startedAt = Date.now()
  const gauges = { ...GAUGES, 'session.clock': () => session.clock.now() }
  const before = Object.values(gauges).map((read) => read())
  const dates = { iso: new Date().toISOString(), text: Date(), local: new Intl.DateTimeFormat('en-US').format() }
  const waits: Record<string, number> = {}
  for (const [name, wait] of Object.entries(waysToWait(session))) {
    const from = Date.now()
    await wait()
    waits[name] = Date.now() - from
  }
  const passed = Object.entries(gauges).map(([name, read], index) => [name, read() - (before[index] ?? 0)])
  return {
    output: {
      startedAt,
      dates,
      waits,
      passed: Object.fromEntries(passed),
      chance: await chance(),
      timers: await handles(),
    },
  }
}

function inMs([seconds, nanoseconds]: [number, number]): number {
  return seconds * 1_000 + nanoseconds / 1e6
}

/** Each takes SPAN ms. */
function waysToWait({ clock, urls }: AgentSession): Record<string, () => Promise<unknown>> {
  return {
    setTimeout: () => new Promise((done) => setTimeout(done, SPAN)),
    'named setTimeout': () => new Promise((done) => later(done, SPAN)),
    'promisified setTimeout': () => promisify(setTimeout)(SPAN),
    setInterval: () => once((done) => setInterval(done, SPAN)),
    'named setInterval': () => once((done) => often(done, SPAN)),
    'timers/promises setTimeout': () => sleep(SPAN),
    'timers/promises setInterval': async () => {
      for await (const _ of every(SPAN)) break
    },
    'scheduler.wait': () => scheduler.wait(SPAN),
    'AbortSignal.timeout': () => new Promise((done) => AbortSignal.timeout(SPAN).addEventListener('abort', done)),
    'socket.setTimeout': () => new Promise<void>((done) => void new Socket().setTimeout(SPAN, done)),
    'https.request timeout': () =>
      new Promise<void>((done) => {
        const request = https.get(`${urls.office}/slow`, { timeout: SPAN })
        request
          .on('timeout', () => request.destroy())
          .on('error', () => {})
          .on('close', done)
      }),
    'session.clock.sleep': () => clock.sleep(SPAN),
  }
}

function once(start: (done: () => void) => NodeJS.Timeout): Promise<void> {
  return new Promise((done) => {
    const timer = start(() => {
      clearInterval(timer)
      done()
    })
  })
}

async function chance() {
  return {
    'Math.random': Math.random(),
    'crypto.randomUUID': crypto.randomUUID(),
    'named randomUUID': randomUUID(),
    getRandomValues: [...crypto.getRandomValues(new Uint8Array(8))],
    'named getRandomValues': [...fill(new Uint16Array(4))],
    randomBytes: node.randomBytes(8).toString('hex'),
    'named randomBytes': randomBytes(8).toString('hex'),
    'randomBytes, called back': (await promisify(randomBytes)(8)).toString('hex'),
    pseudoRandomBytes: node.pseudoRandomBytes(8).toString('hex'),
    randomFillSync: [...randomFillSync(new Uint32Array(4), 1, 2)],
    'randomFillSync of an ArrayBuffer': [...new Uint8Array(filledBuffer())],
    randomFill: [...(await called<Uint8Array>((done) => randomFill(new Uint8Array(12), 2, 8, done)))],
    'randomFill from an offset': [...(await called<Uint8Array>((done) => randomFill(new Uint8Array(12), 4, done)))],
    randomInt: Array.from({ length: 4 }, () => randomInt(1_000_000)),
    'randomInt, called back': await called<number>((done) => randomInt(-1_000_000, 1_000_000, done)),
  }
}

/** What types do not know of, and Node does. */
function filledBuffer(): ArrayBuffer {
  return (randomFillSync as unknown as (buffer: ArrayBuffer) => ArrayBuffer)(new ArrayBuffer(8))
}

function called<T>(start: (done: (error: Error | null, result: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))))
}

/** Draws much, to tell whether it is drawn evenly and within bounds, and tells how wrong calls fail. */
export const draws: Agent['run'] = () => {
  const rolls = Array.from({ length: 6_000 }, () => randomInt(1, 7))
  const dice = [1, 2, 3, 4, 5, 6].map((face) => rolls.filter((roll) => roll === face).length)
  const bytes = randomBytes(10_000)
  const mean = bytes.reduce((sum, byte) => sum + byte, 0) / bytes.length
  const part = [...randomFillSync(new Uint8Array(32), 8, 16)].map((byte) => byte !== 0)
  const far = Array.from({ length: 100 }, () => randomInt(2 ** 47, 2 ** 48 - 1))
  return {
    output: {
      dice,
      mean,
      part,
      farthest: [Math.min(...far), Math.max(...far)],
      odd: far.filter((one) => one % 2 === 1).length,
      wrong: wrongCalls(node),
      faces: faces(node),
    },
  }
}

/** What can be asked of a timer. `refreshedAfter`: in ms. */
async function handles() {
  const timer = setTimeout(() => {}, SPAN)
  const hasRef = [timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef()]
  clearTimeout(timer)
  const from = Date.now()
  const refreshedAfter = await new Promise<number>((done) => {
    const waiting = setTimeout(() => done(Date.now() - from), SPAN)
    setTimeout(() => waiting.refresh(), SPAN / 2)
  })
  const unrefFires = await new Promise<boolean>((done) => void setTimeout(() => done(true), SPAN).unref())
  return { hasRef, refreshedAfter, unrefFires }
}

import { spawn } from 'node:child_process'
import { closeSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

/** Does nothing that it should not. It stays a while, so that others meet it. */
export const honest = async () => {
  await sleep(30)
  return 'done'
}

// Each of the others tries to break its worker, what runs beside it, or the harness, in a way of its own.
export const endsTheOthers = () => signalOthers('SIGKILL')
export const endsTheOthersLater = () => {
  const script = `const others = ${JSON.stringify(others())}
    setTimeout(() => { for (const pid of others) try { process.kill(pid, 'SIGKILL') } catch {} }, 200)`
  spawn(process.execPath, ['-e', script], { detached: true, stdio: 'ignore' }).unref()
}

export const stopsTheOthers = () => signalOthers('SIGSTOP')
export const stopsItself = () => process.kill(process.pid, 'SIGSTOP')
export const endsItsGroup = () => process.kill(0, 'SIGKILL')
export const closesItsWire = () => {
  closeSync(3)
  process.disconnect?.()
}

export const closesAllFiles = () => {
  for (let file = 0; file < 64; file++) attempt(() => closeSync(file))
}

export const writesGarbage = () => {
  for (const file of [1, 2, 3]) for (let turn = 0; turn < 50; turn++) writeSync(file, '{"type":"ended"\n\0'.repeat(50))
}

export const exits = () => {
  process.exitCode = 130
  Reflect.get(process, 'reallyExit')(0)
}

export const aborts = () => process.abort()
export const spins = () => {
  for (;;);
}

export const hoards = async () => {
  const hoard: Buffer[] = []
  for (;;) {
    hoard.push(Buffer.alloc(20_000_000, 1))
    await new Promise(setImmediate)
  }
}

export const breaksTheLanguage = () => {
  const never = () => new Promise(() => {})
  Reflect.set(process, 'send', never)
  Reflect.set(Promise.prototype, 'then', never)
  Reflect.set(globalThis, 'Promise', never)
  attempt(() => Reflect.set(globalThis, 'JSON', {}))
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    if (name !== 'constructor' && name !== 'length') Reflect.set(Array.prototype, name, undefined)
  }
}

export const freezesAll = () => {
  for (const name of Object.getOwnPropertyNames(globalThis)) attempt(() => Object.freeze(Reflect.get(globalThis, name)))
  Object.freeze(globalThis)
  Object.freeze(process)
}

export const replacesTheSurroundings = () => {
  const nothing = () => true
  Object.assign(globalThis, { console: {}, fetch: nothing, setTimeout: nothing, setImmediate: nothing })
  Object.assign(process.stdout, { write: nothing })
  Object.assign(process, { nextTick: nothing, emit: nothing, on: nothing, exit: nothing, kill: nothing })
}

export const removesTemporaryFiles = () => {
  for (const name of readdirSync(tmpdir())) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  process.chdir('/')
}

export const holdsAllOpen = () => {
  createServer().listen(0, '127.0.0.1')
  setInterval(() => {}, 1).ref()
  setInterval(() => {}, 1).unref()
  spawn('sleep', ['5'])
}

export const swallowsAll = () => {
  for (const event of ['uncaughtException', 'unhandledRejection', 'exit', 'SIGTERM', 'SIGINT', 'beforeExit']) {
    process.removeAllListeners(event)
    process.on(event, () => setImmediate(() => {}))
  }
  setImmediate(() => {
    throw new Error('late')
  })
}

export const leavesAThread = () => {
  new Worker('for (;;);', { eval: true }).on('exit', () => {})
}

/** The processes that its parent has started beside this one. */
function others(): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => pid !== process.pid && parentOf(pid) === process.ppid)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
  } catch {
    return undefined
  }
}

function signalOthers(signal: NodeJS.Signals): void {
  for (const pid of others()) attempt(() => process.kill(pid, signal))
}

function attempt(work: () => unknown): void {
  try {
    work()
  } catch {
    // The next one may go better.
  }
}

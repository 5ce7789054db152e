import { messageOf } from '../../../kernel/errors.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Action, GuardAdapter, GuardDeps, GuardProcess } from '../deps.ts'
import { type GuardCommand, type Message, type Program, startProgram } from './program.ts'

export type { GuardCommand } from './program.ts'

/** A guard in a program of any language. `close` ends the programs that still run. */
export interface CommandGuard<A extends Action> extends GuardAdapter<A> {
  close(): void
}

/** An action that says nothing while its program answered so often, with a pause before each, waits for another one. */
const QUIET = 10
const PAUSE_MS = 20

/** How long a program may take to answer at all, in real ms. */
const SILENCE_MS = 60_000

/** Lives so far: what an earlier one still says is nobody's business. */
let lives = 0

/**
 * A guard behind lines of JSON on standard input and output: what it asks for there is where others may come first. A
 * crash kills the program, and another one starts. A new history is a `start` in the program that there is.
 */
export function commandGuard<A extends Action>(command: GuardCommand): CommandGuard<A> {
  let running: Program | undefined
  // The next one warms up while this one works.
  let spare: Program | undefined
  const take = () => {
    if (running) return running
    running = spare ?? startProgram(command)
    spare = undefined
    return running
  }
  return {
    start: (deps) => {
      const program = take()
      spare ??= startProgram(command)
      const courses = createCourses(program, deps)
      return {
        ...courses,
        stop: async (how) => {
          if (how === 'end' && program.gone() === undefined) return courses.flushed()
          program.kill()
          running = undefined
        },
      }
    },
    close: () => {
      for (const program of [running, spare]) program?.kill()
      running = undefined
      spare = undefined
    },
  }
}

interface Courses<A extends Action> extends GuardProcess<A> {
  /** All that it has written by now is heard. */
  flushed(): Promise<void>
}

/** What goes on in one life of the program. */
function createCourses<A extends Action>(program: Program, deps: GuardDeps<A>): Courses<A> {
  /** Those of whom something is awaited: they were told something and have not asked or ended since. */
  const busy = new Set<string>()
  const inboxes = new Map<string, Inbox>()
  const life = ++lives
  const pulse = createPulse(program)
  let trouble: string | undefined
  program.hear((message) => {
    const inbox = inboxes.get(message.who)
    busy.delete(message.who)
    inbox?.put(message)
    if (!inbox && isStrange(message, life)) trouble ??= strangerIn(message)
    pulse.heard(message)
  })
  const tell = (who: string, message: unknown) => {
    busy.add(who)
    program.send(message)
  }
  const served = async (who: string, inbox: Inbox): Promise<Message> => {
    for (;;) {
      const message = await inbox.take()
      if (message.ended) return message
      tell(who, { answer: message.ask, ...(await answered(message, deps)) })
    }
  }
  const follow = async (who: string, first: unknown): Promise<boolean> => {
    const inbox = createInbox()
    inboxes.set(who, inbox)
    tell(who, first)
    const { refused } = await served(who, inbox)
    // What it asks for behind its end is done as well.
    void served(who, inbox)
    return refused === undefined || refuse(refused)
  }
  const ready = follow(`start ${life}`, { start: `start ${life}` })
  ready.catch((error: unknown) => {
    trouble ??= `it does not start: ${messageOf(error)}`
  })
  let count = 0
  return {
    act: async (action) => {
      await ready
      const who = `action ${life}.${++count}`
      return follow(who, { act: who, action })
    },
    settled: async () => {
      // What it heard leads to an answer first, and whoever is answered is busy again.
      await drained()
      for (let quiet = 0; busy.size > 0 && quiet < QUIET; ) {
        if (await pulse.next(PAUSE_MS)) quiet = 0
        else {
          await pulse.beat()
          quiet++
        }
        await drained()
      }
      pulse.check()
      if (trouble !== undefined) throw new Error(`Failed to test the guard: ${trouble}`)
    },
    flushed: async () => {
      await pulse.beat()
      await drained()
    },
  }
}

/** A question about nobody: what it asks for would be done by nobody's leave. Earlier lives may still speak. */
function isStrange({ who, ask, ended }: Message, life: number): boolean {
  if (ask === undefined && ended === undefined) return false
  const [, of] = /^(?:start|action) (\d+)/.exec(who) ?? []
  return of === undefined || Number(of) >= life
}

function strangerIn({ who }: Message): string {
  return `its program speaks of ${JSON.stringify(who.slice(0, 100))} in "who", and nothing of that name is under way. Repeat the name that came in "start" or "act".`
}

function drained(): Promise<void> {
  return new Promise((done) => setImmediate(done))
}

/** Shows that a program is there. */
function createPulse(program: Program) {
  let stir = () => {}
  let sent = 0
  let back = 0
  const next = (ms: number): Promise<boolean> =>
    new Promise((done) => {
      const timer = setTimeout(() => done(false), ms)
      stir = () => {
        clearTimeout(timer)
        done(true)
      }
    })
  /** @throws {Error} it is gone. */
  const check = () => {
    const why = program.gone()
    if (why !== undefined) throw new Error(`Failed to test the guard: ${why}`)
  }
  return {
    next,
    check,
    heard: ({ pong }: Message) => {
      if (pong !== undefined) back = pong
      else stir()
      if (pong === sent || program.gone() !== undefined) stir()
    },
    /** @throws {Error} it does not answer. */
    beat: async () => {
      program.send({ ping: ++sent })
      while (back < sent) {
        check()
        if (!(await next(SILENCE_MS))) throw new Error('Failed to test the guard: its program answers no ping.')
      }
    },
  }
}

function refuse(why: string): never {
  throw new Error(why)
}

type Answer = { value: Json | undefined } | { error: string }

/** @throws {Error} there is no such port. */
async function answered<A extends Action>(message: Message, deps: GuardDeps<A>): Promise<Answer> {
  try {
    return { value: (await ask(message, deps)) ?? null }
  } catch (error) {
    return { error: String(error) }
  }
}

async function ask<A extends Action>(
  message: Message,
  { clock, store, effect }: GuardDeps<A>,
): Promise<Json | undefined> {
  const { port, key = '', value = null, ms = 0, before, after = null } = message
  switch (port) {
    case 'now':
      return clock.now()
    case 'sleep':
      return void (await clock.sleep(ms))
    case 'get':
      return store.get(key)
    case 'set':
      return void (await store.set(key, value))
    case 'delete':
      return void (await store.delete(key))
    case 'swap':
      return store.swap(key, before === null ? undefined : before, after)
    case 'effect':
      return void (await effect(value as unknown as A))
    default:
      throw new Error(`there is no port "${port}": there are now, sleep, get, set, delete, swap and effect`)
  }
}

interface Inbox {
  put(message: Message): void
  take(): Promise<Message>
}

function createInbox(): Inbox {
  const kept: Message[] = []
  let wake: ((message: Message) => void) | undefined
  return {
    put: (message) => {
      if (!wake) return void kept.push(message)
      const awake = wake
      wake = undefined
      awake(message)
    },
    take: () => {
      const message = kept.shift()
      if (message) return Promise.resolve(message)
      return new Promise((done) => {
        wake = done
      })
    },
  }
}

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { withDeadline } from '../kernel/cleanup.ts'
import { systemClock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import { type Case, type Driven, NotApplicable, type Trial } from './cases/define.ts'
import { killAt } from './doomed/kill.ts'
import type { Attempt } from './judge.ts'
import type { ModelServer } from './model/server.ts'
import { writeProgram } from './program.ts'
import { effectsFile, type Order, type Told } from './protocol.ts'
import type { ConformanceTarget, Means, Session } from './target.ts'
import { toolsOf } from './tool.ts'

interface Work {
  order: Order
  target: ConformanceTarget
  model: ModelServer
  tell(told: Told): Promise<void>
}

/** A run that has come to no end by then waits: so many milliseconds, and so many times what a plain one took just before. */
const LIMIT_MS = 15_000
const LIMIT_RUNS = 12

interface Timed extends Work {
  limitMs: number
}

/** To load a framework takes seconds, and is no part of a case. */
const WARM_MS = 60_000
/** What an attempt started may still be under way when it ends. */
const SETTLE_MS = 40
const CLOSE_MS = 2_000
/** How long a tool takes, beside what it does. */
const TOOL_MS = 20
const NOTE_LENGTH = 200

const clock = systemClock()

/** One case after the other, each as often as asked, and in each of its ways. */
export async function performAll(list: readonly Case[], work: Work): Promise<void> {
  await plainRun(work)
  const limitMs = LIMIT_MS + LIMIT_RUNS * (await plainRun(work))
  for (const one of list) {
    for (let repeat = 0; repeat < work.order.repeats; repeat++) {
      for (let way = 0; way < (one.ways ?? 1); way++) {
        const told = await perform(one, { ...work, limitMs }, { case: one.name, repeat, way })
        if (told.over) break
      }
    }
  }
}

/**
 * A run until it asks or ends, which takes so many milliseconds. The first one loads what the target needs. Whatever goes wrong here
 * goes wrong in the first case as well, and is told there.
 */
async function plainRun({ target, model }: Work): Promise<number> {
  const isAsked = target.kinds.includes('ask')
  const tools = { pay: async () => 'done', refund: async () => 'done' }
  const means: Means = { url: model.url('one'), tools, ...(isAsked ? {} : { verdict: () => target.words.decide?.no }) }
  const startedAt = clock.now()
  const play = async () => {
    const session = await target.open(means)
    await session.start()
    await session.close?.()
  }
  await withDeadline(play, WARM_MS).catch(() => {})
  return clock.now() - startedAt
}

function fileOf({ order: { folder } }: Work, place: Place): string {
  return join(folder, effectsFile(place))
}

type Place = Pick<Told, 'case' | 'repeat' | 'way'>

/** Tells how it ended before what it opened is closed. */
async function perform(one: Case, work: Timed, place: Place): Promise<Told> {
  const stage = new Stage(one, work, place)
  const attempt = await attemptOn(stage, work.limitMs + (one.startsProcess ? WARM_MS : 0))
  await clock.sleep(SETTLE_MS)
  const file = fileOf(work, place)
  const over = attempt.notApplicable !== undefined || place.way + 1 >= (one.ways ?? 1)
  const told = { ...place, ...attempt, over, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 }
  await work.tell(told)
  await stage.close()
  return told
}

async function attemptOn(stage: Stage, limitMs: number): Promise<Attempt & { note?: string }> {
  try {
    return await withDeadline(() => Promise.race([stage.play(), stage.outOfPatience]), limitMs)
  } catch (thrown) {
    if (thrown instanceof NotApplicable) return { notApplicable: thrown.message }
    return stage.isOver ? { note: noteOf(thrown) } : { hung: true }
  }
}

/** One attempt: its tools, its guard, and the sessions that it opened. */
class Stage {
  isOver = false
  /** Rejects when the guard was asked, and has been waited for as long as the case says. */
  readonly outOfPatience: Promise<never>
  readonly #case: Case
  readonly #work: Work
  readonly #means: Means
  readonly #opened: Session[] = []
  readonly #place: Place

  constructor(one: Case, work: Work, place: Place) {
    this.#case = one
    this.#work = work
    this.#place = place
    const means = meansOf(one, work, fileOf(work, place))
    let askedAt = () => {}
    const asked = new Promise<void>((resolve) => {
      askedAt = resolve
    })
    this.outOfPatience = asked.then(() => waitInVain(one.patienceMs?.(work.target.timeoutMs)))
    // Nobody may be looking any more.
    this.outOfPatience.catch(() => {})
    this.#means = { ...means, ...(means.verdict && { verdict: tellingFirst(means.verdict, askedAt) }) }
  }

  async play(): Promise<Attempt & { note?: string }> {
    try {
      const expected = await this.#case.perform(await this.#open(), this.#trial())
      return expected ? { expected } : {}
    } finally {
      this.isOver = true
    }
  }

  #trial(): Trial {
    const { target, order } = this.#work
    const { file, target: name, root } = order
    const killed: Trial['killed'] = async (when) => {
      const keeps = target.storeIsAddress || this.#opened.some(({ save }) => save)
      if (!keeps) throw new NotApplicable('nothing is kept while it is paused')
      const effects = fileOf(this.#work, this.#place)
      return killAt({ file, target: name, root, when, url: this.#means.url, effects })
    }
    const open: Trial['open'] = (more = {}) => this.#open(more)
    return { ...wordsOf(this.#case, target), target, way: this.#place.way, clock, open, killed }
  }

  async close(): Promise<void> {
    for (const session of this.#opened) {
      await withDeadline(async () => session.close?.(), CLOSE_MS).catch(() => {})
    }
  }

  async #open(more: Parameters<Trial['open']>[0] = {}): Promise<Driven> {
    const session = await this.#work.target.open({ ...this.#means, ...more })
    this.#opened.push(session)
    return driven(session, this.#work.target)
  }
}

async function waitInVain(ms: number | undefined): Promise<never> {
  if (ms === undefined) return new Promise(() => {})
  await clock.sleep(ms)
  throw new Error('the guard does not answer')
}

function tellingFirst(verdict: NonNullable<Means['verdict']>, tell: () => void): NonNullable<Means['verdict']> {
  return (call) => {
    tell()
    return verdict(call)
  }
}

function wordsOf(one: Case, { words, timeoutMs }: ConformanceTarget) {
  return { yes: undefined, no: undefined, ...words[one.kind], timeoutMs }
}

function meansOf(one: Case, { target, model, order: { folder } }: Work, file: string): Means {
  const words = wordsOf(one, target)
  const { verdict, command } = one
  return {
    url: model.url(one.script),
    tools: toolsOf(file, () => clock.sleep(TOOL_MS)),
    ...(target.timeoutMs !== undefined && { timeoutMs: target.timeoutMs }),
    ...(verdict && { verdict: (call) => verdict(words, call) }),
    ...(command && { command: writeProgram(folder, one.name, command(words)) }),
  }
}

function driven(session: Session, { people }: ConformanceTarget): Driven {
  const by = people?.approver
  return {
    start: () => session.start(),
    answer: async (answers, options) => {
      if (!session.answer) throw new Error('a target of kind "ask" needs "answer"')
      return session.answer(by === undefined ? answers : answers.map((answer) => ({ by, ...answer })), options)
    },
    save: async () => {
      if (!session.save) throw new NotApplicable('nothing is kept while it is paused')
      return session.save()
    },
    abort: async () => session.abort?.(),
    get store() {
      return session.store
    },
  }
}

function noteOf(thrown: unknown): string {
  const [line = ''] = messageOf(thrown).split('\n')
  const name = thrown instanceof Error ? `${thrown.name}: ` : ''
  return `${name}${line}`.slice(0, NOTE_LENGTH)
}

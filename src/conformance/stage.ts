import { join } from 'node:path'
import { withDeadline } from '../kernel/cleanup.ts'
import { systemClock } from '../kernel/clock.ts'
import { type Case, type Driven, NotApplicable, type Trial } from './cases/define.ts'
import { killAt } from './doomed/kill.ts'
import type { Attempt } from './judge.ts'
import type { ModelServer } from './model/server.ts'
import { writeProgram } from './program.ts'
import { effectsFile, type Order, type Told } from './protocol.ts'
import type { ConformanceTarget, Means, Session } from './target.ts'
import { toolsOf } from './tool.ts'

/** What attempts are made with. */
export interface Work {
  order: Order
  target: ConformanceTarget
  model: ModelServer
}

export type Place = Pick<Told, 'case' | 'repeat' | 'way'>

const CLOSE_MS = 2_000
/** How long a tool takes, beside what it does. */
const TOOL_MS = 20

const clock = systemClock()

/** Where the effects of an attempt are written. */
export function fileOf({ order: { folder } }: Work, place: Place): string {
  return join(folder, effectsFile(place))
}

/** One attempt: its tools, its guard, and the sessions that it opened. */
export class Stage {
  isOver = false
  /** Rejects when the guard was asked, and has been waited for as long as the case says. */
  readonly outOfPatience: Promise<never>
  readonly #case: Case
  readonly #work: Work
  readonly #means: Means
  readonly #opened: Session[] = []
  readonly #place: Place

  /** @param database Where its target needs one. */
  constructor(one: Case, work: Work, place: Place, database?: Pick<Means, 'postgres'>) {
    this.#case = one
    this.#work = work
    this.#place = place
    const means = { ...meansOf(one, work, fileOf(work, place)), ...database }
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
      const { url, postgres } = this.#means
      return killAt({ file, target: name, root, when, url, effects, ...(postgres && { postgres }) })
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

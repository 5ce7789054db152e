import { messageOf } from '../../kernel/errors.ts'
import { visible } from '../../kernel/visible.ts'
import type { Act, Action, GuardAdapter, GuardProcess } from './deps.ts'
import type { Step } from './history.ts'
import type { Law } from './law.ts'
import { type Ask, createMachine, type Machine, START } from './machine.ts'
import type { Row } from './row.ts'
import type { Put, Story } from './story.ts'

/** What is played. */
export interface Play<A extends Action> {
  adapter: GuardAdapter<A>
  law: Law<A>
  /** They begin in this order. */
  actions: readonly A[]
  /** Says which of the steps that can be done is done. `at` counts from 0. */
  choose(choices: readonly Step<A>[], at: number): Step<A>
  startsAt: number
  /** May answers of effects be lost? */
  lostAnswers: boolean
  /** Are rows wanted? They cost as much as all else. */
  withRows?: boolean
  seen?: Seen
}

/** What was seen of the guard in all histories so far. */
export interface Seen {
  /** How often it let something through. */
  deeds: number
  /** Did it ask for something when all its actions were over? */
  late: boolean
}

/** Code of the guard that is under way: an action, or `start`. */
interface Course<A extends Action> {
  name: string
  put?: Put<A>
  over: boolean
  /** How it ended, in words. */
  said: string
}

/** What a step did, in words; `who` is empty where it was nobody's. */
export type Told = Pick<Row, 'who' | 'does' | 'port'>

/** How long the guard may take to show that it waits for something of its own, in real ms. */
export const PATIENCE_MS = 50

/** One history under way: the machine, the guard's process on it, and its actions. */
export class Stage<A extends Action> {
  readonly #the: Play<A>
  readonly #machine: Machine<A>
  readonly #story: Story<A>
  #process: GuardProcess<A> | undefined
  #courses: Course<A>[] = []
  #trouble: string | undefined
  /** Whose turn it is, how many actions have begun, and which step is done. */
  #current = START
  #begun = 0
  #at = 0
  #last: string | undefined

  constructor(the: Play<A>) {
    this.#the = the
    this.#machine = createMachine<A>(the.startsAt, the.law.describe)
    this.#story = { puts: this.#machine.puts, deeds: this.#machine.deeds, crashes: [], now: the.startsAt }
  }

  async start(): Promise<void> {
    this.#courses = []
    this.#process = undefined
    this.#current = START
    const deps = this.#machine.boot()
    this.#follow({ name: START, over: false, said: '' }, async () => {
      try {
        const made: Act<A> | GuardProcess<A> = await this.#the.adapter.start(deps)
        this.#process = processOf(made)
      } catch (error) {
        this.#trouble = `the guard does not start: ${textOf(error)}`
      }
    })
    await this.#settle()
  }

  /** @throws {Error} its first start failed: nothing can be put to it. */
  mustHaveStarted(): void {
    if (this.#trouble !== undefined) throw new Error(`Failed to test the guard: ${this.#trouble}`)
  }

  /** Nothing that it asks for is answered any more. @param whole Was all done that could be? Then it has nothing left to ask for. */
  async end(whole: boolean): Promise<void> {
    const { seen } = this.#the
    if (seen) seen.deeds += this.#machine.deeds.length
    this.#machine.close(() => {
      if (seen && whole) seen.late = true
    })
    await this.#process?.stop?.('end')
  }

  /**
   * What can be done now; first what follows by itself.
   * @throws {Error} the guard waits for something that nobody here owns.
   */
  async choices(): Promise<Step<A>[]> {
    if (this.#trouble !== undefined) return []
    const follows = [...this.#whoCanGo().map((go) => ({ go })), ...this.#nextBegin()]
    if (follows.length > 0) return [...follows, ...this.#disturbances()]
    await this.#waitsForNothingElse()
    return []
  }

  async take(step: Step<A>, at: number): Promise<Told> {
    this.#at = at
    this.#last = Object.keys(step)[0]
    if ('begin' in step) return this.#begin(step.begin, step.action)
    if ('wait' in step) return this.#wait(step.wait)
    if ('crash' in step) return this.#crash()
    return this.#go('go' in step ? step.go : step.lost, 'lost' in step)
  }

  row(told: Told): Row {
    return { ...told, sum: this.#the.law.sum(this.#told()), says: '' }
  }

  broken(): string | undefined {
    return this.#trouble ?? this.#the.law.broken(this.#told())
  }

  /** Asked when nothing can be done any more. */
  unfinished(): string | undefined {
    if (this.#trouble !== undefined) return this.#trouble
    const waiting = this.#live().map(({ name }) => name)
    return waiting.length > 0 ? `${waiting.join(' and ')} waits for ever, and nothing is under way` : undefined
  }

  /** An action that had no effect and should have had one. */
  owed(): string | undefined {
    const { law } = this.#the
    const story = this.#told()
    for (const put of story.puts) {
      const done = story.deeds.filter((deed) => deed.put === put)
      const wasRefused = put.ended !== undefined && !(law.isDone?.(put, done) ?? done.length > 0)
      const why = wasRefused ? law.owed(story, put) : undefined
      if (why !== undefined) return `${put.name} (${law.describe(put.action)}) ${why}`
    }
    return undefined
  }

  #told(): Story<A> {
    this.#story.now = this.#machine.now()
    return this.#story
  }

  #live(): Course<A>[] {
    return this.#courses.filter(({ over }) => !over)
  }

  #askOf(name: string): Ask<A> | undefined {
    return this.#machine.asks.find(({ who }) => who === name)
  }

  #whoCanGo(): string[] {
    const names = new Set([this.#current, ...this.#courses.map(({ name }) => name)])
    return [...names].filter((name) => this.#askOf(name) !== undefined)
  }

  #nextBegin(): Step<A>[] {
    const action = this.#the.actions[this.#begun]
    return action && this.#process ? [{ begin: nameOf(this.#begun), action }] : []
  }

  #disturbances(): Step<A>[] {
    const { actions, law, lostAnswers } = this.#the
    const more = this.#begun < actions.length
    const open = this.#live().some(({ put }) => put !== undefined)
    const effects = this.#machine.asks.filter(({ request }) => request.port === 'effect')
    // What a guard has asked the world for is done at the time at which it asked.
    const mayWait = (more || open) && this.#last !== 'wait' && effects.length === 0
    return [
      ...(more && this.#begun > 0 && this.#last !== 'crash' ? [{ crash: true } as const] : []),
      ...(mayWait ? law.waits(this.#machine.now()).map((wait) => ({ wait })) : []),
      ...(lostAnswers ? effects.map(({ who }) => ({ lost: who })) : []),
    ]
  }

  async #begin(name: string, action: A): Promise<Told> {
    this.#begun++
    this.#current = name
    const put = this.#machine.begin(name, action, this.#at)
    const course: Course<A> = { name, put, over: false, said: '' }
    this.#follow(course, () => this.#process?.act({ ...action }))
    await this.#settle()
    return { who: name, does: this.#the.law.describe(action), port: course.said }
  }

  async #go(name: string, lost: boolean): Promise<Told> {
    this.#current = name
    const ask = this.#askOf(name)
    const port = ask ? this.#machine.perform(ask, this.#at, lost) : ''
    await this.#settle()
    const said = this.#courses.find((one) => one.name === name)?.said
    return { who: name, does: '', port: said ? `${port}; ${said}` : port }
  }

  #wait(ms: number): Told {
    this.#machine.pass(ms)
    const now = new Date(this.#machine.now()).toISOString()
    return { who: '', does: `${spanText(ms)}: it is ${now.replace('T', ' ').replace(/(:00)?\.000Z$/, '')}`, port: '' }
  }

  async #crash(): Promise<Told> {
    for (const { put } of this.#live()) if (put) put.uncertain = true
    this.#story.crashes.push(this.#at)
    await this.#process?.stop?.('crash')
    await this.start()
    return { who: '', does: 'CRASH, then a new start', port: '' }
  }

  /** Runs code of the guard, and notes how it ends. */
  #follow(course: Course<A>, run: () => unknown): void {
    this.#courses.push(course)
    const over = (said: string) => {
      course.over = true
      course.said = course.put ? said : ''
      if (course.put) course.put.ended = this.#at
    }
    const result: Promise<unknown> = this.#machine.as(course.name, () => new Promise((done) => done(run())))
    result.then(
      (value) => over(value === false ? 'refused' : 'ended'),
      (error: unknown) => over(`refused: ${textOf(error)}`),
    )
  }

  /** All that code can do before it asks again is done behind this. */
  async #settle(): Promise<void> {
    await new Promise((done) => process.nextTick(done))
    // It waits for another action, or for a turn of the event loop.
    if (this.#live().some(({ name }) => this.#askOf(name) === undefined)) await new Promise(setImmediate)
    await this.#process?.settled?.()
  }

  async #waitsForNothingElse(): Promise<void> {
    const before = this.#live().length
    if (before === 0) return
    await new Promise((done) => setTimeout(done, PATIENCE_MS))
    await this.#settle()
    if (this.#machine.asks.length === 0 && this.#live().length === before) return
    throw new Error(
      'Failed to test the guard: it waits for a timer, a file or the network. Have it use the clock, the store and the effect that start() is given.',
    )
  }
}

/** 'A' to 'Z', then 'A1'. */
function nameOf(index: number): string {
  return String.fromCharCode(65 + (index % 26)) + (index < 26 ? '' : Math.floor(index / 26))
}

/** @throws {Error} it is none. */
function processOf<A extends Action>(made: Act<A> | GuardProcess<A> | undefined): GuardProcess<A> {
  if (typeof made === 'function') return { act: made }
  if (typeof made?.act === 'function') return made
  throw new Error('start() returns no function that puts an action to it')
}

function textOf(error: unknown): string {
  const text = visible(messageOf(error))
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function spanText(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000} h pass` : `${ms} ms pass`
}

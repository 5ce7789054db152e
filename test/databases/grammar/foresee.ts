import { loadModule, parseSync } from 'libpg-query'
import type { Statement, Unit } from './statements.ts'
import { type Deeds, difference, NOTHING, type Snapshot, type Witness } from './witness.ts'

/** What an independent observer says of one statement. */
export interface Told {
  statement: Statement
  /** By what it says, or by what it does: it is not let through. */
  denied: boolean
  /** The database itself refused it. */
  refused: boolean
  /** PostgreSQL cannot read it, so that it says nothing. Who refuses it is no question of what is done. */
  moot: boolean
  /** What it does, whatever becomes of it. */
  tentative: Deeds
  /** What of that is there for good. */
  kept: Deeds
  /** The trial's clock, ms since 1970. */
  at: number
}

/** What a guard is to say, by a little model of it. */
export interface Judge {
  /** Is it refused for what it says? */
  saying(statement: Statement, at: number): boolean
  /** Is it refused for what it turns out to do? */
  doing(deeds: Deeds, statement: Statement, at: number): boolean
  /** Does it look at what is done before it stays? What is done where it cannot look is refused then. */
  looks: boolean
}

export const NOBODY: Judge = { saying: () => false, doing: () => false, looks: false }

await loadModule()

function canBeRead(text: string): boolean {
  try {
    parseSync(text)
    return true
  } catch {
    return false
  }
}

const RUN_HELD = 'all cursors that are held'
const FAIL = 'SELECT 1 / 0'
const SETTLE = 'SET CONSTRAINTS ALL IMMEDIATE'

/**
 * Runs a unit as PostgreSQL alone would, in a transaction that is rolled back, and looks at everything behind each statement.
 * Says what each comes to, and what is there at the end.
 */
export async function foresee(witness: Witness, { statements }: Unit, judge: Judge, before: Snapshot, at: number) {
  const rehearsal = new Rehearsal(witness, judge, before, at)
  await witness.say('BEGIN')
  try {
    await witness.becomeAgent()
    for (const statement of statements) await rehearsal.play(statement)
    return { told: rehearsal.told, after: rehearsal.now }
  } finally {
    await witness.forget(before)
  }
}

/** Commands that are told as changes of the schema, also where they leave everything as it was. */
const COMMANDS = /^(ALTER|COMMENT|GRANT|REVOKE|CREATE OR REPLACE|DROP OWNED)/

/** What a command to change the schema is called that changed nothing. */
export const IDLE = 'a command'

function counted(deeds: Deeds, text: string): Deeds {
  return deeds.schema.length === 0 && COMMANDS.test(text) ? { ...deeds, schema: [IDLE] } : deeds
}

const does = ({ rows, schema }: Deeds) => rows.length + schema.length > 0

class Rehearsal {
  readonly told: Told[] = []
  now: Snapshot
  #state: 'idle' | 'open' | 'failed' = 'idle'
  /** What the open transaction has done, and where its savepoint is. */
  #open: Told[] = []
  #start: Snapshot
  #savepoint: { at: number; now: Snapshot } | undefined
  readonly #witness: Witness
  readonly #judge: Judge
  readonly #at: number

  constructor(witness: Witness, judge: Judge, before: Snapshot, at: number) {
    this.#witness = witness
    this.#judge = judge
    this.now = before
    this.#start = before
    this.#at = at
  }

  async play(statement: Statement): Promise<void> {
    const moot = !canBeRead(statement.text)
    const told: Told = {
      statement,
      denied: false,
      refused: moot,
      moot,
      tentative: NOTHING,
      kept: NOTHING,
      at: this.#at,
    }
    this.told.push(told)
    if (moot) return this.#fail()
    if (this.#judge.saying(statement, this.#at)) {
      told.denied = true
      return this.#fail()
    }
    const { text } = statement
    if (text === 'BEGIN') return this.#begin()
    if (text === 'COMMIT') return this.#commit(told)
    if (text === 'ROLLBACK') return this.#leave('undone')
    if (text === 'SAVEPOINT a' || text === 'RELEASE a' || text === 'ROLLBACK TO a') return this.#step(text, told)
    return this.#state === 'idle' ? this.#alone(told) : this.#within(told)
  }

  async #begin(): Promise<void> {
    await this.#witness.say('SAVEPOINT tx')
    this.#state = 'open'
    this.#start = this.now
    this.#open = []
    this.#savepoint = undefined
  }

  async #commit(told: Told): Promise<void> {
    if (this.#state !== 'open') return this.#leave('undone')
    this.#open.push(told)
    const failed = await this.#ends(told, SETTLE)
    return this.#leave(failed || told.denied ? 'undone' : 'kept')
  }

  /** The transaction is over. */
  async #leave(how: 'kept' | 'undone'): Promise<void> {
    if (this.#state === 'idle') return
    await this.#witness.say(`${how === 'kept' ? '' : 'ROLLBACK TO tx; '}RELEASE tx; SET CONSTRAINTS ALL DEFERRED`)
    if (how === 'kept') for (const one of this.#open) one.kept = one.tentative
    else this.now = this.#start
    this.#state = 'idle'
  }

  async #step(text: string, told: Told): Promise<void> {
    if (
      this.#state === 'idle' ||
      (this.#state === 'failed' && text !== 'ROLLBACK TO a') ||
      (text !== 'SAVEPOINT a' && !this.#savepoint)
    ) {
      told.refused = true
      return this.#fail()
    }
    await this.#witness.say(text)
    if (text === 'SAVEPOINT a') this.#savepoint = { at: this.#open.length, now: this.now }
    if (text === 'ROLLBACK TO a' && this.#savepoint) {
      this.#open.length = this.#savepoint.at
      this.now = this.#savepoint.now
      this.#state = 'open'
    }
  }

  async #within(told: Told): Promise<void> {
    if (this.#state === 'failed') {
      told.refused = true
      return
    }
    if ((await this.#does(told, told.statement.text)) || told.denied) return this.#fail()
    this.#open.push(told)
  }

  async #alone(told: Told): Promise<void> {
    const before = this.now
    await this.#witness.say('SAVEPOINT alone')
    const failed = await this.#ends(told, told.statement.text, SETTLE)
    const undone = failed || told.denied
    await this.#witness.say(`${undone ? 'ROLLBACK TO alone; ' : ''}RELEASE alone; SET CONSTRAINTS ALL DEFERRED`)
    if (undone) this.now = before
    else told.kept = told.tentative
  }

  /** The same as the last of a transaction: a cursor that outlives it runs its query to the end when that is over. */
  async #ends(told: Told, ...texts: string[]): Promise<boolean> {
    const { looks } = this.#judge
    if (await this.#does(told, ...texts, ...(looks ? [] : [RUN_HELD]))) return true
    if (!looks || told.denied) return false
    const changes = (await this.#runHeld()) || does(difference(this.now, await this.#witness.lookWithin()))
    if (changes) told.refused = true
    return changes
  }

  /** True where one failed. */
  async #runHeld(): Promise<boolean> {
    for (const name of await this.#witness.cursors()) {
      if ((await this.#witness.attempt(`MOVE FORWARD ALL IN ${name}`)) !== undefined) return true
    }
    return false
  }

  /** Runs texts and looks at what they did. True where one failed. */
  async #does(told: Told, ...texts: string[]): Promise<boolean> {
    for (const text of texts) {
      if (text === RUN_HELD ? !(await this.#runHeld()) : (await this.#witness.attempt(text)) === undefined) continue
      told.refused = true
      return true
    }
    const seen = await this.#witness.lookWithin()
    told.tentative = counted(difference(this.now, seen), told.statement.text)
    this.now = seen
    told.denied = this.#judge.doing(told.tentative, told.statement, this.#at)
    return false
  }

  /** An error in an open transaction. */
  async #fail(): Promise<void> {
    if (this.#state !== 'open') return
    await this.#witness.attempt(FAIL)
    this.#state = 'failed'
  }
}

import type { Evidence } from '../../../src/trace/evidence.ts'
import type { SqlHall, SqlStage } from '../stage.ts'
import { foresee, NOBODY, type Told } from './foresee.ts'
import type { Modelled } from './models.ts'
import type { Unit } from './statements.ts'
import { contents, Witness } from './witness.ts'

/** Where mettle and an independent observer say different things. */
export interface Disagreement {
  about: string
  text: string
  mettle: unknown
  witness: unknown
}

export interface Outcome {
  told: { kind: string; told: Told }[]
  disagreements: Disagreement[]
  unclear: number
}

type Effect = Evidence['effects'][number]

/** How a trial is read. For controls, in a broken way. */
export interface Reading {
  /** The calls that an oracle accuses. */
  accused(guard: string, stage: SqlStage): Set<string>
  made(stage: SqlStage): Effect[]
}

export const MADE = {
  all: (stage: SqlStage): Effect[] => stage.events().filter((event) => event.type === 'effect'),
  only: (stage: SqlStage, is: (effect: Effect) => boolean): Effect[] => MADE.all(stage).filter(is),
  /** What each call says. */
  texts: (stage: SqlStage) =>
    new Map(
      stage
        .events()
        .flatMap((event) =>
          event.type === 'call' ? [[event.call.id, (event.call.input as { text: string }).text] as const] : [],
        ),
    ),
}

export function accusedBy(guard: string, stage: SqlStage): Set<string> {
  return new Set(stage.violations(guard).flatMap(({ calls }) => calls))
}

const SOUND: Reading = { accused: accusedBy, made: MADE.all }
const STEP_MS = 10 * 60_000

/** Sends units to one trial, and compares what it says with what an observer of its own says. Of enforced guards there is one. */
export async function tryOut(
  hall: SqlHall,
  units: readonly Unit[],
  modelled: readonly Modelled[],
  mode: 'observe' | 'enforce',
  reading: Partial<Reading> = {},
): Promise<Outcome> {
  const guards = modelled.map(({ guard, params }) => ({ guard, params, mode }))
  const stage = await hall.stage({ guards, answers: ['no'] })
  const comparison = new Comparison(stage, { ...SOUND, ...reading })
  await comparison.send(units, (mode === 'enforce' && modelled[0]?.judge()) || NOBODY)
  comparison.compareEffects()
  for (const one of modelled) comparison.compareWords(one, mode)
  const { problems } = await stage.end()
  comparison.differ('the end', '', problems, [])
  return comparison.outcome
}

class Comparison {
  readonly outcome: Outcome = { told: [], disagreements: [], unclear: 0 }
  readonly #stage: SqlStage
  readonly #reading: Reading

  constructor(stage: SqlStage, reading: Reading) {
    this.#stage = stage
    this.#reading = reading
  }

  differ(about: string, text: string, mettle: unknown, witness: unknown): void {
    if (JSON.stringify(mettle) !== JSON.stringify(witness))
      this.outcome.disagreements.push({ about, text, mettle, witness })
  }

  /** Each unit is foreseen and sent; what is there then is what was foreseen. */
  async send(units: readonly Unit[], judge: typeof NOBODY): Promise<void> {
    const { db, clock, login, witness: client } = this.#stage
    const witness = await Witness.of(client, login.user)
    let now = await witness.look()
    for (const unit of units) {
      const foreseen = await foresee(witness, unit, judge, now, clock.now())
      for (const { text } of unit.statements) await db.query(text).catch(() => {})
      now = await witness.look()
      const [left, expected] = [contents(now), contents(foreseen.after)]
      const text = unit.statements.map((one) => one.text).join('; ')
      this.differ(
        'what is left',
        text,
        left.filter((line) => !expected.includes(line)),
        [],
      )
      this.differ(
        'what is gone',
        text,
        expected.filter((line) => !left.includes(line)),
        [],
      )
      this.outcome.told.push(...foreseen.told.map((told) => ({ kind: unit.kind, told })))
      await clock.advance(STEP_MS)
    }
    this.differ('refused by the journal', '', witness.meddled, [])
  }

  compareEffects(): void {
    const made = Map.groupBy(this.#reading.made(this.#stage), ({ calls: [call = ''] }) => call)
    for (const [place, { told }] of this.outcome.told.entries())
      this.differ('effects', this.#textOf(place), summary(made.get(`c${place + 1}`) ?? []), deedsOf(told))
  }

  /** What a guard and its oracle said of each call. */
  compareWords({ guard: { name }, violated }: Modelled, mode: 'observe' | 'enforce'): void {
    const all = this.outcome.told.map(({ told }) => told)
    const accused = this.#reading.accused(name, this.#stage)
    const denied = deniedBy(name, this.#stage)
    for (const [place, broken] of violated(all).entries()) {
      const [id, text] = [`c${place + 1}`, this.#textOf(place)]
      if (mode === 'enforce') {
        if (!all[place]?.moot) this.differ(`denied by ${name}`, text, denied.has(id), all[place]?.denied)
        this.differ(`oracle of ${name}, enforced`, text, accused.has(id), false)
      } else if (broken === 'unclear') this.outcome.unclear++
      else this.differ(`oracle of ${name}`, text, accused.has(id), broken)
    }
  }

  #textOf(place: number): string {
    return `c${place + 1} ${this.outcome.told[place]?.told.statement.text}`
  }
}

function deniedBy(guard: string, stage: SqlStage): Set<string> {
  const refusals = stage.events().filter((event) => event.type === 'decision')
  return new Set(refusals.flatMap((one) => (one.guard === guard && one.decision !== 'allow' ? [one.call] : [])))
}

/** What a call did to rows in all: what it made and took away again is nothing. And whether it changed the schema. */
function summary(made: readonly Effect[]): string[] {
  const isSchema = ({ collection, id }: Effect) => collection === 'shop.(schema)' || id === '(schema)'
  const rows = [
    ...Map.groupBy(
      made.filter((one) => !isSchema(one)),
      ({ collection, id }) => (id.startsWith('~') ? {} : `${collection} ${id}`),
    ).values(),
  ]
  const net = rows.flatMap((changes) => {
    const [first, last] = [changes[0], changes.at(-1)]
    if (!first || !last) return []
    const place = first.id.startsWith('~') ? first.collection : `${first.collection} ${first.id}`
    if (first.op === 'create') return last.op === 'delete' ? [] : [`INSERT ${place}`]
    return [`${last.op === 'delete' ? 'DELETE' : 'UPDATE'} ${place}`]
  })
  return [...net, ...(made.some(isSchema) ? ['schema'] : [])].sort()
}

function deedsOf({ kept }: Told): string[] {
  const rows = kept.rows.map(({ op, table, key }) =>
    key.startsWith('(') ? `${op} shop.${table}` : `${op} shop.${table} ${key}`,
  )
  return [...rows, ...(kept.schema.length > 0 ? ['schema'] : [])].sort()
}

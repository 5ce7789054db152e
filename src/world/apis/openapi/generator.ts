import type { Json } from '../../../kernel/json.ts'
import { Maker, type Plan } from './make.ts'
import type { Schemas } from './schemas.ts'
import type { Misfit, Validators } from './validators.ts'

/** What a value is made of. */
export type Wish = Pick<Plan, 'random' | 'now' | 'hint' | 'streams' | 'ample' | 'filled'> & {
  /** What is known of it: it stands wherever the schema lets it. */
  known?: Json | undefined
}

const MOST_TRIES = 6
const MOST_VALUES = 20_000

/** Makes values of schemas, and holds them against the schemas: what does not fit is made again, in another way. */
export class Generator {
  readonly #schemas: Schemas
  readonly #validators: Validators

  constructor(schemas: Schemas, validators: Validators) {
    this.#schemas = schemas
    this.#validators = validators
  }

  /** The last try stands where none fits: a schema may ask for what cannot be. */
  make(schema: unknown, { known, ...wish }: Wish): Json {
    const check = this.#validators.check(schema)
    const avoid = new Set<string>()
    const turns = new Map<string, number>()
    const branched = new Set<string>()
    let made: Json = null
    for (let turn = 0; turn < MOST_TRIES; turn++) {
      const random = turn === 0 ? wish.random : wish.random.fork('again', turn)
      const plan = { ...wish, random, avoid, turns, branched, room: { left: MOST_VALUES } }
      made = new Maker(this.#schemas, plan).make(schema, known)
      const misfits = check(made)
      if (misfits.length === 0) return made
      learn(misfits, { avoid, turns, branched, isLate: turn >= MOST_TRIES - 3 })
    }
    return made
  }
}

interface Learnt {
  avoid: Set<string>
  turns: Map<string, number>
  branched: ReadonlySet<string>
  /** Few tries are left: what is known may be lost as a whole. */
  isLate: boolean
}

/** What is known and did not fit is left out; the next branch is taken where one is around it. */
function learn(misfits: readonly Misfit[], { avoid, turns, branched, isLate }: Learnt): void {
  const turned = new Set<string>()
  for (const { path } of misfits) {
    if ((path !== '' && !branched.has(path)) || isLate) avoid.add(path)
    const around = nearest(path, branched)
    if (around !== undefined && !turned.has(around)) {
      turned.add(around)
      turns.set(around, (turns.get(around) ?? 0) + 1)
    }
  }
}

function nearest(path: string, places: ReadonlySet<string>): string | undefined {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
    if (places.has(at)) return at
    if (at === '') return undefined
  }
}

import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'
import { isBounded } from '../trace/bounded.ts'
import type { CallStory } from '../trace/evidence.ts'
import { defineFault } from './define.ts'
import { changeJson } from './replies/change-json.ts'
import { type Leaf, leavesOf, replaceAt, type Scalar } from './replies/members.ts'
import { isStateWord, plausible } from './replies/plausible.ts'

const hows = ['number', 'string', 'enum'] as const

export const wrongValue = defineFault({
  name: 'wrong-value',
  summary: 'The world does what was asked, and one value of its reply is not the true one.',
  channels: ['http', 'tool'],
  params: z.strictObject({ field: z.string().min(1).optional(), how: z.enum(hows).optional() }),
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...hows) }, { requiredKeys: [] }),
  detectable: false,
  terminal: false,
  inject:
    ({ field, how }) =>
    async (_call, next, { signal, random }) =>
      changeJson(await next(), signal, (value) => lie(value, (leaf) => fits(leaf, field, how), random)),
  symptom: (story) => {
    const name = wrongField(story)
    return name === undefined ? undefined : `the client was told a wrong "${name.slice(0, 60)}"`
  },
})

function lie(value: Json, chosen: (leaf: Leaf) => boolean, random: Random): Json {
  const leaves = leavesOf(value)
  const lies = leaves.filter(chosen).flatMap((leaf) => {
    const others = plausible(leaf, leaves)
    return others.length > 0 ? [{ leaf, others }] : []
  })
  if (lies.length === 0) return value
  const { leaf, others } = random.pick(lies)
  return replaceAt(value, leaf.path, random.pick(others))
}

/** 'enum' is a flag or a word of a state; 'string' any other text. */
function fits({ name, value }: Leaf, field: string | undefined, how: (typeof hows)[number] | undefined): boolean {
  if (field !== undefined && name !== field) return false
  return how === undefined || how === kindOf(value)
}

function kindOf(value: Scalar): (typeof hows)[number] {
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' || isStateWord(value) ? 'enum' : 'string'
}

/** The first field, in the same place and of the same type, whose value is not the one that the world gave. */
function wrongField({ executed, delivered }: CallStory): string | undefined {
  if (executed?.outcome !== 'ok' || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
  if (isBounded(executed.output) || isBounded(delivered.output)) return undefined
  const truth = new Map(leavesOf(executed.output).map((leaf) => [JSON.stringify(leaf.path), leaf.value]))
  return leavesOf(delivered.output).find(({ path, value }) => {
    const real = truth.get(JSON.stringify(path))
    return typeof real === typeof value && real !== value
  })?.name
}

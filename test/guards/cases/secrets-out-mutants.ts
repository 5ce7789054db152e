import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type SecretsOutParams, secretsOut } from '../../../src/guards/secrets-out.ts'
import type { Json } from '../../../src/kernel/json.ts'
import type { Mutants } from './case.ts'

type Start = (params: SecretsOutParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<SecretsOutParams> => ({ ...secretsOut, start })

/** The real guard, looking at calls through a distorting glass. */
const seeing = (distort: (call: Call) => Call) =>
  like((params, context) => {
    const real = secretsOut.start(params, context)
    return { ...real, decide: (call) => real.decide(distort(call)) }
  })

const without = (member: string) =>
  seeing((call) => {
    const { [member]: _, ...input } = Object(call.input) as Record<string, Json>
    return member in Object(call.input) ? { ...call, input } : call
  })

/** Looks for the values as they were given. */
const literal = (find: (text: string, value: string) => boolean) =>
  like((params, context) => {
    const { concerns } = secretsOut.start(params, context)
    return {
      ...(concerns && { concerns }),
      decide: ({ target, input }) => {
        const text = `${target}${JSON.stringify(input)}`
        const found = params.canaries.find(({ value }) => find(text, value))
        return found ? { kind: 'deny', reason: found.name } : { kind: 'allow', reason: 'nothing' }
      },
    }
  })

/** Every value as a list of its leaves: names of members are lost. */
const leavesOnly = (value: Json): Json =>
  typeof value === 'object' && value !== null ? Object.values(value).map(leavesOnly) : value

export const secretsOutMutants: Mutants<SecretsOutParams> = {
  'knows one spelling': literal((text, value) => text.includes(JSON.stringify(value).slice(1, -1))),
  'minds case': literal((text, value) => {
    return [value, Buffer.from(value).toString('hex'), Buffer.from(value).toString('base64')].some((one) =>
      text.includes(one),
    )
  }),
  'takes a part for the whole': literal((text, value) => text.includes(value.slice(0, 6))),
  'knows the first canary only': like((params, context) =>
    secretsOut.start({ ...params, canaries: params.canaries.slice(0, 1) }, context),
  ),
  'does not look at the target': seeing((call) => ({ ...call, target: 'tool act' })),
  'does not look at names': seeing((call) => ({ ...call, input: leavesOnly(call.input) })),
  'does not look at the path': without('path'),
  'does not look at the query': without('query'),
  'does not look at headers': without('headers'),
  'does not look at what the client library sends': without('plumbing'),
  'does not look at bodies': without('body'),
  'watches requests only': like((params, context) => secretsOut.start({ ...params, channels: ['http'] }, context)),
  'reads conversations': like((params, context) => {
    return secretsOut.start({ ...params, channels: ['http', 'sql', 'tool', 'model'] }, context)
  }),
  'lets reads through': like((params, context) => {
    const real = secretsOut.start(params, context)
    return { ...real, concerns: (call) => call.access !== 'read' && (real.concerns?.(call) ?? true) }
  }),
  'allows what it should not': like((params, context) => secretsOut.start({ ...params, allow: '*' }, context)),
  'allows nothing': like((params, context) => secretsOut.start({ ...params, allow: [] }, context)),
  'tells what it found': like((params, context) => {
    const real = secretsOut.start(params, context)
    return {
      ...real,
      decide: async (call) => {
        const decision = await real.decide(call)
        return { ...decision, reason: `${decision.reason}: ${JSON.stringify(call.input)}` }
      },
    }
  }),
}

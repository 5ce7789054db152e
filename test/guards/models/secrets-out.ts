import { secretsOut } from '../../../src/guards/secrets-out.ts'
import { secretsOutMutants } from '../cases/secrets-out-mutants.ts'
import type { Model, Subject } from './model.ts'

const CANARIES = ['tok_canary_9f27c1', 'blue-heron-4711']

const turned = (text: string) => [...text].reverse().join('')
const encoded = (text: string, how: BufferEncoding) => Buffer.from(text).toString(how)

/** A call that says a canary in some spelling is denied, but to whom may be told, and in the turns of a model. */
function model(): Model {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const holds = (said: string, canary: string) =>
    letters(said).includes(letters(canary)) ||
    letters(said).includes(letters(turned(canary))) ||
    (['base64', 'base64url', 'hex'] as const).some((how) => said.includes(encoded(canary, how).replaceAll('=', ''))) ||
    said.includes(encodeURIComponent(canary))
  return {
    decide: ({ channel, target, input }) => {
      if (channel === 'model' || target === 'tool vault') return 'allow'
      const said = `${target} ${JSON.stringify(input)}`
      return CANARIES.some((canary) => holds(said, canary)) ? 'deny' : 'allow'
    },
  }
}

const [first = '', second = ''] = CANARIES

export const secretsOutSubject: Subject = {
  name: 'secrets-out',
  guard: secretsOut,
  params: { canaries: CANARIES, allow: 'tool vault' },
  calls: [
    ...[first, second.toUpperCase(), turned(first), `see ${first}!`, second.split('').join(' ')].map((note) => ({
      input: { note },
    })),
    ...(['base64', 'base64url', 'hex'] as const).map((how) => ({ input: { deep: [{ note: encoded(second, how) }] } })),
    { input: { [first]: 1 }, access: 'read' as const },
    { input: { note: first.slice(0, -1) } },
    { input: { note: 'tok_canary_ 4711' } },
    { input: { note: second }, target: 'tool vault' },
    { input: { note: first }, channel: 'model' as const, target: 'model chat' },
    { target: `tool send ${second}`, input: {} },
  ],
  ends: ['ok', 'never'],
  waits: [1],
  model,
  told: [
    'knows one spelling',
    'minds case',
    'takes a part for the whole',
    'knows the first canary only',
    'does not look at the target',
    'does not look at names',
    'watches requests only',
    'reads conversations',
    'lets reads through',
    'allows what it should not',
    'allows nothing',
    'tells what it found',
  ],
  mutants: secretsOutMutants,
}

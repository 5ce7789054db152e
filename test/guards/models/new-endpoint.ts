import { newEndpoint } from '../../../src/guards/new-endpoint.ts'
import { newEndpointMutants } from '../cases/new-endpoint-mutants.ts'
import type { Model, Subject } from './model.ts'

/** Tools whose name begins with `a`, and one accepted address, are known; a call needs all that it stands for to be. */
function model(): Model {
  const isKnown = (name: string) => name.startsWith('tool a') || name === 'http GET https://pay.test/v1/charges'
  return {
    decide: ({ channel, target, origin, schema, covers = [] }) => {
      const [, verb = '', path = ''] = target.split(' ')
      const name = channel === 'http' ? `http ${verb} ${origin}${path}` : `${target}${schema ? ` #${schema}` : ''}`
      return [name, ...covers.map((one) => `within ${one}`)].every(isKnown) ? 'allow' : 'deny'
    },
  }
}

const GET = { channel: 'http', target: 'pay GET /v1/charges', access: 'read' } as const

export const newEndpointSubject: Subject = {
  name: 'new-endpoint',
  guard: newEndpoint,
  params: { onNew: 'deny', known: 'tool a*', accepted: ['http GET https://pay.test/v1/charges'] },
  calls: [
    { target: 'tool ask' },
    { target: 'tool send' },
    { target: 'tool ask', covers: ['shop field orders'] },
    { ...GET, origin: 'https://pay.test' },
    { ...GET, origin: 'https://pay.test:8443' },
    { ...GET, origin: 'https://pay.test', target: 'pay DELETE /v1/charges' },
    { target: 'tool ask', schema: '1f3a' },
  ],
  ends: ['ok', 'error', 'never'],
  waits: [1],
  model,
  told: [
    'looks at no host',
    'looks at the target alone',
    'tells when it is over',
    'takes patterns from what was accepted',
    'learns by itself',
    'denies nothing',
  ],
  mutants: newEndpointMutants,
}

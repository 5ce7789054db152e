import { defineFault, wasRefused } from 'mettle'
import { z } from 'zod'

/** The service wants to be paid first. Trying again does not help; a careful agent stops and says so. */
export const outOfCredit = defineFault({
  name: 'out-of-credit',
  summary: 'The service wants to be paid first: it answers 402.',
  channels: ['http', 'tool'],
  params: z.strictObject({ owed: z.int().min(1).default(100) }),
  // How the contract tests and the search draw parameters.
  arbitrary: (fc) => fc.record({ owed: fc.integer({ min: 1, max: 10_000 }) }),
  // A careful agent can tell from the reply alone.
  detectable: true,
  // The world is never asked: inject does not call next().
  terminal: true,
  inject:
    ({ owed }) =>
    async (_call, _next, { refuse }) =>
      refuse({ status: 402, code: 'out_of_credit', message: `$${owed} are owed. Pay them first.` }),
  // Read from the trace: did the client see it? What inject meant to do does not count.
  symptom: (story) => (wasRefused(story, { status: 402, code: 'out_of_credit' }) ? 'answered 402' : undefined),
})

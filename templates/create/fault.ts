import { defineFault, wasRefused } from 'mettle'
import { z } from 'zod'

/** Describe it: what goes wrong, and what a careful agent does about it. */
export const samplePart = defineFault({
  name: 'sample-part',
  summary: 'The service is being maintained: it answers 503.',
  channels: ['http', 'tool', 'model'],
  params: z.strictObject({ status: z.int().min(400).max(599).default(503) }),
  // Draws parameters, for the contract tests and the search.
  arbitrary: (fc) => fc.record({ status: fc.integer({ min: 400, max: 599 }) }),
  // Can a careful agent tell from the reply alone that something went wrong?
  detectable: true,
  // Is the world never asked? Otherwise inject calls next().
  terminal: true,
  inject:
    ({ status }) =>
    async (_call, _next, { refuse }) =>
      refuse({ status, code: 'maintenance', message: 'Down for maintenance.' }),
  // What the client saw of it; undefined where it did not arrive. Read from the trace, not from what inject meant to do.
  symptom: (story, { status }) =>
    wasRefused(story, { status, code: 'maintenance' }) ? `answered ${status}, for maintenance` : undefined,
})

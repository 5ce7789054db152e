import { z } from 'zod'

const fields = z.record(z.string(), z.json())
const said = z.custom<(...of: never[]) => unknown>((value) => typeof value === 'function', 'expected a function')

const operation = z.strictObject({
  action: z
    .enum(['create', 'read', 'update', 'delete', 'list', 'answer'])
    .optional()
    .describe("What it does to its collection; 'answer': nothing."),
  collection: z.string().optional().describe("The collection, without the API's name."),
  id: z.string().optional().describe('The parameter or field that says which member.'),
  prefix: z.string().optional().describe('What ids of what it creates begin with.'),
  set: fields.optional().describe('Fields that what it creates or changes has, whatever was asked.'),
  handler: said.optional().describe('Code that answers.'),
  access: z.enum(['read', 'write', 'unknown']).optional().describe('What a call does; unknown is taken for a write.'),
  items: said.optional().describe('How many things a call touches.'),
  cost: said.optional().describe('What a call costs at the most.'),
  actual: said.optional().describe('What it did cost.'),
  reason: said.optional().describe('The intention that the agent states.'),
  also: said.optional().describe('Further targets that a call stands for.'),
  about: said.optional().describe('The members of the world that a call is about.'),
})

/** What can be said of an API beside its specification. */
export const openApiSchema = z.strictObject({
  openapi: z.string().min(1).describe('The specification: a file beside the scenario, JSON or YAML.'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where it is served. Default: its first server.'),
  seeds: z
    .record(z.string(), z.record(z.string(), fields))
    .optional()
    .describe(
      'What there is at the start: collection, id, member. What the specification asks for beside that is made up.',
    ),
  samples: z.int().min(0).max(1_000).optional().describe('How many members more are made up for each collection.'),
  keys: z
    .union([z.array(z.string()), z.record(z.string(), z.array(z.string()))])
    .optional()
    .describe('Keys that are accepted, with their scopes or without. Default: any.'),
  idempotency: z.string().min(1).optional().describe('The header by which a request can be repeated.'),
  rateLimit: z
    .strictObject({
      limit: z.int().min(1).describe('Requests.'),
      perSeconds: z.number().positive().describe('In so many seconds.'),
    })
    .optional()
    .describe('How many requests a trial may send in a time of its clock.'),
  operations: z
    .record(z.string(), z.union([operation, said]))
    .optional()
    .describe("What single operations do, by operationId or by 'POST /v1/refunds'."),
})

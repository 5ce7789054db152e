import { z } from 'zod'
import type { Check } from '../world/apis/git/source.ts'

const check = z.custom<Check>((value) => typeof value === 'function', 'expected a function that reads files')

const protection = z.strictObject({
  push: z.boolean().optional().describe('Is a change that comes past a pull request taken? Default: no.'),
  checks: z
    .array(z.string())
    .optional()
    .describe('Checks that must have passed on the head of a pull request before it is merged.'),
})

/** What can be said of a repository. */
export const repositorySchema = z.strictObject({
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, "expected owner and name, as in 'acme/checkout'")
    .describe("Owner and name: 'acme/checkout'."),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Where it is served. Default: https://forge.test.'),
  files: z
    .union([z.string().min(1), z.record(z.string(), z.string())])
    .describe('What stands in it: a folder beside the scenario, or texts by path.'),
  branch: z.string().min(1).optional().describe("Its branch. Default: 'main'."),
  protect: z
    .record(z.string(), protection)
    .optional()
    .describe('Branches that the forge protects, by name. Default: none, and a guard must hold.'),
  checks: z.record(z.string(), check).optional().describe('What is run on every commit that comes to a branch.'),
})

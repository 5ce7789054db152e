import { z } from 'zod'
import { collectionName, targetNames } from '../../record/names.ts'

/** Members of a value by their path, and what they must be: { 'body.environment': 'production' }. Texts may hold `*`. */
const members = z.record(z.string().min(1), z.union([z.json(), z.array(z.json())]))

const rule = z
  .strictObject({
    /** Targets that act on what is protected. */
    on: targetNames(),
    /** Only calls whose input is like this. */
    where: members.default({}),
    /** All calls but those whose input is like this: what says nothing of where it goes is protected. */
    except: members.optional(),
    /** Where the same change must stand first: the members that prove it, as the world has them. */
    sandbox: z
      .strictObject({
        /** Collections of the sandbox: 'deploy.staging'. */
        collection: z.union([collectionName(), z.array(collectionName()).min(1)]),
        /** What a member must be like to have passed: { environment: 'staging', status: 'passed' }. */
        where: members.default({}),
      })
      .optional(),
    /** What makes it the same change: a member of the input -> the member of the sandbox that must equal it. */
    match: z.record(z.string().min(1), z.string().min(1)).default({}),
    /** What to do in its place; the agent is told: 'open a pull request'. */
    instead: z.string().optional(),
  })
  .refine(({ sandbox, match }) => (sandbox === undefined) === (Object.keys(match).length === 0), {
    error: 'sandbox and match are needed together: without them the action is never allowed',
  })

export const sandboxFirstParams = z.strictObject({ rules: z.array(rule).min(1) })

export type SandboxFirstParams = z.output<typeof sandboxFirstParams>
export type SandboxRule = SandboxFirstParams['rules'][number]

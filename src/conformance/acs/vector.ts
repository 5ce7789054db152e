import { globSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { messageOf, UsageError } from '../../kernel/errors.ts'

const json = z.json()
const members = z.record(z.string(), json)
const verdict = z.looseObject({
  decision: z.enum(['allow', 'deny', 'transform']),
  reason: z.string().optional(),
  approval: z.unknown().optional(),
  evidence: z.unknown().optional(),
})
const rule = z.looseObject({
  at: z.string(),
  match: members.optional(),
  return: verdict.optional(),
  fault: z.enum(['raise', 'malformed_verdict', 'mutate']).optional(),
})
const resolution = z.looseObject({
  outcome: z.enum(['approve', 'reject', 'unresolved']).optional(),
  verdict: verdict.optional(),
  fault: z.enum(['raise']).optional(),
  identity_override: z.string().optional(),
  echo_recomputed: z.boolean().optional(),
})
const invocation = z.looseObject({ name: z.string(), args: json })

const schema = z.looseObject({
  id: z.string().min(1),
  title: z.string(),
  mode: z.enum(['enforce', 'evaluate_only']).default('enforce'),
  capabilities: z.array(z.string()).default([]),
  scenario: z.looseObject({
    tools: z
      .array(
        z.looseObject({
          name: z.string(),
          behavior: z.array(z.looseObject({ when_args: members.optional(), return: json })),
        }),
      )
      .default([]),
    model_script: z
      .array(z.looseObject({ respond: z.looseObject({ tool_calls: z.array(invocation).default([]) }) }))
      .default([]),
  }),
  interceptor_script: z.array(rule).optional(),
  interceptor_scripts: z.array(z.array(rule)).optional(),
  approval_script: z.array(z.looseObject({ match: members.optional(), resolve: resolution })).default([]),
  composition: z.looseObject({ profile: z.string(), on_disagreement: z.string().optional() }).optional(),
  identity_provider: z.string().nullable().optional(),
  redact_for_approval: z.array(z.string()).optional(),
  expect: z.looseObject({
    tool_invocations: z.array(invocation).optional(),
    tool_not_invoked: z.array(z.string()).optional(),
  }),
})

/** A test vector of agent-hooks 0.1, as far as it is read here. */
export type Vector = z.infer<typeof schema>
export type Rule = z.infer<typeof rule>
export type Resolution = z.infer<typeof resolution>

/**
 * The vectors in a folder, by the names of their files: those in JSON that have an `id` and an `expect`. What else lies there is none of them.
 * @throws {UsageError} there is no such folder, none in it, or one that is damaged.
 */
export function readVectors(folder: string): Vector[] {
  const path = resolve(folder)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`Failed to read vectors: there is no folder ${path}.`)
  }
  const found = globSync('*.json', { cwd: path })
    .sort()
    .flatMap((name) => vectorIn(join(path, name)))
  if (found.length > 0) return found
  throw new UsageError(
    `Failed to read vectors: there is none in ${path}. They are files of JSON with "id", "scenario" and "expect".`,
  )
}

function vectorIn(file: string): Vector[] {
  const content = parsed(file)
  const isVector = typeof content === 'object' && content !== null && 'id' in content && 'expect' in content
  if (!isVector) return []
  const { success, data, error } = schema.safeParse(content)
  if (success) return [data]
  const lines = error.issues.map(({ path, message }) => `  ${path.join('.') || 'vector'}: ${message}`)
  throw new UsageError(`Failed to read ${file}: it is no vector of agent-hooks 0.1.\n${lines.join('\n')}`)
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}.`)
  }
}

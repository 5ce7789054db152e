import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSeam } from '../../src/boundary/seam.ts'
import { ownCases, playOwn } from '../../src/conformance/acs/own.ts'
import { playVector } from '../../src/conformance/acs/play.ts'
import type { MakeSeam } from '../../src/conformance/acs/stand.ts'
import { readVectors, type Vector } from '../../src/conformance/acs/vector.ts'
import { UsageError } from '../../src/kernel/errors.ts'
import { temporaryFolder } from '../e2e/cli.ts'

/** Seams with a care left out. */
const BROKEN: Record<string, MakeSeam> = {
  'asks no guard': (parts) => createSeam({ ...parts, guards: [] }),
  'takes what throws or is no word for a yes': (parts) =>
    createSeam({
      ...parts,
      guards: parts.guards.map((guard) => ({
        ...guard,
        decide: async (call) => {
          const said = await Promise.resolve()
            .then(() => guard.decide(call))
            .catch(() => undefined)
          return said?.kind === 'deny' ? said : { kind: 'allow', reason: '' }
        },
      })),
    }),
  'keeps no record': (parts) => createSeam({ ...parts, write: () => {} }),
  'runs it again': (parts) => {
    const seam = createSeam(parts)
    return {
      ...seam,
      cross: async (proposal, door) => {
        await seam.cross(proposal, door)
        return seam.cross(proposal, door)
      },
    }
  },
  'asks a person first': (parts) =>
    createSeam({ ...parts, guards: parts.guards.filter(({ name }) => name === 'holds') }),
  'asks the last guard alone': (parts) => createSeam({ ...parts, guards: parts.guards.slice(-1) }),
  'asks the first guard alone': (parts) => createSeam({ ...parts, guards: parts.guards.slice(0, 1) }),
}

describe("mettle's own cases", () => {
  test.for(ownCases.map((one) => [one.id, one] as const))('%s is held, and a broken seam fails it', async ([, one]) => {
    expect(await playOwn(one)).toMatchObject({ outcome: 'held' })
    const broken = await Promise.all(Object.values(BROKEN).map((makeSeam) => playOwn(one, makeSeam)))
    expect(broken.map(({ outcome }) => outcome)).toContain('differs')
  })
})

type Loose = Record<string, unknown>

/** A vector with one call of `pay`. */
function vectorOf(rules: Loose[] | undefined, expected: Loose, more: Loose = {}): Vector {
  const calls = [{ name: 'pay', args: { to: 'alice' } }]
  const vector = {
    id: 'V-1',
    title: 'one call',
    scenario: { input: {}, model_script: [{ respond: { content: null, tool_calls: calls } }] },
    ...(rules && { interceptor_script: rules }),
    expect: { interceptions: [], ...expected },
    ...more,
  }
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'v.json'), JSON.stringify(vector))
  const [found] = readVectors(folder)
  if (!found) throw new Error('There is no vector.')
  return found
}

const AT = 'pre_tool_call'
const RAN = { tool_invocations: [{ name: 'pay', args: { to: 'alice' } }] }
const NOT = { tool_not_invoked: ['pay'] }
const says = (verdict: Loose, match?: Loose) => [{ at: AT, return: verdict, ...(match && { match }) }]
const asks = says({ decision: 'deny', approval: {} })
const answered = (resolve: Loose) => ({ approval_script: [{ resolve }] })

describe('a vector', () => {
  const held: Record<string, Vector> = {
    'that allows': vectorOf(says({ decision: 'allow' }), RAN),
    'that denies': vectorOf(says({ decision: 'deny' }), NOT),
    'that denies another tool': vectorOf(says({ decision: 'deny' }, { 'tool_call.name': 'refund' }), RAN),
    'that denies these arguments': vectorOf(says({ decision: 'deny' }, { 'tool_call.args.to': 'alice' }), NOT),
    'that denies, and is looked at alone': vectorOf(says({ decision: 'deny' }), RAN, { mode: 'evaluate_only' }),
    'whose interceptor raises': vectorOf([{ at: AT, fault: 'raise' }], NOT),
    'whose interceptor says no word': vectorOf([{ at: AT, fault: 'malformed_verdict' }], NOT),
    'whose interceptor changes what it sees': vectorOf([{ at: AT, fault: 'mutate' }], RAN),
    'that asks a person who says yes': vectorOf(asks, RAN, answered({ outcome: 'approve' })),
    'that asks a person who says no': vectorOf(asks, NOT, answered({ outcome: 'reject' })),
    'that asks a person who says nothing': vectorOf(asks, NOT, answered({ outcome: 'unresolved' })),
    'that asks a person who fails': vectorOf(asks, NOT, answered({ fault: 'raise' })),
    'that asks a person who means another call': vectorOf(
      asks,
      NOT,
      answered({ outcome: 'approve', identity_override: 'sha256:00' }),
    ),
    'that asks nobody': vectorOf(asks, NOT),
  }

  test.for(Object.entries(held))('%s is held, and its opposite is told', async ([, vector]) => {
    expect(await playVector(vector)).toMatchObject({ outcome: 'held', unlooked: ['interceptions'] })
    const isToRun = vector.expect.tool_invocations !== undefined
    const opposite = vectorOf(undefined, isToRun ? NOT : RAN, {
      ...{ interceptor_script: vector.interceptor_script, approval_script: vector.approval_script },
      mode: vector.mode,
    })
    expect(await playVector(opposite)).toMatchObject({ outcome: 'differs' })
  })

  const lacking: Record<string, [vector: Vector, why: RegExp]> = {
    'that changes a call': [vectorOf(says({ decision: 'transform' }), RAN), /may not change a call/],
    'that looks at an output': [vectorOf([{ at: 'output', return: { decision: 'deny' } }], NOT), /nothing at output/],
    'without interceptors': [vectorOf(undefined, NOT, { interceptor_scripts: [] }), /for want of a guard/],
    'that expects nothing of tools': [vectorOf(says({ decision: 'allow' }), {}), /nothing of what tools ran/],
    'with large integers': [vectorOf([], RAN, { capabilities: ['int64_json'] }), /2\^53/],
    'that streams': [vectorOf([], RAN, { capabilities: ['incremental_output'] }), /pieces of a stream/],
    'with evidence': [vectorOf(says({ decision: 'allow', evidence: {} }), RAN), /evidence/],
    'without an identity': [vectorOf([], RAN, { identity_provider: null }), /identity/],
    'that redacts': [vectorOf(asks, RAN, { redact_for_approval: ['$target'] }), /redacted/],
    'whose yes carries a no': [
      vectorOf(asks, NOT, answered({ outcome: 'approve', verdict: { decision: 'deny' } })),
      /carries no verdict/,
    ],
    'that looks elsewhere': [vectorOf(says({ decision: 'deny' }, { 'agent.id': 'a' }), RAN), /agent\.id/],
    'that arbitrates': [
      vectorOf([], RAN, { composition: { profile: 'parallel/unanimous', on_disagreement: 'approval' } }),
      /disagree/,
    ],
  }

  test.for(Object.entries(lacking))('%s has no counterpart, and it is said why', async ([, [vector, why]]) => {
    expect(await playVector(vector)).toMatchObject({ outcome: 'no such notion', why: expect.stringMatching(why) })
  })

  test('that is damaged, a folder that is none, and one without vectors are misuse', () => {
    const folder = temporaryFolder()
    expect(() => readVectors(join(folder, 'none'))).toThrow(UsageError)
    writeFileSync(join(folder, 'other.json'), '{"fixtures":[]}')
    expect(() => readVectors(folder)).toThrow(/there is none/)
    writeFileSync(join(folder, 'v.json'), '{"id":"V","expect":{},"scenario":{"model_script":1},"title":"t"}')
    expect(() => readVectors(folder)).toThrow(/v\.json.*\n.*scenario\.model_script/)
    writeFileSync(join(folder, 'v.json'), '{')
    expect(() => readVectors(folder)).toThrow(/v\.json/)
  })
})

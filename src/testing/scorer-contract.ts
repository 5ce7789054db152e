import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { FastCheck } from '../faults/define.ts'
import type { Score, Scorer } from '../scorers/define.ts'
import type { Evidence } from '../trace/evidence.ts'
import { arbitraryEvidence, type Cast, extremeEvidence } from './arbitrary-evidence.ts'
import type { ContractCheck } from './fault-contract.ts'
import { touchedGlobals } from './only-arguments.ts'

const CAST: Cast = {
  targets: ['payments GET /v1/charges/{id}', 'payments POST /v1/refunds', 'tool send_email', 'model chat'],
  collections: ['payments.charges', 'payments.refunds'],
}

/**
 * What every scorer owes, as checks for any test runner:
 * `for (const { title, check } of scorerContract(scorer, fc, examples)) it(title, check)`.
 *
 * A score passes exactly when its value is 1: one figure has one meaning. A tolerance belongs into the value, a
 * threshold over many trials into the gate.
 *
 * @param examples Parameters as a scenario gives them. The evidence that is drawn speaks of `payments.charges` and
 *   `payments.refunds`, and of calls such as 'payments POST /v1/refunds' and 'tool send_email'.
 */
export function scorerContract<P>(scorer: Scorer<P>, fc: FastCheck, examples: readonly unknown[]): ContractCheck[] {
  const drawn = (check: (evidence: Evidence, params: P) => Promise<void>) => async () => {
    const params = fc.constantFrom(...examples.map((example) => scorer.params.parse(example)))
    const property = fc.asyncProperty(arbitraryEvidence(fc, CAST), params, check)
    await fc.assert(property, { numRuns: 100, seed: 1 })
  }
  return [
    { title: 'has a name and a summary', check: async () => checkCatalogue(scorer) },
    { title: 'refuses unknown parameters', check: async () => checkParams(scorer, examples) },
    { title: 'gives a sound score for any evidence', check: drawn((e, p) => checkScore(scorer, e, p)) },
    { title: 'gives a sound score for extreme values', check: () => checkExtremes(scorer, examples) },
    { title: 'gives the same score for the same evidence', check: drawn((e, p) => checkDeterminism(scorer, e, p)) },
    { title: 'leaves the evidence as it is', check: drawn((e, p) => checkPurity(scorer, e, p)) },
    { title: 'needs neither chance nor time', check: drawn((e, p) => checkArguments(scorer, e, p)) },
  ]
}

function checkCatalogue<P>({ name, summary }: Scorer<P>): void {
  assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name is kebab-case')
  assert.match(summary, /\.$/, 'the summary is a sentence')
}

function checkParams<P>(scorer: Scorer<P>, examples: readonly unknown[]): void {
  assert.ok(examples.length > 0, 'there are example parameters')
  for (const example of examples) {
    assert.ok(scorer.params.safeParse(example).success, 'the schema accepts the example parameters')
    const unknown = scorer.params.safeParse({ ...(example as object), 'no-such-parameter': 1 })
    assert.ok(!unknown.success, 'the schema refuses a parameter that it does not know')
  }
}

async function checkScore<P>(scorer: Scorer<P>, evidence: Evidence, params: P): Promise<void> {
  const { value, pass, reason, events }: Score = await scorer.score(evidence, params)
  assert.ok(value === null || (value >= 0 && value <= 1), `the value lies from 0 to 1, not at ${value}`)
  assert.equal(pass, value === 1, `it passes exactly when its value is 1, not ${value}`)
  assert.ok(reason.length > 0 && reason.length < 500, `the reason has 1 to 499 characters, not ${reason.length}`)
  const known = new Set(evidence.events.map(({ seq }) => `e${seq}`))
  assert.deepEqual(
    events.filter((event) => !known.has(event)),
    [],
    'it refers to events of the trace',
  )
}

async function checkExtremes<P>(scorer: Scorer<P>, examples: readonly unknown[]): Promise<void> {
  for (const evidence of extremeEvidence(CAST)) {
    for (const example of examples) await checkScore(scorer, evidence, scorer.params.parse(example))
  }
}

async function checkDeterminism<P>(scorer: Scorer<P>, evidence: Evidence, params: P): Promise<void> {
  const first = await scorer.score(evidence, params)
  assert.deepEqual(await scorer.score(evidence, params), first, 'the same evidence gives the same score')
}

async function checkPurity<P>(scorer: Scorer<P>, evidence: Evidence, params: P): Promise<void> {
  const before = structuredClone({ evidence, params })
  await scorer.score(evidence, params)
  assert.ok(isDeepStrictEqual({ evidence, params }, before), 'evidence and parameters are as they were')
}

async function checkArguments<P>(scorer: Scorer<P>, evidence: Evidence, params: P): Promise<void> {
  const touched = await touchedGlobals(async () => scorer.score(evidence, params))
  assert.deepEqual(touched, [], 'it touches no global chance or time')
}

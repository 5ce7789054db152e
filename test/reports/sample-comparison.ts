import { comparisonSchema } from '../../src/record/comparison.ts'
import type { Compared } from '../../src/reports/define.ts'

const figures = { pairs: 40, base: 0.9, head: 0.6, difference: -0.3, low: -0.45, high: -0.14, p: 0.0004 }
const kind = { access: 'write' as const, calls: 40, share: 1, success: 0.9, error: 0.1, denied: 0, retries: 2 }
const action = { ...kind, rejection: 0.25, costPerTask: 0.002 }

/** A comparison with something in every field, `mark` before every free text. @param lost The head's id of the lost pair. */
export function sampleComparison(lost: string, mark = ''): Compared {
  const names = { base: `${mark}careful`, head: `${mark}hasty` }
  const common = {
    ...figures,
    ...{ scenario: null, measure: 'passed', adjusted: 0.0012, certain: false, verdict: 'regressed', needed: null },
  }
  const cost = { scenario: `${mark}a/b`, measure: 'cost', low: -0.1, high: 0.2, difference: 0.05 }
  const side = (run: string) => ({
    run: mark + run,
    startedAt: `${mark}2026-03-02T09:00:00.000Z`,
    mettle: `${mark}0.1.0`,
  })
  const findings = [common, { ...common, ...cost, adjusted: null, verdict: 'inconclusive', needed: 610 }]
  const task = { scenario: `${mark}a/b`, variant: `${mark}calm`, lost: 2 }
  const flipped = [
    { ...task, certain: true, won: 0 },
    { ...task, certain: false, won: 1 },
  ]
  const pair = { base: `${mark}before`, head: lost }
  const left = { scenario: `${mark}a/c`, variant: `${mark}calm`, contestant: `${mark}careful`, trials: 3 }
  const comparison = comparisonSchema.parse({
    ...{ schemaVersion: 1, base: side('r1'), head: side('r2'), alpha: 0.05, margin: 0.05, change: 0.1, passed: false },
    ...{ reason: `${mark}It regressed.`, warnings: [`${mark}The reference run is old.`] },
    notCompared: [{ ...left, why: `${mark}its guards changed` }],
    contests: [
      {
        ...names,
        pairs: 40,
        identical: 3,
        findings,
        flipped,
        lost: [pair, { base: `${mark}b2`, head: `${mark}unknown` }],
      },
    ],
  })
  const parting = { ...pair, left: `${mark}c1 shop GET`, right: `${mark}c1 shop POST` }
  const actions = {
    base: [{ ...action, action: `${mark}shop GET` }],
    head: [
      { ...action, action: `${mark}shop GET`, success: 0.5 },
      { ...action, action: `${mark}shop POST` },
    ],
  }
  return { comparison, behind: [{ partings: [{ ...parting, places: { base: 'e1', head: 'e4' } }], actions }] }
}

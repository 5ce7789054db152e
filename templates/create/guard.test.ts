import { fc, guardContract } from 'mettle/testing'
import { describe, it } from 'vitest'
import { samplePart } from './guard.ts'

const example = {
  guard: samplePart,
  params: { items: 10 },
  // A call that it lets run.
  legal: { items: 4 },
  // Calls that break what it protects when nothing stops them.
  breaking: [{ items: 11 }, { items: 500, target: 'tool import' }],
}

describe('the guard sample-part', () => {
  for (const { title, check } of guardContract(example, fc)) it(title, check)
})

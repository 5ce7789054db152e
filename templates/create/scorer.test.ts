import { fc, scorerContract } from 'mettle/testing'
import { describe, it } from 'vitest'
import { samplePart } from './scorer.ts'

// Parameters as a scenario gives them.
const examples = [{}, { most: 1 }, { most: 10_000 }]

describe('the scorer sample-part', () => {
  for (const { title, check } of scorerContract(samplePart, fc, examples)) it(title, check)
})

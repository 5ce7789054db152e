import { faultContract, fc } from 'mettle/testing'
import { describe, it } from 'vitest'
import { samplePart } from './fault.ts'

describe('the fault sample-part', () => {
  for (const { title, check } of faultContract(samplePart, fc)) it(title, check)
})

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { toolWithdrawn } from '../../src/faults/tool-withdrawn.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'

describe('tool-withdrawn', () => {
  for (const { title, check } of faultContract(toolWithdrawn, fc)) it(title, check)
})

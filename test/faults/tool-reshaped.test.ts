import fc from 'fast-check'
import { describe, it } from 'vitest'
import { toolReshaped } from '../../src/faults/tool-reshaped.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'

describe('tool-reshaped', () => {
  for (const { title, check } of faultContract(toolReshaped, fc)) it(title, check)
})

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { toolRedescribed } from '../../src/faults/tool-redescribed.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'

describe('tool-redescribed', () => {
  for (const { title, check } of faultContract(toolRedescribed, fc)) it(title, check)
})

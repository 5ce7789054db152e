import fc from 'fast-check'
import { describe, test } from 'vitest'
import { connectionCut } from '../../src/faults/connection-cut.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'

describe('connection-cut', () => {
  for (const { title, check } of faultContract(connectionCut, fc)) test(title, check)
})

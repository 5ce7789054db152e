import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src/faults/define.ts'
import { safeguardFaults } from '../../../src/faults/safeguards/index.ts'
import { faultContract } from '../../../src/testing/fault-contract.ts'

const all: [string, Fault][] = Object.entries(safeguardFaults as unknown as Record<string, Fault>)

it('covers every fault of the catalogue', () => {
  expect(all.length).toBeGreaterThanOrEqual(15)
})

describe.each(all)('the fault %s', (_name, fault) => {
  for (const { title, check } of faultContract(fault, fc)) it(title, check)
})

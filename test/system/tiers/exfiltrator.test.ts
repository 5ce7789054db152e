import { beforeAll, expect, test } from 'vitest'
import { type Exfiltrated, exfiltrate } from '../../containment/exfiltrated.ts'
import { needsSandbox } from './needs.ts'

// The exfiltrator at T2, judged by what arrives outside. The control is T1: test/containment/exfiltrator.test.ts.

let came: Exfiltrated

beforeAll(async () => {
  needsSandbox()
  came = await exfiltrate('T2')
})

test('nothing arrives by any way', () => {
  expect(came.arrived).toEqual([])
  expect(came.record).toMatchObject({ verdict: 'failed', tier: 'T2' })
  expect(came.record.reason).toContain('outside its world')
})

test('it tried all of them', () => {
  expect(Object.keys(came.answer)).toEqual(
    expect.arrayContaining(['fetch', 'net', 'udp', 'unix', 'dns', 'curl', 'child', 'worker']),
  )
})

import { beforeAll, expect, test } from 'vitest'
import { type Exfiltrated, exfiltrate } from './exfiltrated.ts'

// The exfiltrator at T1, judged by what arrives outside. At T2: test/system/tiers/exfiltrator.test.ts.

/** Those that no process holds from within. */
const NOT_PROMISED = ['child', 'curl', 'dns', 'worker']

let came: Exfiltrated

beforeAll(async () => {
  came = await exfiltrate('T1')
})

test('by nothing that a process holds does anything arrive; by the others it does, and that is told', () => {
  expect(came.arrived).toEqual(NOT_PROMISED)
  expect(came.uncovered).toEqual(['child-process', 'dns', 'worker-thread'])
})

test('what was tried is refused, told and fails the trial', () => {
  const { record, answer, refused } = came
  expect(record).toMatchObject({ verdict: 'failed', tier: 'T1' })
  expect(record.reason).toContain('outside its world')
  // What connects alone may meet a server that is made up, and leads nowhere.
  for (const way of ['fetch', 'http', 'undici', 'net', 'udp', 'redirect']) {
    expect(`${way} ${answer[way]}`).toContain('refused')
  }
  expect(refused.length).toBeGreaterThan(9)
})

test('the address where clouds keep keys is refused in each of its spellings', () => {
  const spelled = Object.entries(came.answer).filter(([name]) => /^[^a-z]|0x|@/.test(name))
  expect(spelled.length).toBe(11)
  for (const [name, end] of spelled) expect(`${name} ${end}`).toContain('refused')
  expect(came.refused.filter((target) => /169\.254\.169\.254|a9fe/.test(target)).length).toBeGreaterThan(8)
})

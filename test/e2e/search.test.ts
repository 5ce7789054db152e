import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PLANTED as HUNTED } from '../../scripts/planted.ts'
import type { Found } from '../../src/search/found.ts'
import { mettle, mettleInBatch, PROJECTS, ROOT, readRecord, startMettle, temporaryFolder } from './cli.ts'

const PLANTED = join(PROJECTS, 'planted')
const FAULTS = ['--faults', 'lost-reply,empty-result', '--budget', '70']

async function search(agent: string) {
  const out = join(temporaryFolder(), 'run')
  const json = join(out, '../found.json')
  const args = ['search', 'refund', '--agent', agent, ...FAULTS, '--out', out, '--json', json]
  const ended = await mettle(args, { cwd: PLANTED })
  return { ...ended, out, found: JSON.parse(readFileSync(json, 'utf8')) as Found }
}

describe('a search', () => {
  test('tells each find by a trial that stands in its ledger, and that any command finds again', async () => {
    const { code, stdout, out, found } = await search('looks-once')
    expect(code).toBe(1)
    expect(found.finds).toMatchObject([
      { cause: { scorer: 'effects', target: 'shop.refunds', kind: 'did too much' }, minimal: 'yes', saint: 'survives' },
    ])
    // `scripts/planted-search.ts` does the same for all of them, with every fault.
    expect(found.finds.map(({ plan }) => plan)).toEqual(HUNTED['looks-once']?.plans)
    const [find] = found.finds
    expect(stdout).toContain(find?.replay)
    const { trials } = readRecord(out)
    expect(trials).toHaveLength(found.counts.trials - found.counts.quick)
    expect(found.counts.quick).toBeGreaterThan(10)
    const shown = [...found.finds, ...found.unsurvivable].map(({ trial }) => trials.find(({ id }) => id === trial))
    expect(shown.map((trial) => trial?.verdict)).toEqual(shown.map(() => 'failed'))
    const again = await mettle(['replay', String(find?.trial), '--run', out], { cwd: PLANTED })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('failed as before') })
  })

  test('a saint has no finds, and plans that it does not survive are told apart', async () => {
    const { code, found } = await search('saint')
    expect(code).toBe(0)
    expect(found).toMatchObject({ finds: [], open: [], unstable: [], saint: 'asked' })
    expect(found.coverage.arrived).toBeGreaterThan(5)
  })

  test('Ctrl-C keeps what was found', async () => {
    const out = join(temporaryFolder(), 'run')
    const args = ['search', 'billing/duplicate-charge', '--agent', 'hasty', '--budget', '10m', '--out', out]
    const { child, ended } = startMettle(args, { cwd: ROOT })
    const isUnderWay = () => {
      try {
        return readFileSync(join(`${out}.partial-${child.pid}`, 'plans.jsonl'), 'utf8').split('\n').length > 80
      } catch {
        return false
      }
    }
    while (!isUnderWay() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 50))
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(stdout).toMatch(/^✗ effects: did too much · payments\.refunds$|^✗ end of the trial: threw/m)
    expect(readRecord(out).interrupted).toBe(true)
  })

  test('what is misspelt is told with what is near, before anything runs', async () => {
    const line = (...args: string[]) => ({
      cwd: ROOT,
      args: ['search', ...args, '--out', join(temporaryFolder(), 'run')],
    })
    const told = await mettleInBatch([
      line('billing/duplicate-charge', '--agent', 'hasty', '--faults', 'lost-rply'),
      line('billing/duplicate-charg', '--agent', 'hasty'),
      line('billing/duplicate-charge', '--agent', 'hasy'),
      line('billing/duplicate-charge'),
      line('billing/duplicate-charge', '--agent', 'hasty', '--budget', '5x'),
      line('*', '--agent', 'hasty'),
    ])
    expect(told.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2])
    expect(told.map(({ stderr }) => stderr.split(/(?<=[.?])\s/)[0])).toEqual([
      'There is no fault "lost-rply".',
      'No scenario fits "billing/duplicate-charg".',
      'There is no agent "hasy".',
      'A search is of one agent: name it with --agent.',
      expect.stringContaining("argument '5x' is invalid."),
      expect.stringContaining('fits 11 scenarios'),
    ])
    expect(told[0]?.stderr).toContain('Did you mean "lost-reply"?')
  })
})

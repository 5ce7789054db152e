import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Found } from '../../src/search/found.ts'
import { mettle, mettleInBatch, ROOT, readRecord, startMettle, temporaryFolder } from './cli.ts'

const FAULTS = ['--faults', 'lost-reply,permission-denied', '--max-faults', '1']

describe('a search', () => {
  test('tells each find by a trial that stands in its ledger, and that any command finds again', async () => {
    const out = join(temporaryFolder(), 'run')
    const json = join(out, '../found.json')
    const args = ['search', 'billing/duplicate-charge', '--agent', 'hasty', ...FAULTS, '--out', out, '--json', json]
    const { code, stdout } = await mettle(args, { cwd: ROOT })
    const found = JSON.parse(readFileSync(json, 'utf8')) as Found
    expect(code).toBe(1)
    const twice = found.finds.find(({ cause }) => cause.kind === 'did too much')
    expect(twice).toMatchObject({
      cause: { scorer: 'effects', target: 'payments.refunds' },
      plan: [{ fault: 'lost-reply', on: 'payments POST /v1/refunds', when: { nth: 1 } }],
      minimal: 'yes',
      saint: 'survives',
    })
    expect(stdout).toContain(twice?.replay)
    expect(found.unsurvivable.map(({ plan }) => plan)).toContainEqual([
      { fault: 'permission-denied', on: 'payments POST /v1/refunds', when: { from: 1 } },
    ])
    const run = readRecord(out)
    expect(run.trials).toHaveLength(found.counts.trials)
    const shown = [...found.finds, ...found.unsurvivable].map(({ trial }) => run.trials.find(({ id }) => id === trial))
    expect(shown.map((trial) => trial?.verdict)).toEqual(shown.map(() => 'failed'))
    const again = await mettle(['replay', String(twice?.trial), '--run', out], { cwd: ROOT })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('failed as before') })
  })

  test('Ctrl-C keeps what was found', async () => {
    const out = join(temporaryFolder(), 'run')
    const args = ['search', 'billing/duplicate-charge', '--agent', 'hasty', '--budget', '10m', '--out', out]
    const { child, ended } = startMettle(args, { cwd: ROOT })
    const isUnderWay = () => {
      try {
        return readFileSync(join(`${out}.partial-${child.pid}`, 'trials.jsonl'), 'utf8').split('\n').length > 80
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
    const search = (...args: string[]) => ({
      cwd: ROOT,
      args: ['search', ...args, '--out', join(temporaryFolder(), 'run')],
    })
    const told = await mettleInBatch([
      search('billing/duplicate-charge', '--agent', 'hasty', '--faults', 'lost-rply'),
      search('billing/duplicate-charg', '--agent', 'hasty'),
      search('billing/duplicate-charge', '--agent', 'hasy'),
      search('billing/duplicate-charge'),
      search('billing/duplicate-charge', '--agent', 'hasty', '--budget', '5x'),
      search('*', '--agent', 'hasty'),
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

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { changeRun } from '../store/write-run.ts'
import { mettle, readEvents, runProject, temporaryFolder } from './cli.ts'

let out: string
let trials: TrialRecord[]

beforeAll(async () => {
  const ran = await runProject('../project', ['--workers', '1'])
  out = ran.out
  trials = ran.record.trials
})

const trace = (...args: string[]) => mettle(['trace', ...args], { cwd: out })

/** A copy of the run with something changed in it. */
function changed(change: (folder: string) => void): string {
  const folder = join(temporaryFolder(), 'run')
  cpSync(out, folder, { recursive: true })
  change(folder)
  return folder
}

describe('mettle trace', () => {
  test('prints a trial, a line for each event', async () => {
    for (const trial of [trials.at(0), trials.at(-1)] as TrialRecord[]) {
      const { code, stdout, stderr } = await trace(trial.id, '--run', out)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const lines = stdout.trimEnd().split('\n')
      expect(lines).toHaveLength(trial.trace.events)
      expect(lines[0]).toMatch(/^e1 {4}0:00\.000 {2}task: /)
      expect(lines.at(-1)).toMatch(/^e\d+ .* ended: returned$/)
      expect(stdout).toMatch(/^e\d+ +\d:\d\d\.\d{3} {2}c2 the world answered ok 201 \{.*\}$/m)
    }
  })

  test('prints it as JSON, as it stands in the file and in the record', async () => {
    const trial = trials[1] as TrialRecord
    const { code, stdout } = await trace(trial.id, '--run', out, '--json')
    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(readEvents(out, trial))
  })

  test('takes a part of an id that no other trial has; of several says which: exit 2', async () => {
    const { id } = trials[1] as TrialRecord
    const own = id.slice(id.indexOf('~'))
    const alone = trials.filter((trial) => trial.id.includes(own)).length === 1 ? own : id.slice(1)
    const [whole, part] = await Promise.all([trace(id, '--run', out), trace(alone, '--run', out)])
    expect(part).toEqual(whole)
    const { code, stdout, stderr } = await trace('~', '--run', out)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`"~" fits ${trials.length} trials of ${out}: ${trials[0]?.id}, `)
    expect(await trace('', '--run', out)).toMatchObject({ code: 2, stdout: '' })
  })

  test('of an unknown trial names the nearest: exit 2', async () => {
    const id = trials[0]?.id ?? ''
    const { code, stdout, stderr } = await trace(`${id}x`, '--run', out)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`Did you mean "${id}"?`)
  })

  test('says what was changed, and shows what is before it: exit 1', async () => {
    const [first, second] = trials as [TrialRecord, TrialRecord]
    const { file, offset, length } = second.trace
    const folder = changed((copy) => {
      const bytes = readFileSync(join(copy, file))
      bytes[offset + length - 30] = '!'.charCodeAt(0)
      writeFileSync(join(copy, file), bytes)
    })
    const { code, stdout, stderr } = await trace(second.id, '--run', folder)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^The trace of \S+ was changed: line \d+ does not fit the line before it\. It is no evidence\.$/m,
    )
    expect(stdout).toMatch(/^e1 /)
    // Trials beside it are what they were.
    expect(await trace(first.id, '--run', folder)).toMatchObject({ code: 0, stderr: '' })
  })

  test('finds a changed end in the record, and missing lines: exit 1', async () => {
    const { id } = trials[0] as TrialRecord
    const withRecord = (change: (trial: TrialRecord) => void) =>
      changed((copy) => {
        changeRun(copy, (record) => change(record.trials[0] as TrialRecord))
      })
    const ended = withRecord((trial) => Object.assign(trial.closing.at(-1) ?? {}, { how: 'threw' }))
    const missing = withRecord((trial) => trial.closing.pop())
    const told = await Promise.all([ended, missing].map((folder) => trace(id, '--run', folder)))
    expect(told.map(({ code }) => code)).toEqual([1, 1])
    expect(told[0]?.stderr).toContain('its end is another one')
    expect(told[1]?.stderr).toContain('lines of it are missing')
  })
})

test('a trace shows what a call carried, what the world answered, and what the model said and chose', async () => {
  const { out: folder } = await runProject('.', ['billing/duplicate-charge', '-a', 'ai-sdk', '--variant', 'calm'])
  const { code, stdout } = await trace('calm', '--run', folder)
  expect(code).toBe(0)
  expect(stdout).toMatch(/c1 the world answered ok 200 calls lookup_order$/m)
  expect(stdout).toMatch(/c2 payments GET \/v1\/orders\/\{id\} \{"id":"ord_1042"\}$/m)
  expect(stdout).toMatch(/ payments POST \/v1\/refunds, \$120\.00 \{"amount":12000,.*"charge":"ch_5002"/)
  expect(stdout).toMatch(/the world answered ok 200 says "The duplicate charge/)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(400)
})

test('a tool shows its whole input, with the names in it', async () => {
  const { out: folder } = await runProject('own-approval', ['publish', '--agent', 'good', '--variant', 'calm'])
  const { stdout } = await trace('good', '--run', folder)
  expect(stdout).toMatch(/ tool ask \{"budget":500,"id":"[^"]+"/)
})

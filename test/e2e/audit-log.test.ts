import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AuditLine } from '../../src/store/audit-log.ts'
import { mettle, ROOT, readRecord, runProject } from './cli.ts'

test('a run leaves an audit log of all its actions, and a change of it is found', async () => {
  const { out, record } = await runProject('.', ['billing/*', '--agent', 'saint,hasty', '--variant', 'calm'])
  const file = join(out, 'audit.jsonl')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as AuditLine)
  expect(rows.length).toBe(record.trials.reduce((sum, { usage }) => sum + usage.calls, 0))
  expect(new Set(rows.map(({ trial }) => trial))).toEqual(new Set(record.trials.map(({ id }) => id)))
  expect(record.audit?.count).toBe(rows.length)
  const report = () => mettle(['report', out, '--reporter', 'list'], { cwd: ROOT })
  expect((await report()).code).toBe(0)
  writeFileSync(file, `${lines.toSpliced(1, 1).join('\n')}\n`)
  const { code, stdout } = await report()
  expect(code).toBe(1)
  expect(stdout).toContain('audit.jsonl was changed: line 2')
  expect(readRecord(out).audit).toEqual(record.audit)
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { budget } from '../../src/guards/budget.ts'
import { usd } from '../../src/kernel/money.ts'
import { AUDIT_FILE, type AuditLine, auditLines, auditProblem, openAuditLog } from '../../src/store/audit-log.ts'
import { guardStage } from '../../src/testing/guard-stage.ts'

/** A log of two trials of three calls each, the third of them denied. */
async function logged(nonce = 'n') {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-audit-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const log = openAuditLog(folder, nonce)
  for (const trial of ['a', 'b']) {
    const stage = guardStage({ guard: budget, params: { trial: 10 } })
    for (let call = 0; call < 3; call++) await stage.cross({ cost: usd(4), reason: 'stock' })
    log.append(auditLines(trial, stage.evidence()))
  }
  const audit = log.end()
  log[Symbol.dispose]()
  const file = join(folder, AUDIT_FILE)
  const text = readFileSync(file, 'utf8')
  const lines = text.trimEnd().split('\n')
  const changed = (to: string[] | string) => {
    writeFileSync(file, typeof to === 'string' ? to : `${to.join('\n')}\n`)
    return auditProblem(folder, { audit })
  }
  return { folder, text, lines, changed, audit }
}

test('each action is a line with the fields of an audit, trial by trial', async () => {
  const { lines, folder, audit } = await logged()
  const rows = lines.map((line) => JSON.parse(line) as AuditLine & { link: string })
  expect(rows.map(({ trial, call, action_status }) => `${trial} ${call} ${action_status}`)).toEqual([
    ...['a c1 executed', 'a c2 executed', 'a c3 denied'],
    ...['b c1 executed', 'b c2 executed', 'b c3 denied'],
  ])
  expect(Object.keys(rows[0] ?? {})).toEqual(
    `trial call timestamp agent_id action_type api_endpoint action_status reason estimated_cost approved_by
    execution_status result result_summary duration_ms link`.split(/\s+/),
  )
  expect(rows[0]).toMatchObject({ agent_id: 'agent', estimated_cost: '$4.00', reason: 'stock' })
  expect(auditProblem(folder, { audit })).toBeUndefined()
})

describe('the check of an audit log finds', () => {
  const edit = (line = '') => line.replace('executed', 'proposed')
  test.each([
    ['an edited line', (l: string[]) => l.map((line, at) => (at === 1 ? edit(line) : line)), /line 2/],
    ['a line that is gone', (l: string[]) => l.filter((_, at) => at !== 2), /line 3/],
    [
      'two lines in another order',
      (l: string[]) => [...l.slice(0, 2), ...l.slice(2, 4).reverse(), ...l.slice(4)],
      /line 3/,
    ],
    ['a line that is there twice', (l: string[]) => [...l, l[5] ?? ''], /line 7/],
    ['last lines that are gone', (l: string[]) => l.slice(0, 4), /4 of 6 lines/],
    ['that all are gone', () => '', /0 of 6 lines/],
    ['a file that ends within a line', (l: string[]) => l.join('\n').slice(0, -3), /line 6/],
  ] as [string, (lines: string[]) => string[] | string, RegExp][])('%s', async (_, change, message) => {
    const { lines, changed } = await logged()
    expect(changed(change(lines))).toMatch(message)
  })

  test('lines of another run', async () => {
    const [one, other] = [await logged('n'), await logged('m')]
    expect(one.changed(other.text)).toMatch(/line 1/)
  })

  test('that the file is gone', async () => {
    const { folder, audit } = await logged()
    rmSync(join(folder, AUDIT_FILE))
    expect(auditProblem(folder, { audit })).toBe('audit.jsonl is gone.')
  })

  test('nothing where nothing was changed: positive control', async () => {
    const { text, changed } = await logged()
    expect(changed(text)).toBeUndefined()
  })
})

test('a result that is long is cut, and the line still checks', async () => {
  const { folder } = await logged()
  const log = openAuditLog(folder, 'n')
  const stage = guardStage({ guard: budget, params: { trial: 10 } })
  await stage.cross({ world: () => ({ kind: 'ok', output: { content: 'x'.repeat(10_000) } }) })
  log.append(auditLines('a', stage.evidence()))
  const audit = log.end()
  log[Symbol.dispose]()
  expect(readFileSync(join(folder, AUDIT_FILE), 'utf8').length).toBeLessThan(2_000)
  expect(auditProblem(folder, { audit })).toBeUndefined()
})

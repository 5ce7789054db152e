import { marked, type Token } from 'marked'
import { expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import { type Comparison, comparisonSchema } from '../../src/record/comparison.ts'
import { comparisonMarkdown, comparisonText, type Parting } from '../../src/reports/text/comparison.ts'
import { repeats } from '../verdict/runs.ts'
import { hostileStrings } from './hostile-strings.ts'

/** A comparison with a regression, something that was not compared, a warning and a step apart; `mark` before every free text. */
function sample(mark = ''): [Comparison, Parting[][]] {
  const who = { agent: `${mark}careful`, scenario: `${mark}billing/refund` }
  const base = repeats(30, { ...who, reproducible: false })
  const head = base.slice(1).map((one) => ({ ...one, verdict: 'failed' as const, traceHash: 'other' }))
  const side = { run: `${mark}run`, startedAt: '2026-03-02T09:00:00.000Z', mettle: '0.1.0' }
  const compared = compareTrials(base, head)
  const warnings = [`${mark}The reference run is stale.`]
  const comparison = comparisonSchema.parse({ schemaVersion: 1, base: side, head: side, warnings, ...compared })
  return [comparison, [[{ base: `${mark}t1`, head: `${mark}t2`, left: `${mark}c1 shop GET`, right: null }]]]
}

test('the terminal sees the sides, the warning, each figure, the step apart and what was not compared', () => {
  const lines = comparisonText(...sample(), false).split('\n')
  expect(lines[0]).toBe('base  run, 2026-03-02T09:00:00.000Z')
  expect(lines).toContain('warning: The reference run is stale.')
  expect(lines.some((line) => /^ {2}✗ regressed +passed +100 % → 0 %, -100 % \(/.test(line))).toBe(true)
  expect(lines).toContain('    base  c1 shop GET')
  expect(lines).toContain('    head  nothing more')
  expect(lines).toContain('  billing/refund · lost-reply · careful: 1 trial, the head has no such trial')
  expect(lines).toContain(
    '  ? flipped       billing/refund · lost-reply: passed and fails now, in 29 pairs; chance has a say',
  )
  expect(lines.at(-2)).toMatch(/^✗ failed: Passed and fails now in some pairs.* Of 1 figures 1 regressed/)
})

test('where chance has no say, the terminal and Markdown name the task and give no interval', () => {
  const [{ base, head, warnings }] = sample()
  const compared = compareTrials(repeats(3), repeats(3, { verdict: 'failed', traceHash: 'other' }))
  const comparison = comparisonSchema.parse({ schemaVersion: 1, base, head, warnings, ...compared })
  const text = comparisonText(comparison, [], false)
  expect(text).toMatch(/✗ flipped +billing\/refund · lost-reply: passed and fails now, in 3 pairs, for certain\n/)
  expect(text).toMatch(/✗ regressed +passed +100 % → 0 %, -100 %, exact, 1 pair\n/)
  expect(text).not.toContain('no regression')
  expect(comparisonMarkdown(comparison, [])).toContain('| ✗ | `billing/refund · lost-reply` |')
})

test('hostile text adds no line to the terminal, and no markup, row or column to Markdown', () => {
  const shape = (text: string) => {
    const kinds: string[] = []
    marked.walkTokens(marked.lexer(text), (token: Token) => {
      if (!['text', 'space'].includes(token.type)) kinds.push(token.type)
    })
    return kinds.sort().join()
  }
  const lines = comparisonText(...sample('x '), false).split('\n').length
  const harmless = shape(comparisonMarkdown(...sample('x ')))
  for (const hostile of hostileStrings(150)) {
    const [comparison, partings] = sample(hostile)
    const text = comparisonText(comparison, partings, false)
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect([hostile, text.split('\n').length]).toEqual([hostile, lines])
    expect([hostile, shape(comparisonMarkdown(comparison, partings))]).toEqual([hostile, harmless])
  }
})

import { marked, type Token, type Tokens } from 'marked'
import { expect, test } from 'vitest'
import { markdown } from '../../src/reports/markdown.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const render = (sample: Sample) => markdown.render(storedRun(sample)) as string

/** Every token of a document, inline ones and those of table cells among them. */
function tokensOf(text: string): Token[] {
  const found: Token[] = []
  marked.walkTokens(marked.lexer(text), (token) => void found.push(token))
  return found
}

const tablesOf = (text: string) => tokensOf(text).filter((token): token is Tokens.Table => token.type === 'table')

test('it says what the gates say, shows the matrix, the trouble and the four layers', () => {
  const text = render(sampleRun())
  expect(text).toMatch(/^## mettle: ✗ failed\n/)
  const heads = tablesOf(text).map(({ header }) => header.map((cell) => cell.text).join(' '))
  expect(heads).toEqual([
    ' gate figure trials why',
    'scenario · variant `careful` `hasty@mini-2`',
    'agent pass rate, 95 % interval pass@k pass^k flaky tasks',
    ' trial why run it again',
    'agent cost controls action verification isolation observability',
  ])
  expect(text).toContain('| `support/close-account · stale-read` | ✓ 2/3 flaky | – not run |')
  expect(text).toContain('`mettle replay billing.duplicate-charge~lost-reply~hasty@mini-2~r1`')
})

test('hostile text is code and nothing else: no markup, no link, no row and no column more', () => {
  const shape = (text: string) => tablesOf(text).map(({ header, rows }) => [header.length, rows.length])
  const harmless = shape(render(markEverything(sampleRun(), 'x ')))
  for (const hostile of [HOSTILE, ...hostileStrings(300)]) {
    const text = render(markEverything(sampleRun(), hostile))
    expect([hostile, shape(text)]).toEqual([hostile, harmless])
    const kinds = new Set(tokensOf(text).map(({ type }) => type))
    expect(
      [...kinds].filter((kind) => !['heading', 'paragraph', 'text', 'codespan', 'table', 'space'].includes(kind)),
    ).toEqual([])
  }
})

test('control: what is not put into code is markup', () => {
  expect(tokensOf(`| a |\n| --- |\n| ${HOSTILE} |\n`).some(({ type }) => type === 'html')).toBe(true)
})

test('long runs are cut and say so: a page of a CI system holds 1 MiB', () => {
  const { record, traces } = sampleRun()
  const failed = record.trials.find(({ verdict }) => verdict === 'failed')
  if (!failed) throw new Error('the sample has no failed trial')
  // Reasons that are told apart: numbers alone make no other cause.
  const letters = (number: number) => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  const trials = Array.from({ length: 5_000 }, (_, index) => {
    return { ...failed, id: `${failed.id}-${index}`, variant: `v${index}`, reason: letters(index) + '🙂'.repeat(5_000) }
  })
  const text = render({ record: { ...record, trials, planned: trials }, traces })
  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576 / 2)
  expect(text).toContain('… and 4950 more trials that did not pass.')
})

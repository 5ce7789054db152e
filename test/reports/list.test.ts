import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { openTerminal } from '../../src/commands/terminal.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { wantsColor } from '../../src/reports/list/paint.ts'
import { list, renderList } from '../../src/reports/list.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const plain = (sample: Sample, width = 100) => renderList(storedRun(sample), { color: false, width })

test('a row for each scenario and variant, a column for each agent, a sign and a word for each verdict', () => {
  const [head, ...lines] = plain(sampleRun()).split('\n')
  expect(head).toMatch(/^scenario · variant +careful +hasty@mini-2$/)
  expect(lines.slice(0, 4)).toEqual([
    'billing/duplicate-charge · calm        ✓ passed        ✓ passed',
    'billing/duplicate-charge · lost-reply  ✓ passed        ✗ failed',
    'billing/duplicate-charge · forbidden   ? inconclusive  ! error',
    'support/close-account · stale-read     ✓ 2/3 ~flaky    – not run',
  ])
})

test('a trial that did not pass tells what, the evidence and the replay', () => {
  const lines = plain(sampleRun()).split('\n')
  const at = lines.indexOf('✗ failed  billing/duplicate-charge · lost-reply · hasty@mini-2 · r1')
  expect(lines[at + 1]).toBe(
    '  what     Charge ch_2 was refunded twice after a lost reply: 2 refunds where 1 was expected.',
  )
  expect(lines[at + 2]).toMatch(
    /^ {2}evidence e9 create payments\.refunds re_1 .*; e14 create payments\.refunds re_2 .*; e999 not in the trace; 1 more$/,
  )
  expect(lines[at + 3]).toBe('  replay   mettle replay billing.duplicate-charge~lost-reply~hasty@mini-2~r1')
})

test('an open obligation is evidence, and an error begins with what broke', () => {
  const text = plain(sampleRun())
  expect(text).toContain(
    'fault permission-denied on payments POST /v1/refunds: planned 1, delivered 0; guard budget: required, decided no call',
  )
  expect(text).toContain('evidence e7 world payments POST /v1/refunds: cannot read properties of undefined')
})

test('totals and gates have their figures', () => {
  const text = plain(sampleRun())
  expect(text).toContain('10 trials:  ✓ 5 passed  ✗ 2 failed  ? 1 inconclusive  ! 1 error  – 1 not run')
  expect(text).toContain('✗ failed  passRate{agent:hasty} >= 0.9  1 of 4 trials passed')
  expect(text).toContain('✓ passed  cost.p95 < 0.25  0.0031 over 10 trials')
  expect(text).toContain('– not evaluated  passRate{scenario:search/*} >= 1  no trial was selected')
  expect(text).toContain('✗ gate failed: 2 of 3 gates failed')
})

test('a passed run shows no trouble', () => {
  const { record, traces } = sampleRun()
  record.trials = record.trials.filter(({ verdict }) => verdict === 'passed')
  expect(plain({ record, traces })).not.toContain('replay')
})

test('of many causes it shows 20 and counts the rest', () => {
  const { record, traces } = sampleRun()
  const failed = record.trials.find(({ verdict }) => verdict === 'failed')
  if (!failed) throw new Error('the sample has no failed trial')
  record.trials = Array.from({ length: 33 }, (_, index) => {
    return {
      ...failed,
      id: `${failed.id}-${index}`,
      reason: `It broke in the way ${String.fromCodePoint(97 + index)}.`,
    }
  })
  const text = plain({ record, traces })
  expect(text.match(/^ {2}replay/gm)?.length).toBe(20)
  expect(text).toContain('… and 13 more trials not passed.')
})

test('trials that failed for the same reason are told once, with their number and where; errors of the harness come first', () => {
  const { record, traces } = sampleRun()
  const failed = record.trials.find(({ verdict }) => verdict === 'failed')
  const broken = record.trials.find(({ verdict }) => verdict === 'error')
  if (!failed || !broken) throw new Error('the sample lacks a trial')
  const places = [
    ['billing/refund', 'calm'],
    ['billing/refund', 'late'],
    ['shop/reprice', 'calm'],
  ] as const
  const equal = places.map(([scenario, variant], index) => {
    const reason = `Charge ch_${index} was refunded twice (3f9a${index}c2d1e): ${index} refunds, and ${index + 1} more.`
    return { ...failed, id: `${failed.id}-${index}`, scenario, variant, reason }
  })
  record.trials = [...equal, { ...failed, id: 'other', reason: 'The agent threw (no money).' }, broken]
  const lines = plain({ record, traces }).split('\n')
  const heads = lines.filter(
    (line) => /^[✗!] \w+ {2}/.test(line) && !line.startsWith('✗ gate') && !/passRate|guards/.test(line),
  )
  expect(heads).toEqual([
    expect.stringMatching(/^! error {2}billing/),
    '✗ failed  3 trials',
    expect.stringMatching(/^✗ failed {2}billing/),
  ])
  const at = lines.indexOf('✗ failed  3 trials')
  expect(lines.slice(at + 1, at + 4)).toEqual([
    '  what     Charge ch_0 was refunded twice (3f9a0c2d1e): 0 refunds, and 1 more.',
    '  where    billing/refund (calm, late), shop/reprice (calm); hasty@mini-2',
    '  first    billing/refund · calm · hasty@mini-2 · r1',
  ])
})

test('heads are whole, also where names are short and where the terminal is narrow', () => {
  const { record, traces } = sampleRun()
  const short = <T extends { scenario: string; variant: string }>(one: T) => ({ ...one, scenario: 'a', variant: 'b' })
  const sample = { record: { ...record, trials: record.trials.map(short), planned: record.planned.map(short) }, traces }
  expect(plain(sample).split('\n')[0]).toMatch(/^scenario · variant +careful +hasty@mini-2$/)
  for (const width of [0, 10, 40]) {
    const text = plain(sampleRun(), width)
    expect(text.split('\n').slice(0, 2)).toEqual(['billing/duplicate-charge · calm', '  ✓ passed  careful'])
  }
})

test('a terminal that says it has no columns is taken for one of the usual width', async () => {
  const stream = { columns: 0, write: () => true } as unknown as NodeJS.WriteStream
  expect(await openTerminal(stream).render(list, storedRun(sampleRun()))).toBe(list.render(storedRun(sampleRun())))
})

test('the summary says what its money is: moved by actions, for models, really paid', () => {
  expect(plain(sampleRun())).toContain(
    'money: $0.00 moved by actions in the sandbox, $0.0279 for models, nothing really paid\n',
  )
  const used = {
    calls: 4,
    inputTokens: 1200,
    outputTokens: 80,
    cachedInputTokens: 200,
    usd: 1.25,
    paidUsd: 1,
    unpriced: 0,
  }
  const sample = sampleRun()
  const [first, ...others] = sample.record.trials as [TrialRecord, ...TrialRecord[]]
  const models = [
    { ...used, model: 'bold' },
    { ...used, model: 'odd\u001b[31m', usd: 0, paidUsd: 0, unpriced: 4 },
  ]
  const usage = { ...first.usage, usd: 13.75, modelUsd: 1.25, models }
  const trials = [
    { ...first, usage },
    ...others.map((one) => ({ ...one, usage: { ...one.usage, usd: 0, modelUsd: 0 } })),
  ]
  const text = plain({ ...sample, record: { ...sample.record, paidUsd: 1, trials } })
  expect(text).toContain(
    'money: $12.50 moved by actions in the sandbox, $1.25 for models (the price of 4 turns is not known), $1.00 really paid\n' +
      '  model bold: 4 calls, 1,200 (200 cached) + 80 tokens, $1.25, really paid\n',
  )
  expect(text).toMatch(/ {2}model odd\S+: 4 calls, 1,200 \(200 cached\) \+ 80 tokens, no known price\n/)
  expect(text).not.toContain('\u001b')
  const live = trials.map((one) => ({ ...one, models: { 'odd\u001b[31m': { mode: 'live' as const } } }))
  const asked = (paidUsd: number) => plain({ ...sample, record: { ...sample.record, paidUsd, trials: live } })
  expect(asked(1)).toContain('(the price of 4 turns is not known), at least $1.00 really paid\n')
  expect(asked(0)).toContain('(the price of 4 turns is not known), nobody knows what was really paid\n')
})

test('where the table does not fit, each cell gets its line', () => {
  const lines = plain(sampleRun(), 50).split('\n')
  expect(lines.slice(0, 3)).toEqual([
    'billing/duplicate-charge · calm',
    '  ✓ passed  careful',
    '  ✓ passed  hasty@mini-2',
  ])
})

test('colour adds nothing but colour, and is off unless a person looks on', () => {
  const run = storedRun(sampleRun())
  const colored = renderList(run, { color: true, width: 100 })
  expect(colored).toContain('\u001b[31m')
  expect(stripVTControlCharacters(colored)).toBe(list.render(run))
  expect(wantsColor({ isTTY: true }, {})).toBe(true)
  expect(wantsColor({ isTTY: true }, { NO_COLOR: '1' })).toBe(false)
  expect(wantsColor({ isTTY: true }, { NO_COLOR: '' })).toBe(true)
  expect(wantsColor({}, {})).toBe(false)
  expect(wantsColor({}, { FORCE_COLOR: '1' })).toBe(true)
})

test('hostile text cannot move the cursor, and adds no line', () => {
  const hostile = plain(markEverything(sampleRun(), `${HOSTILE}\n\r\u009b2J`))
  expect(hostile).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  expect(hostile).toContain('␛[2J')
  const harmless = plain(markEverything(sampleRun(), 'x'.repeat(HOSTILE.length)))
  expect(hostile.split('\n').length).toBe(harmless.split('\n').length)
})

test('a trace that cannot be read is said, not thrown', () => {
  const sample = sampleRun()
  sample.traces.clear()
  expect(plain(sample)).toContain('evidence The trace could not be read: no trace of')
})

import { expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { fitting, readFilter } from '../../src/reports/html/browser/filter.ts'
import { driftView } from '../../src/reports/html/shell/drift.ts'
import { html } from '../../src/reports/html.ts'
import { markdown } from '../../src/reports/markdown.ts'
import { chosenTools } from '../../src/reports/text/model-reply.ts'
import { repeats } from '../verdict/runs.ts'
import { contentsOf, shellOf, trialSections } from './page-parts.ts'
import { readPage } from './page-structure.ts'
import { sampleComparison } from './sample-comparison.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const render = async (sample: Sample) => html.render(storedRun(sample))
const textOf = (markup: string) => readPage(markup).texts.join(' ').replaceAll(/\s+/g, ' ')

/** The sample, with each trial of a place and reason of its own. */
function changed(change: (trial: TrialRecord, index: number) => Partial<TrialRecord>): Sample {
  const { record, traces } = sampleRun()
  record.trials = record.trials.map((trial, index) => ({ ...trial, ...change(trial, index) }))
  record.planned = record.trials.map(({ id, scenario, variant, agent, model, repeat, tags }) => {
    return { id, scenario, variant, agent, model, repeat, tags }
  })
  return { record, traces }
}

test('why trials did not pass stands above all tables, each cause once, with links to its trials', async () => {
  const sample = changed(({ verdict }, index) =>
    verdict === 'passed' && index < 3 ? { verdict: 'failed', reason: `Charge ch_${index} was refunded twice.` } : {},
  )
  const shell = shellOf(await render(sample))
  const text = textOf(shell)
  expect(text.indexOf('Why trials did not pass')).toBeLessThan(text.indexOf('Gates'))
  expect(text).toMatch(/failed 3 trials careful, hasty@mini-2 Charge ch_0 was refunded twice\./)
  expect(text).not.toContain('Charge ch_1 was refunded twice.')
  const causes = shell.slice(shell.indexOf('class="causes"'), shell.indexOf('id="_gates"'))
  for (const { id, verdict } of sample.record.trials) {
    expect([id, causes.includes(`href="#/trial/${id}"`)]).toEqual([id, verdict !== 'passed'])
  }
  expect(causes.indexOf('tone-error')).toBeLessThan(causes.indexOf('tone-failed'))
})

test('scenarios that passed in every trial are folded, below those that did not; where all passed, they lie open', async () => {
  const shell = shellOf(
    await render(changed(({ scenario }) => (scenario.startsWith('billing') ? { verdict: 'passed' } : {}))),
  )
  const [above = '', folded = ''] = shell.split('<details class="fold all-passed">')
  expect([above.includes('<span class="scenario">billing'), folded.includes('<span class="scenario">billing')]).toEqual(
    [false, true],
  )
  expect(textOf(folded)).toContain('1 scenario passed in every trial')
  expect(above).toContain('id="_only"')
  const all = shellOf(await render(changed(() => ({ verdict: 'passed' }))))
  expect([all.includes('<details class="fold all-passed" open>'), all.includes('id="_only"')]).toEqual([true, false])
  for (const page of [shell, all]) expect(page.split('<tr class="whole">').length).toBe(2)
})

test('a badge for each flaky task, as many as the summary counts', async () => {
  // One agent passes a task and not another: that is no flaky task. Another passes a task now and then: that is one.
  const sample = sampleRun()
  const badges = shellOf(await render(sample)).split('class="flaky"').length - 1
  const summary = await markdown.render(storedRun(sample))
  const counted = [...summary.matchAll(/\| (\d+) of \d+ \|$/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
  expect([badges, counted]).toEqual([1, 1])
})

test('what decided nothing has a sign that is drawn, a half circle: no character that a font may lack', async () => {
  const shell = shellOf(await render(changed((_, index) => (index === 0 ? { verdict: 'inconclusive' } : {}))))
  expect(shell).toMatch(/<symbol id="_inconclusive"[^>]*><circle class="hollow"[^>]*\/><path d="[^"]+"\/><\/symbol>/)
  expect(shell).toContain('<use href="#_inconclusive"/>')
  expect(textOf(shell)).not.toMatch(/[\ufffd\u25a0-\u25ff\u2047-\u2049]/)
})

test('a trial begins with its task, what happened in a sentence, and its answer', () => {
  const sample = sampleRun()
  const at = sample.record.trials.findIndex(({ verdict }) => verdict === 'failed')
  const text = textOf(trialSections(sample)[at] ?? '')
  const top = text.slice(0, text.indexOf('Copy replay'))
  expect(top).toContain('Task Refund the duplicate charge on invoice in_31, and tell the customer.')
  expect(top).toContain(
    'What happened The agent made 2 calls, met lost-reply, created 2 in payments.refunds and answered.',
  )
  expect(top).toMatch(/Answer \{.*"refunded": 4900.*\}/)
})

test.each<[string, unknown]>([
  [
    'Chat Completions',
    { body: { choices: [{ message: { tool_calls: [{ type: 'function', function: { name: 'pay' } }] } }] } },
  ],
  ['Responses', { body: { output: [{ type: 'message' }, { type: 'function_call', name: 'pay', arguments: '{}' }] } }],
  [
    'Messages',
    {
      body: {
        content: [
          { type: 'text', text: 'x' },
          { type: 'tool_use', name: 'pay', input: { name: 'Ada' } },
        ],
      },
    },
  ],
  ['generateContent', { candidates: [{ content: { parts: [{ functionCall: { name: 'pay', args: {} } }] } }] }],
  ['a stream', { body: 'event: x\ndata: {"content_block":{"type":"tool_use","name":"pay"}}\n\ndata: [DONE]\n' }],
])('a model step shows the tool that it chose: %s', (_, output) => {
  expect(chosenTools(output)).toEqual(['pay'])
})

test('what is no choice of a tool is none, and an endless reply is looked through in part', () => {
  expect(chosenTools({ name: 'pay', type: 'text', text: 'data: nothing' })).toEqual([])
  expect(chosenTools(undefined)).toEqual([])
  expect(
    chosenTools(Array.from({ length: 100_000 }, (_, n) => ({ type: 'tool_use', name: `t${n}` }))).length,
  ).toBeLessThan(5_000)
})

test('each number on the page of guards leads to its trials', async () => {
  const quiet = { allow: 2, deny: 0, hold: 0, halt: 0 }
  const sample = changed(({ repeat, guards }) =>
    repeat === 3 ? { guards: guards.map((guard) => ({ ...guard, decisions: quiet })) } : {},
  )
  const page = await render(sample)
  const guards = /data-page="guards" aria[\s\S]*?<\/section>/.exec(page)?.[0] ?? ''
  const links = [...guards.matchAll(/href="#\/trials\?([^"]+)"[^>]*>(?:<svg.*?<\/svg>)?([^<]*?)(\d+)([^<]*)</g)]
  const { index } = contentsOf(page)
  expect(links.length).toBeGreaterThan(6)
  for (const [, written = '', , count] of links) {
    const query = written.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=')
    const found = index.rows.filter(fitting(index, readFilter(new URLSearchParams(query)))).length
    // A guard may deny several calls of one trial; here it never does.
    expect([query, found]).toEqual([query, Number(count)])
  }
  const cells = guards
    .slice(guards.indexOf('<tbody>'), guards.indexOf('id="_broken"'))
    .replaceAll(/<a [\s\S]*?<\/a>/g, '')
    .replaceAll(/<details[\s\S]*?<\/details>/g, '')
  expect(readPage(cells).texts.join('')).not.toMatch(/\d/)
})

test('drift names the task that flipped and the scenario that regressed, and folds what nothing came of', () => {
  const scenarios = ['billing/refund', 'shop/reprice', 'ops/runaway']
  const side = (verdict: TrialRecord['verdict'], traceHash: string) =>
    scenarios.flatMap((scenario, index) => repeats(2, { scenario, ...(index === 1 && { verdict, traceHash }) }))
  const compared = sampleComparison('x')
  const comparison = { ...compared.comparison, ...compareTrials(side('passed', 'a'), side('failed', 'b')) }
  const [contest] = driftView({ ...compared, comparison }, []).contests
  expect(contest?.flipped.map(({ scenario, tone }) => [scenario, tone])).toEqual([['shop/reprice', 'failed']])
  expect(contest?.regressed).toEqual([{ scenario: 'shop/reprice', figures: 'pass rate 100 % → 0 %' }])
  expect(new Set(contest?.quiet.map(({ verdict }) => verdict))).toEqual(new Set(['unchanged']))
  expect(contest?.loud.some(({ scenario }) => scenario === 'shop/reprice')).toBe(true)
})

test('the table of models says where their turns came from, in each way that the trials had them; the tile says what is not known of the money', async () => {
  const used = { model: 'bold', calls: 1, inputTokens: 9, outputTokens: 2, cachedInputTokens: 0, usd: 0, paidUsd: 0 }
  const origins = [{ mode: 'live' as const }, { mode: 'recorded' as const, recordedAt: '2026-11-29T22:01:20.738Z' }]
  const sample = (unpriced: number) =>
    changed(({ usage }, index) => {
      const origin = origins[index]
      return {
        usage: { ...usage, models: [{ ...used, unpriced }] },
        ...(origin && { models: { bold: origin } }),
      }
    })
  const text = textOf(shellOf(await render(sample(1))))
  expect(text).toContain('bold live, recorded on 2026-11-29, scripted ')
  expect(text).toContain('really paid not known')
  expect(textOf(shellOf(await render(sample(0))))).toContain('Money that nobody paid, and time')
})

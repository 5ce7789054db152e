import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import handlebars from 'handlebars/runtime.js'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { precompile } from '../../scripts/precompile-templates.ts'
import type { Compared } from '../../src/reports/define.ts'
import * as ours from '../../src/reports/html/assets.generated.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import type { Assets } from '../../src/reports/html/policy.ts'
import { templates } from '../../src/reports/html/shell/templates.generated.ts'
import { writePage } from '../../src/reports/html/write-page.ts'
import { temporaryFolder } from '../e2e/cli.ts'
import { markEverything } from '../reports/hostile.ts'
import { sampleComparison } from '../reports/sample-comparison.ts'
import { type Sample, sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport, watch } from './browser.ts'
import { hostileStrings } from './hostile-strings.ts'

/** All of them in `npm run prove`; what CI runs is a part. */
const COUNT = process.env.METTLE_PROVE ? 1_000 : 120

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A run in which each string stands in every free field of a trial of its own: names, answers, errors, inputs, rows. */
function hostileRun(strings: readonly string[], from: number): Sample {
  const { record, traces } = sampleRun()
  const all: Sample = { record: { ...record, trials: [], planned: [] }, traces: new Map() }
  for (const [at, text] of strings.entries()) {
    const trial = record.trials[(from + at) % record.trials.length]
    const planned = record.planned.filter(({ id }) => id === trial?.id)
    if (!trial) throw new Error('the sample has no trials')
    const part = {
      record: { ...record, trials: [trial], planned },
      traces: new Map([[trial.id, traces.get(trial.id) ?? []]]),
    }
    const marked = markEverything(part, text)
    all.record.trials.push(...marked.record.trials)
    all.record.planned.push(...marked.record.planned)
    for (const [id, events] of marked.traces) all.traces.set(id, events)
    // The gate's own texts, and the run's: those of the last one stand for all.
    Object.assign(all.record, { gate: marked.record.gate, agents: marked.record.agents, id: marked.record.id })
  }
  return all
}

/** A comparison in which each string stands in every free field: labels, reasons, steps, scenarios, actions, warnings. */
function hostileComparison({ record }: Sample, strings: readonly string[]): Compared {
  const all = strings.map((text, at) => sampleComparison(record.trials[at]?.id ?? '', text))
  const [last] = all.slice(-1)
  if (!last) throw new Error('there are no strings')
  return {
    comparison: {
      ...last.comparison,
      warnings: all.flatMap(({ comparison }) => comparison.warnings),
      notCompared: all.flatMap(({ comparison }) => comparison.notCompared),
      contests: all.flatMap(({ comparison }) => comparison.contests),
    },
    behind: all.flatMap(({ behind }) => behind),
  }
}

/** A report of some of the strings. */
async function write(
  run: Sample,
  strings: readonly string[],
  assets: Assets,
  change: (page: string) => string,
): Promise<string> {
  const parts: string[] = []
  const engine = openEngine(handlebars as unknown as Runtime, templates)
  const bounds = { traces: COUNT, characters: 100_000_000 }
  const comparison = hostileComparison(run, strings)
  await writePage({ ...storedRun(run), comparison }, (part) => parts.push(part), { engine, assets, bounds })
  const file = join(temporaryFolder(), 'index.html')
  writeFileSync(file, change(parts.join('')))
  return file
}

/** Strings in one report: with more, it would be the size of the report that is tested. */
const BATCH = 100

/** Opens every trial of the reports of all strings. */
async function visitAll(assets: Assets, change = (page: string) => page) {
  const strings = hostileStrings(COUNT)
  const visits: Awaited<ReturnType<typeof visit>>[] = []
  for (let from = 0; from < COUNT; from += BATCH) {
    const batch = strings.slice(from, from + BATCH)
    visits.push(await visit(await write(hostileRun(batch, from), batch, assets, change)))
  }
  const sum = (figure: (one: (typeof visits)[number]) => number) => visits.reduce((all, one) => all + figure(one), 0)
  return {
    fired: visits.flatMap(({ fired }) => [...fired]),
    requests: visits.flatMap(({ requests }) => requests),
    dialogs: visits.flatMap(({ dialogs }) => dialogs),
    errors: visits.flatMap(({ errors }) => errors),
    dangers: sum(({ dangers }) => dangers),
    strangers: sum(({ strangers }) => strangers),
    contests: sum(({ contests }) => contests),
    trials: sum(({ trials }) => trials),
    events: sum(({ events }) => events),
  }
}

/** Opens every trial of a report, and every page of it. */
async function visit(file: string) {
  const page = await browser.newPage()
  const noted = watch(page)
  await page.exposeFunction('__fire', (n: number) => noted.fired.add(n))
  await openReport(page, file, '#/guards')
  await openReport(page, file, '#/drift')
  const contests = await page.locator('.page[data-page=drift] h2').count()
  await openReport(page, file, '#/trials')
  const visited = await page.evaluate(async () => {
    const ready = async (hash: string) => {
      for (let turn = 0; turn < 2_000 && document.documentElement.dataset.ready !== hash; turn++) {
        await new Promise((done) => setTimeout(done, 1))
      }
    }
    for (let left = true; left; left = !(document.getElementById('_more') as HTMLElement).hidden) {
      document.getElementById('_more')?.click()
    }
    const links = [...document.querySelectorAll('#_list > li > a')].map((a) => a.getAttribute('href') ?? '')
    let events = 0
    let dangers = 0
    const drift = document.querySelector('.page[data-page=drift]')
    for (const element of drift?.querySelectorAll('*') ?? []) {
      if ([...element.attributes].some(({ name }) => name.startsWith('on'))) dangers++
    }
    for (const a of drift?.querySelectorAll('a[href]') ?? []) if (!a.getAttribute('href')?.startsWith('#/')) dangers++
    for (const link of links) {
      location.hash = link
      await ready(link)
      events += document.querySelectorAll('#_steps .row').length
      const trial = document.getElementById('_trial')
      for (const element of trial?.querySelectorAll('*') ?? []) {
        if ([...element.attributes].some(({ name }) => name.startsWith('on'))) dangers++
      }
      for (const a of trial?.querySelectorAll('a[href]') ?? []) if (!a.getAttribute('href')?.startsWith('#/')) dangers++
    }
    // What fires later than it is inserted has its time.
    await new Promise((done) => setTimeout(done, 1_000))
    return {
      trials: links.length,
      events,
      dangers,
      strangers: document.querySelectorAll('img,iframe,video,audio,object,embed').length,
    }
  })
  await page.close()
  return { ...noted, ...visited, contests }
}

/** The page's own assets, made of templates that escape nothing. */
async function unescaped(): Promise<Assets> {
  const built = await precompile(undefined, { noEscape: true })
  const [, text = ''] = [...built].find(([path]) => path.endsWith('assets.generated.ts')) ?? []
  return { styles: ours.styles, script: JSON.parse(/^export const script = (.*)$/m.exec(text)?.[1] ?? '""') }
}

test(`${COUNT} hostile strings in every field: no script, no request, no dialog`, async () => {
  const { trials, events, contests, ...harm } = await visitAll(ours)
  expect(harm).toEqual({ fired: [], requests: [], dialogs: [], errors: [], dangers: 0, strangers: 0 })
  expect(trials).toBe(COUNT)
  expect(contests).toBeGreaterThan(24)
  expect(events).toBeGreaterThan(3 * COUNT)
})

test('control: with escaping and policy off, at least 95 % of them fire', async () => {
  const withoutPolicy = (page: string) => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  const { fired } = await visitAll(await unescaped(), withoutPolicy)
  console.log(`${fired.length} of ${COUNT} strings fire where nothing is escaped`)
  expect(fired.length).toBeGreaterThanOrEqual(0.95 * COUNT)
})

test('control: with escaping off, the policy alone stops every one of them', async () => {
  const { fired, dialogs } = await visitAll(await unescaped())
  expect([fired, dialogs]).toEqual([[], []])
})

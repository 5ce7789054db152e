import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import handlebars from 'handlebars/runtime.js'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { precompile } from '../../scripts/precompile-templates.ts'
import { visibleLines } from '../../src/kernel/visible.ts'
import type { StoredRun } from '../../src/reports/define.ts'
import * as ours from '../../src/reports/html/assets.generated.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import { templates } from '../../src/reports/html/shell/templates.generated.ts'
import { type Assets, writePage } from '../../src/reports/html/write-page.ts'
import { temporaryFolder } from '../e2e/cli.ts'
import { markEverything } from '../reports/hostile.ts'
import { type Sample, sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport, watch } from './browser.ts'
import { hostileDrift } from './hostile-drift.ts'
import { hostileMakers, hostileStrings } from './hostile-strings.ts'

/** All of them in `npm run prove`; what CI runs is a part. */
const COUNT = process.env.METTLE_PROVE ? 1_000 : 60
/** 1,000 pages are opened in `npm run prove`. */
const TIME = 900_000
/** Of them for the control of the drift page, where each field has to fire on its own. */
const FEW = 12

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

/** What reports are made of: the page's own assets, and the templates of what stands around the trials. */
interface Made {
  assets: Assets
  shell: Readonly<Record<string, object>>
}

const OURS: Made = { assets: ours, shell: templates }

/** A report as a file. */
async function write(run: StoredRun, { assets, shell }: Made, change: (page: string) => string): Promise<string> {
  const parts: string[] = []
  const engine = openEngine(handlebars as unknown as Runtime, shell)
  const bounds = { traces: COUNT, characters: 100_000_000 }
  writePage(run, (part) => parts.push(part), { engine, assets, bounds })
  const file = join(temporaryFolder(), 'index.html')
  writeFileSync(file, change(parts.join('')))
  return file
}

/** Strings in one report: with more, it would be the size of the report that is tested. */
const BATCH = 100

/** Opens every trial of the reports of all strings. */
async function visitAll(made: Made, change = (page: string) => page) {
  const strings = hostileStrings(COUNT)
  const visits: Awaited<ReturnType<typeof visit>>[] = []
  for (let from = 0; from < COUNT; from += BATCH) {
    const batch = strings.slice(from, from + BATCH)
    visits.push(await visit(await write(storedRun(hostileRun(batch, from)), made, change)))
  }
  const sum = (figure: (one: (typeof visits)[number]) => number) => visits.reduce((all, one) => all + figure(one), 0)
  return {
    fired: visits.flatMap(({ fired }) => [...fired]),
    requests: visits.flatMap(({ requests }) => requests),
    dialogs: visits.flatMap(({ dialogs }) => dialogs),
    errors: visits.flatMap(({ errors }) => errors),
    dangers: sum(({ dangers }) => dangers),
    strangers: sum(({ strangers }) => strangers),
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
  return { ...noted, ...visited }
}

const withoutPolicy = (page: string) => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')

/** Opens a drift page for each of some strings, which stands in every free field of it. */
async function visitDrift(makers: readonly ((n: number) => string)[], made: Made, change = (page: string) => page) {
  const page = await browser.newPage()
  const noted = watch(page)
  await page.exposeFunction('__fire', (n: number) => noted.fired.add(n))
  const { record, traces } = sampleRun()
  const trials = (id: string) => record.trials.slice(0, 1).map((trial) => ({ ...trial, id }))
  const [texts, unseen] = [new Map<number, string>(), new Set<string>()]
  let dangers = 0
  for (const make of makers) {
    const { lost, compared, texts: own } = hostileDrift(make, texts.size)
    const run = storedRun({ record: { ...record, trials: trials(lost), planned: [] }, traces })
    await openReport(page, await write({ ...run, comparison: compared }, made, change), '#/drift')
    const seen = await page.locator('.page[data-page=drift]').evaluate((section) => {
      const all = [...section.querySelectorAll('*')]
      const events = all.filter(({ attributes }) => [...attributes].some(({ name }) => name.startsWith('on')))
      const away = all.filter((element) => element.matches('a[href]:not([href^="#/"])'))
      const strangers = all.filter((element) => element.matches('img,iframe,video,audio,object,embed,style,script'))
      return {
        text: section.textContent,
        links: section.querySelectorAll('a').length,
        dangers: [...events, ...away, ...strangers].length,
      }
    })
    dangers += seen.dangers + (seen.links === 0 ? 1 : 0)
    for (const [n, text] of own) {
      texts.set(n, text)
      if (!seen.text?.includes(visibleLines(text))) unseen.add(text)
    }
  }
  // What fires later than it is inserted has its time.
  await page.waitForTimeout(500)
  await page.close()
  return { ...noted, dangers, unseen: [...unseen], fields: texts.size / makers.length }
}

let bare: Promise<Made> | undefined

/** The same, made of templates that escape nothing. */
function unescaped(): Promise<Made> {
  bare ??= makeUnescaped()
  return bare
}

async function makeUnescaped(): Promise<Made> {
  const built = [...(await precompile(undefined, { noEscape: true }))]
  const textOf = (name: string) => built.find(([path]) => path.endsWith(name))?.[1] ?? ''
  const script = /^export const script = (.*)$/m.exec(textOf('assets.generated.ts'))?.[1] ?? '""'
  const shell = join(temporaryFolder(), 'shell.mjs')
  writeFileSync(shell, textOf('shell/templates.generated.ts').replace(/templates: .* = \{/, 'templates = {'))
  return { assets: { styles: ours.styles, script: JSON.parse(script) }, shell: (await import(shell)).templates }
}

test(`${COUNT} hostile strings in every field: no script, no request, no dialog`, async () => {
  const { trials, events, ...harm } = await visitAll(OURS)
  expect(harm).toEqual({ fired: [], requests: [], dialogs: [], errors: [], dangers: 0, strangers: 0 })
  expect(trials).toBe(COUNT)
  expect(events).toBeGreaterThan(3 * COUNT)
})

test('control: with escaping and policy off, at least 95 % of them fire', async () => {
  const { fired } = await visitAll(await unescaped(), withoutPolicy)
  console.log(`${fired.length} of ${COUNT} strings fire where nothing is escaped`)
  expect(fired.length).toBeGreaterThanOrEqual(0.95 * COUNT)
})

test('control: with escaping off, the policy alone stops every one of them', async () => {
  const { fired, dialogs } = await visitAll(await unescaped())
  expect([fired, dialogs]).toEqual([[], []])
})

test(
  `${COUNT} hostile strings in every field of the drift page: each is read as text, none does anything`,
  async () => {
    const { fields, ...harm } = await visitDrift(hostileMakers(COUNT), OURS)
    expect(fields).toBeGreaterThanOrEqual(25)
    expect(harm).toEqual({ fired: new Set(), requests: [], dialogs: [], errors: [], dangers: 0, unseen: [] })
  },
  TIME,
)

test('control: with escaping and policy off, every field of the drift page fires', async () => {
  const made = await unescaped()
  const makers = hostileMakers(FEW)
  const { fired, fields } = await visitDrift(makers, made, withoutPolicy)
  const silent = Array.from({ length: fields }, (_, field) => field).filter(
    (field) => !makers.some((_, at) => fired.has(at * fields + field)),
  )
  console.log(`${fired.size} of ${FEW * fields} texts fire on a drift page that escapes nothing`)
  expect(silent).toEqual([])
  expect(fired.size).toBeGreaterThan(0.9 * FEW * fields)
})

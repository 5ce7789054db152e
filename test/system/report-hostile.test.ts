import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import handlebars from 'handlebars/runtime.js'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { precompile } from '../../scripts/precompile-templates.ts'
import * as ours from '../../src/reports/html/assets.generated.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import type { Assets } from '../../src/reports/html/policy.ts'
import { templates } from '../../src/reports/html/shell/templates.generated.ts'
import { writePage } from '../../src/reports/html/write-page.ts'
import { temporaryFolder } from '../e2e/cli.ts'
import { markEverything } from '../reports/hostile.ts'
import { type Sample, sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport, watch } from './browser.ts'
import { hostileStrings } from './hostile-strings.ts'

const COUNT = 1_000

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A run in which each string stands in every free field of a trial of its own: names, answers, errors, inputs, rows. */
function hostileRun(): Sample {
  const { record, traces } = sampleRun()
  const all: Sample = { record: { ...record, trials: [], planned: [] }, traces: new Map() }
  for (const [n, text] of hostileStrings(COUNT).entries()) {
    const trial = record.trials[n % record.trials.length]
    const planned = record.planned.filter(({ id }) => id === trial?.id)
    if (!trial) throw new Error('the sample has no trials')
    const part = { record: { ...record, trials: [trial], planned }, traces: new Map([[trial.id, traces.get(trial.id) ?? []]]) }
    const marked = markEverything(part, text)
    all.record.trials.push(...marked.record.trials)
    all.record.planned.push(...marked.record.planned)
    for (const [id, events] of marked.traces) all.traces.set(id, events)
    // The gate's own texts, and the run's: those of the last one stand for all.
    Object.assign(all.record, { gate: marked.record.gate, agents: marked.record.agents, id: marked.record.id })
  }
  return all
}

async function write(name: string, assets: Assets, change = (page: string) => page): Promise<string> {
  const parts: string[] = []
  const engine = openEngine(handlebars as unknown as Runtime, templates)
  const bounds = { traces: COUNT, characters: 100_000_000 }
  await writePage(storedRun(hostileRun()), (part) => parts.push(part), { engine, assets, bounds })
  const file = join(temporaryFolder(), name)
  writeFileSync(file, change(parts.join('')))
  return file
}

/** Opens every trial of a report, and every page of it. */
async function visitAll(file: string) {
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
    return { trials: links.length, events, dangers, strangers: document.querySelectorAll('img,iframe,video,audio,object,embed').length }
  })
  await page.close()
  return { ...noted, ...visited }
}

test(`${COUNT} hostile strings in every field: no script, no request, no dialog`, async () => {
  const file = await write('hostile.html', ours)
  const { fired, requests, dialogs, errors, trials, events, dangers, strangers } = await visitAll(file)
  expect({ fired: [...fired], requests, dialogs, errors, dangers, strangers }).toEqual({
    ...{ fired: [], requests: [], dialogs: [], errors: [], dangers: 0, strangers: 0 },
  })
  expect(trials).toBe(COUNT)
  expect(events).toBeGreaterThan(3 * COUNT)
})

test('control: with escaping and policy off, at least 95 % of them fire', async () => {
  const built = [...(await precompile(undefined, { noEscape: true }))].find(([path]) => path.endsWith('assets.generated.ts'))
  const script = JSON.parse(/^export const script = (.*)$/m.exec(built?.[1] ?? '')?.[1] ?? '""') as string
  const withoutPolicy = (page: string) => page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  const file = await write('control.html', { styles: ours.styles, script }, withoutPolicy)
  const { fired } = await visitAll(file)
  expect(fired.size).toBeGreaterThanOrEqual(0.95 * COUNT)
})

test('control: with escaping off, the policy alone stops every one of them', async () => {
  const built = [...(await precompile(undefined, { noEscape: true }))].find(([path]) => path.endsWith('assets.generated.ts'))
  const script = JSON.parse(/^export const script = (.*)$/m.exec(built?.[1] ?? '')?.[1] ?? '""') as string
  const { fired, dialogs } = await visitAll(await write('policy.html', { styles: ours.styles, script }))
  expect([[...fired], dialogs]).toEqual([[], []])
})

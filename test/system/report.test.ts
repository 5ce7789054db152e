import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mettle, ROOT, runProject } from '../e2e/cli.ts'
import { openBrowser, openReport, watch } from './browser.ts'

let browser: Browser
let file: string
let failed: { id: string; replay: string; events: string[] }

beforeAll(async () => {
  browser = await openBrowser()
  const { out, record } = await runProject('.', ['-n', '2', '--reporter', 'json,html'])
  file = join(out, 'index.html')
  const trial = record.trials.find(({ verdict, faults }) => verdict === 'failed' && faults.length > 0)
  const events = trial?.scores.find(({ pass }) => !pass)?.events ?? []
  failed = { id: trial?.id ?? '', replay: trial?.replay ?? '', events }
})
afterAll(() => browser?.close())

/** A page of its own, closed at the end; nothing may go wrong on it. */
async function on(hash: string, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  const noted = watch(page)
  await openReport(page, file, hash)
  await use(page)
  expect(noted).toEqual({ requests: [], dialogs: [], errors: [], fired: new Set() })
  await context.close()
}

const rows = (page: Page) => page.locator('#_list > li').count()
const shown = async (page: Page) => (await page.locator('#_shown').textContent()) ?? ''
const hashOf = (page: Page) => new URL(page.url()).hash

test('by mouse: from the verdict over a filter to a step of a failing trial, and back', () =>
  on('', async (page) => {
    await expect(page.locator('h1').first().textContent()).resolves.toContain('Gate passed')
    await page.click('#_nav a[data-page=trials]')
    await page.waitForFunction(() => document.querySelectorAll('#_list > li').length === 100)
    const all = Number(await shown(page))
    await page.check('input[name=verdict][value=failed]')
    await page.selectOption('select[name=agent]', 'hasty')
    await page.waitForFunction(() => location.hash.includes('agent=hasty'))
    const few = await rows(page)
    expect(few).toBeGreaterThan(0)
    expect(few).toBeLessThan(all)
    expect(await page.locator('#_list .verdict:not(.tone-failed)').count()).toBe(0)
    const filtered = hashOf(page)
    await page.locator('#_list a').first().click()
    await page.waitForSelector('#_steps .row')
    const step = page.locator('details.step:not([open]) > summary').first()
    await step.click()
    await expect(page.locator('details.step[open] .pane').first().textContent()).resolves.toContain('Agent sent')
    await page.goBack()
    await page.waitForFunction(() => !document.querySelector<HTMLElement>('[data-page=trials].page')?.hidden)
    expect([hashOf(page), await rows(page)]).toEqual([filtered, few])
    await page.goBack()
    await page.goBack()
    await page.waitForFunction(() => !location.hash.includes('verdict='))
    expect(Number(await shown(page))).toBe(all)
  }))

test('by keyboard: search for what stands only in a trace, open what was found, zoom, go back', () =>
  on('', async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('lost-reply hasty idempotency_key')
    await page.waitForFunction(() => !document.getElementById('_shown')?.textContent?.includes('searching'))
    await page.waitForFunction(() => /^\d+ of \d+$/.test(document.getElementById('_shown')?.textContent ?? ''))
    const found = await rows(page)
    expect(found).toBeGreaterThan(0)
    await page.locator('#_list a').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('#_field')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('_title')
    await page.locator('#_field').focus()
    const look = () => page.locator('#_tracks').evaluate(({ dataset }) => [Number(dataset.from), Number(dataset.to)])
    expect(await look()).toEqual([0, 1])
    await page.keyboard.press('+')
    expect(await look()).toEqual([0.25, 0.75])
    await page.keyboard.press('ArrowRight')
    expect(await look()).toEqual([0.375, 0.875])
    await page.keyboard.press('0')
    expect(await look()).toEqual([0, 1])
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('_field')
    await page.goBack()
    await page.waitForFunction(() => location.hash.startsWith('#/trials?'))
  }))

test('a search that finds nothing says so', () =>
  on('#/trials?q=zzqqxx', async (page) => {
    await page.waitForFunction(() => document.getElementById('_shown')?.textContent?.startsWith('0 of') === true)
    expect(await page.locator('#_none').isVisible()).toBe(true)
  }))

test('a link leads to an event, opens what is around it and marks it', async () => {
  const [event = ''] = failed.events
  await on(`#/trial/${encodeURIComponent(failed.id)}/${event}`, async (page) => {
    const target = page.locator('.target')
    expect(await target.getAttribute('id')).toBe(event)
    expect(await target.isVisible()).toBe(true)
    await expect(target.evaluate((element) => element.getBoundingClientRect().top)).resolves.toBeLessThan(800)
    // The scores' own links lead to the same places.
    const links = await page.locator('#_trial td.refs a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    expect(links.some((link) => link?.endsWith(`/${event}`))).toBe(true)
  })
  await on('#/trial/nobody~r1', async (page) => {
    expect(await page.locator('[data-page=overview].page').isVisible()).toBe(true)
  })
})

test('the copy buttons hand over what runs the trial again, and its plan', () =>
  on(`#/trial/${encodeURIComponent(failed.id)}`, async (page) => {
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
    await page.click('[data-copy=replay]')
    await page.waitForSelector('button.copied')
    expect(await clipboard()).toBe(failed.replay)
    await page.waitForFunction(() => !document.querySelector('button.copied'))
    await page.click('[data-copy=plan]')
    await page.waitForSelector('button.copied')
    expect(JSON.parse(await clipboard())).toMatchObject([{ fault: expect.any(String), on: expect.any(String) }])
  }))

test('drawing a span with the mouse zooms into it, and the fitting button undoes it', () =>
  on(`#/trial/${encodeURIComponent(failed.id)}`, async (page) => {
    const lane = await page.locator('.axis svg').boundingBox()
    if (!lane) throw new Error('the axis is not shown')
    await page.locator('.axis svg').scrollIntoViewIfNeeded()
    const { y = 0, x = 0, width = 0 } = (await page.locator('.lane').first().boundingBox()) ?? {}
    const marks = await page.locator('.lane a').count()
    await page.mouse.move(x + width * 0.5, y + 5)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.7, y + 5, { steps: 5 })
    await page.mouse.up()
    const from = Number(await page.locator('#_tracks').getAttribute('data-from'))
    expect(from).toBeGreaterThan(0.45)
    expect(from).toBeLessThan(0.56)
    expect(await page.locator('.lane a').count()).toBeLessThan(marks)
    await page.click('[data-zoom=fit]')
    expect(await page.locator('#_tracks').getAttribute('data-from')).toBe('0.0000')
  }))

test('beside a trial stands one that passed, and where the two part', () =>
  on(`#/trial/${encodeURIComponent(failed.id)}`, async (page) => {
    await page.waitForSelector('.parted')
    expect(await page.locator('.parted').count()).toBe(2)
    await expect(page.locator('#_other option:checked').textContent()).resolves.toContain('passed')
    expect(await page.locator('.behaved').count()).toBeGreaterThan(0)
  }))

test('the theme that was chosen stays', () =>
  on('', async (page) => {
    await page.click('#_theme')
    await page.click('#_theme')
    await page.reload()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  }))

test('mettle report builds the same page again from the stored run', async () => {
  const { readFileSync } = await import('node:fs')
  const before = readFileSync(file, 'utf8')
  const { code } = await mettle(['report', join(file, '..'), '--reporter', 'html'], { cwd: ROOT })
  expect([code, readFileSync(file, 'utf8') === before]).toEqual([0, true])
})

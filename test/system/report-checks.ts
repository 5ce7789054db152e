import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openReport } from './browser.ts'
import type { Subject } from './report-subject.ts'

/** What a reader does with a report, and what must come of it. */
export type Check = (page: Page, subject: Subject) => Promise<void>

const shown = async (page: Page) => (await page.locator('#_shown').textContent()) ?? ''
const hashOf = (page: Page) => new URL(page.url()).hash
const ids = async (page: Page) =>
  (await page.locator('#_list > li > a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '')))
    .map((path) => decodeURIComponent(path.replace('#/trial/', '')))
    .sort()
const openFailed = (page: Page, { file, failed }: Subject, place = '') =>
  openReport(page, file, `#/trial/${encodeURIComponent(failed.id)}${place}`)
/** Until the page stands as its address says. */
const settled = (page: Page) => page.waitForFunction(() => document.documentElement.dataset.ready === location.hash)
const searched = (page: Page) =>
  page.waitForFunction(() => /^[\d,]+ of [\d,]+$/.test(document.getElementById('_shown')?.textContent ?? ''))

/** Each by its name. */
export const checks = {
  'the list shows every trial': async (page, { file, counts }) => {
    await openReport(page, file)
    await expect(page.locator('h1').first().textContent()).resolves.toContain('Gate')
    await page.click('#_nav a[data-page=trials]')
    await settled(page)
    expect(await shown(page)).toBe(counts.all.toLocaleString('en-US'))
    expect((await ids(page)).length).toBeGreaterThan(0)
    for (let turn = 0; turn < 20 && (await page.locator('#_more').isVisible()); turn++) {
      await page.evaluate(() => document.getElementById('_more')?.click())
    }
    expect(new Set(await ids(page)).size).toBe(counts.all)
  },

  'a filter keeps what fits it, and counts it': async (page, { file, counts }) => {
    await openReport(page, file, '#/trials')
    await page.selectOption('select[name=agent]', 'hasty')
    await settled(page)
    expect(await shown(page)).toBe(`${counts.hasty} of ${counts.all}`)
    await page.check('input[name=verdict][value=failed]')
    await settled(page)
    expect(await shown(page)).toBe(`${counts.hastyFailed} of ${counts.all}`)
    expect(await page.locator('#_list .verdict:not(.tone-failed)').count()).toBe(0)
    const agents = await page.locator('#_list .who').allTextContents()
    expect(agents.filter((who) => !who.startsWith('hasty '))).toEqual([])
    expect(hashOf(page)).toBe('#/trials?verdict=failed&agent=hasty')
  },

  'back leads through trial and filters to the whole list': async (page, { file, counts }) => {
    await openReport(page, file, '#/trials')
    await page.check('input[name=verdict][value=failed]')
    await settled(page)
    await page.selectOption('select[name=agent]', 'hasty')
    await settled(page)
    const [filtered, few] = [hashOf(page), await ids(page)]
    await page.locator('#_list a').first().click()
    await settled(page)
    await page.waitForSelector('#_steps .row')
    expect(await page.locator('#_back').getAttribute('href')).toBe(filtered)
    await page.goBack()
    await settled(page)
    expect(await page.locator('[data-page=trials].page').isVisible()).toBe(true)
    expect([hashOf(page), await ids(page)]).toEqual([filtered, few])
    await page.goBack()
    await settled(page)
    expect(await page.locator('select[name=agent]').inputValue()).toBe('')
    expect(await shown(page)).toBe(`${counts.failed} of ${counts.all}`)
    await page.goBack()
    await settled(page)
    expect(await page.locator('input[name=verdict][value=failed]').isChecked()).toBe(false)
    expect(await shown(page)).toBe(`${counts.all}`)
  },

  'the trials before and after stand beside one': async (page, { file }) => {
    await openReport(page, file, '#/trials')
    const paths = await page.locator('#_list > li > a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    await page.locator('#_list > li > a').nth(1).click()
    await settled(page)
    const around = ['#_before', '#_next'].map((id) => page.locator(id).getAttribute('href'))
    expect(await Promise.all(around)).toEqual([paths[0], paths[2]])
  },

  'a slash leads to the search, which finds what stands only in traces': async (page, { file, word }) => {
    await openReport(page, file)
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('q')
    await page.keyboard.type(word.text)
    await searched(page)
    expect(await ids(page)).toEqual(word.trials)
    await page.locator('#_list a').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('#_field')
    await settled(page)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('_title')
    await page.goBack()
    await settled(page)
    expect(hashOf(page)).toBe(`#/trials?q=${word.text}`)
  },

  'a search that finds nothing says so': async (page, { file, counts }) => {
    await openReport(page, file, '#/trials?q=hasty+zzqqxx')
    await searched(page)
    expect(await shown(page)).toBe(`0 of ${counts.all}`)
    expect(await page.locator('#_none').isVisible()).toBe(true)
  },

  'a link leads to its trial': async (page, subject) => {
    await openFailed(page, subject)
    expect(await page.locator('#_title').textContent()).toBe(subject.failed.title)
    expect(await page.locator('#_replay').textContent()).toBe(subject.failed.replay)
    await openReport(page, subject.file, '#/trial/nobody~r1')
    await page.reload()
    await settled(page)
    expect(await page.locator('[data-page=overview].page').isVisible()).toBe(true)
  },

  'a link leads to an event and to a call, opens what is around it and marks it': async (page, subject) => {
    const { event, call } = subject.failed
    await openFailed(page, subject, `/${event}`)
    const target = page.locator('.target')
    expect(await target.count()).toBe(1)
    expect(await target.getAttribute('id')).toBe(event)
    expect(await target.isVisible()).toBe(true)
    await expect(target.evaluate((element) => element.getBoundingClientRect().top)).resolves.toBeLessThan(800)
    // The scores' own links lead to the same places.
    const links = await page.locator('#_trial td.refs a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    expect(links.some((link) => link?.endsWith(`/${event}`))).toBe(true)
    await page.goto(`${page.url().replace(/\/e\d+$/, '')}/${call}`)
    await settled(page)
    expect(await page.locator('.target summary b').first().textContent()).toBe(call)
    expect(await page.locator('.target details.step').first().getAttribute('open')).not.toBeNull()
  },

  'a step opens to what was sent, done and seen': async (page, subject) => {
    await openFailed(page, subject)
    await page.click('#_close')
    expect(await page.locator('details.step[open]').count()).toBe(0)
    await page.locator('details.step > summary').first().click()
    const panes = page.locator('details.step[open] .pane')
    expect(await panes.locator('h3').allTextContents()).toEqual([
      'Agent sent',
      expect.stringMatching(/^World did/),
      expect.stringMatching(/^Agent saw/),
    ])
    expect(await panes.first().isVisible()).toBe(true)
    const { event, texts } = subject.failed.sent
    const sent = (await page.locator(`#${event} .pane`).first().textContent()) ?? ''
    expect(texts.filter((text) => !sent.includes(text))).toEqual([])
    await page.click('#_open')
    expect(await page.locator('details.step:not([open])').count()).toBe(0)
  },

  'a turn shows what it adds, and what was said before at a click': async (page, { file, talk }) => {
    await openReport(page, file, `#/trial/${encodeURIComponent(talk.id)}/${talk.event}`)
    const pane = page.locator(`#${talk.event} .pane`).first()
    const added = await pane.locator('.message').allTextContents()
    expect(added.length).toBeGreaterThan(0)
    expect(talk.added.filter((word) => !added.join(' ').includes(word))).toEqual([])
    const earlier = pane.locator('details.earlier:has(ol)')
    expect(await earlier.count()).toBe(1)
    const noun = talk.earlier.length === 1 ? 'message' : 'messages'
    expect(await earlier.locator('summary').textContent()).toBe(`${talk.earlier.length} earlier ${noun}`)
    const lines = earlier.locator('li')
    expect(await lines.first().isVisible()).toBe(false)
    await earlier.locator('summary').click()
    expect(await lines.first().isVisible()).toBe(true)
    const told = (await lines.allTextContents()).map((line) => line.split(':')[0])
    expect(told).toEqual(talk.earlier)
    await earlier.locator('a').click()
    await settled(page)
    expect(await page.locator('.target summary b').first().textContent()).toBe(talk.after)
  },

  'keys and buttons zoom, move and fit the timeline': async (page, subject) => {
    await openFailed(page, subject)
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
    await page.click('[data-zoom=in]')
    expect(await look()).toEqual([0.25, 0.75])
    await page.click('[data-zoom=out]')
    expect(await look()).toEqual([0, 1])
  },

  'a span that is drawn is looked at closer': async (page, subject) => {
    await openFailed(page, subject)
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
  },

  'the copy buttons hand over replay, plan and link': async (page, subject) => {
    await openFailed(page, subject)
    const copied = async (what: string) => {
      await page.evaluate(() => navigator.clipboard.writeText('nothing yet'))
      await page.click(`[data-copy=${what}]`)
      await page.waitForSelector(`[data-copy=${what}].copied`)
      return page.evaluate(() => navigator.clipboard.readText())
    }
    expect(await copied('replay')).toBe(subject.failed.replay)
    const plan = JSON.parse(await copied('plan')) as { fault: string; on: unknown }[]
    expect(plan.map(({ fault }) => fault)).toEqual(subject.failed.faults)
    expect(plan.every(({ on }) => typeof on === 'string')).toBe(true)
    expect(await copied('link')).toBe(page.url())
  },

  'beside a trial stands one that passed, and where the two part': async (page, subject) => {
    await openFailed(page, subject)
    await page.waitForSelector('.parted')
    await expect(page.locator('#_other option:checked').textContent()).resolves.toContain('passed')
    const path = (await page.locator('#_beside h3 a').getAttribute('href')) ?? ''
    const other = decodeURIComponent(path.replace('#/trial/', ''))
    const { parted, behaved } = subject.apart(other)
    const marked = (sign: string) =>
      page.locator(`#_beside li:has(.mark-${sign}) > a`).evaluateAll((all) => all.map((a) => a.textContent))
    expect(await marked('parted')).toEqual(parted.filter(Boolean))
    const both = behaved.filter((ref, side) => ref !== undefined && ref !== parted[side])
    expect(await marked('behaved')).toEqual(both)
  },

  'the theme that was chosen stays': async (page, { file }) => {
    await openReport(page, file)
    await page.click('#_theme')
    await page.click('#_theme')
    await page.reload()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  },
} satisfies Record<string, Check>

export type CheckName = keyof typeof checks

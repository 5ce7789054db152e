import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compile, precompile } from '../../scripts/precompile-templates.ts'
import { openEngine } from '../../src/reports/html/engine.ts'
import { renderPage } from '../../src/reports/html/render.ts'
import { interaction, styles } from '../../src/reports/html/templates.generated.ts'
import { html } from '../../src/reports/html.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { dangersOf, readPage, skeletonOf } from './page-structure.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const render = async (sample: Sample) => html.render(storedRun(sample))
const idsOf = (page: string) =>
  readPage(page).tags.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]))

test('the generated templates are up to date', async () => {
  for (const [path, content] of await precompile()) expect(readFileSync(path, 'utf8')).toBe(content)
})

test('every trial has its section, every planned trial its cell', async () => {
  const sample = sampleRun()
  const page = await render(sample)
  const ids = new Set(idsOf(page))
  for (const { id } of sample.record.trials) expect(ids).toContain(id)
  const links = readPage(page).tags.flatMap(({ attributes: { href } }) => (href === undefined ? [] : [href.slice(1)]))
  for (const { id } of sample.record.trials) expect(links).toContain(id)
  expect(page).toContain('Planned and not run: 1')
})

function danglingLinks(page: string): string[] {
  const ids = new Set(idsOf(page))
  const links = readPage(page).tags.flatMap(({ attributes: { href } }) => (href === undefined ? [] : [href.slice(1)]))
  return links.filter((link) => !ids.has(link))
}

test('every link leads to a place that stands once', async () => {
  const page = await render(sampleRun())
  const ids = idsOf(page)
  expect(ids.length).toBe(new Set(ids).size)
  expect(danglingLinks(page)).toEqual([])
  expect(danglingLinks(page.replaceAll('href="#', 'href="#x')).length).toBeGreaterThan(40)
})

test('a score links to each event that is in the trace, and names one that is not', async () => {
  const { record, traces } = sampleRun()
  const page = await render({ record, traces })
  const ids = new Set(idsOf(page))
  for (const { id, scores } of record.trials) {
    for (const ref of scores.flatMap(({ events }) => events)) {
      const there = traces.get(id)?.some(({ seq }) => `e${seq}` === ref) ?? false
      expect([ref, ids.has(`${id}-${ref}`), page.includes(`href="#${id}-${ref}"`)]).toEqual([ref, there, there])
    }
  }
  expect(page).toContain('>e999<')
})

test('every event of every trace has an anchor', async () => {
  const { record, traces } = sampleRun()
  const ids = new Set(idsOf(await render({ record, traces })))
  const missing = [...traces]
    .flatMap(([id, events]) => events.map(({ seq }) => `${id}-e${seq}`))
    .filter((id) => !ids.has(id))
  expect(missing).toEqual([])
})

test('where the agent saw something else than the world did, the page says so', async () => {
  const { texts } = readPage(await render(sampleRun()))
  expect(texts).toContain('The world answered ok 201; the agent saw no reply.')
  expect(texts).toContain('The agent saw another body than the world answered.')
  expect(texts).toContain('The world answered ok 200; the agent saw nothing, it had given up.')
  expect(texts.join('')).toContain('late: after the client had given up')
  const calm = sampleRun()
  calm.record.trials = calm.record.trials.slice(0, 1)
  expect(await render(calm)).not.toContain('class="difference"')
})

test('hostile text in every field changes no tag and no attribute', async () => {
  const hostile = await render(markEverything(sampleRun(), HOSTILE))
  const harmless = await render(markEverything(sampleRun(), 'x'.repeat(HOSTILE.length)))
  expect(hostile.split('alert(1)').length).toBeGreaterThan(200)
  expect(dangersOf(hostile)).toEqual([])
  expect(skeletonOf(hostile)).toEqual(skeletonOf(harmless))
  expect(hostile).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
})

test('control: without escaping, the same text is found', async () => {
  const unescaped = Object.fromEntries(
    readdirSync('src/reports/html')
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => {
        const spec = compile(readFileSync(`src/reports/html/${file}`, 'utf8'), { noEscape: true })
        return [file.replace('.hbs', ''), new Function(`return ${spec}`)() as object]
      }),
  )
  const run = storedRun(markEverything(sampleRun(), HOSTILE))
  const page = renderPage(run, await openEngine(unescaped), { styles, interaction })
  const dangers = dangersOf(page)
  expect(dangers).toContain('<img>')
  expect(dangers).toContain('svg onload')
  expect(dangers.some((danger) => danger.endsWith('scripts'))).toBe(true)
})

test('the policy allows the one style and the one script, and nothing else', async () => {
  const { tags, raw } = readPage(await render(sampleRun()))
  const policy =
    tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes.content ?? ''
  const digest = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`
  expect(raw.script?.map(digest)).toEqual([policy.match(/script-src ([^;]+)/)?.[1]])
  expect(raw.style?.map(digest)).toEqual([policy.match(/style-src ([^;]+)/)?.[1]])
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(raw.style?.join('')).not.toMatch(/url\(|@import/)
})

test('what handlebars would run is text', async () => {
  const { texts } = readPage(await render(markEverything(sampleRun(), '{{constructor}} {{{this}}} ')))
  expect(texts.join('')).toContain('{{constructor}} {{{this}}} billing/duplicate-charge')
})

test('a long body is cut, and the page says so', async () => {
  const sample = sampleRun()
  const events = [...sample.traces.values()][0] ?? []
  for (const event of events) if (event.type === 'executed') event.output = { body: 'z'.repeat(300_000) }
  const page = await render(sample)
  expect(page).toContain('Cut: 4,096 of 300,')
  expect(Math.max(...readPage(page).texts.map((text) => text.length))).toBeLessThan(6_000)
})

test('a trace that cannot be read costs its timeline and nothing else', async () => {
  const sample = sampleRun()
  sample.traces.delete(sample.record.trials[0]?.id ?? '')
  const page = await render(sample)
  expect(page).toContain('The trace could not be read: no trace of billing.duplicate-charge~calm~careful~r1')
  expect(dangersOf(page)).toEqual([])
})

test('a large run shows the failing timelines first and says what is missing, one trace at a time', async () => {
  const sample = manyTrials(400)
  const asked: string[] = []
  const started = performance.now()
  const page = await html.render(storedRun(sample, asked))
  expect(performance.now() - started).toBeLessThan(4_000)
  expect(asked.length).toBe(300)
  const verdicts = new Map(sample.record.trials.map(({ id, verdict }) => [id, verdict]))
  const untold = sample.record.trials.filter(({ id }) => !asked.includes(id))
  expect(asked.map((id) => verdicts.get(id))).toContain('failed')
  expect(new Set(untold.map(({ verdict }) => verdict))).toEqual(new Set(['passed']))
  expect(page).toContain('100 of 400 trials are shown without their timeline')
  const ids = new Set(idsOf(page))
  expect(sample.record.trials.filter(({ id }) => !ids.has(id))).toEqual([])
})

function manyTrials(count: number): Sample {
  const { record, traces } = sampleRun()
  const many = Array.from({ length: count }, (_, index) => {
    const trial = record.trials[index % record.trials.length] ?? record.trials[0]
    if (!trial) throw new Error('the sample has no trials')
    const id = `${trial.id}-${index}`
    traces.set(id, traces.get(trial.id) ?? [])
    return { ...trial, id, repeat: index + 1 }
  })
  return {
    record: {
      ...record,
      planned: many.map(({ id, scenario, variant, agent, model, repeat, tags }) => ({
        id,
        scenario,
        variant,
        agent,
        model,
        repeat,
        tags,
      })),
      trials: many,
    },
    traces,
  }
}

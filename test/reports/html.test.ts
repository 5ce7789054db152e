import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import handlebars from 'handlebars/runtime.js'
import { describe, expect, test } from 'vitest'
import { compile, precompile } from '../../scripts/precompile-templates.ts'
import type { Json } from '../../src/kernel/json.ts'
import { likeBesideLike } from '../../src/reports/html/embed/like-beside-like.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import { driftView } from '../../src/reports/html/shell/drift.ts'
import { html } from '../../src/reports/html.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { contentsOf, linesOf, shellOf, trialSections } from './page-parts.ts'
import { dangersOf, readPage, skeletonOf } from './page-structure.ts'
import { sampleComparison } from './sample-comparison.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

const render = async (sample: Sample, asked?: string[]) => html.render(storedRun(sample, asked))
const idsOf = (page: string) =>
  readPage(page).tags.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]))
const linksOf = (page: string) =>
  readPage(page).tags.flatMap(({ attributes: { href } }) => (href === undefined ? [] : [href]))

test('the generated templates, styles and script are up to date', async () => {
  for (const [path, content] of await precompile()) expect(readFileSync(path, 'utf8')).toBe(content)
})

test('the page carries every trial, worst first, with its record and its trace', async () => {
  const sample = sampleRun()
  const { index, details, traces } = contentsOf(await render(sample))
  expect(index.rows.map(({ id }) => id).sort()).toEqual(sample.record.trials.map(({ id }) => id).sort())
  const order = ['error', 'failed', 'inconclusive', 'passed']
  const places = index.rows.map(({ verdict }) => order.indexOf(verdict))
  expect(places).toEqual([...places].sort())
  const cellOf = ({ scenario, variant, agent }: (typeof index.rows)[number]) => `${scenario} ${variant} ${agent}`
  const carried = likeBesideLike(index.rows, cellOf)
  // Otherwise the order of the records would be that of the list, and nothing would be shown here.
  expect(carried).not.toEqual(index.rows)
  for (const [line, { id, trace }] of carried.entries()) {
    const record = sample.record.trials.find((trial) => trial.id === id)
    expect(details[line]).toMatchObject({ replay: record?.replay, scores: record?.scores, answer: record?.answer })
    const embedded = traces[trace]
    if (!embedded || 'unreadable' in embedded) throw new Error(`no trace of ${id}`)
    const events = sample.traces.get(id) ?? []
    // All but the world at the start, of which the page tells the sizes.
    expect(embedded.events.slice(1)).toEqual(events.slice(1))
    expect(embedded.sizes).toEqual({ 'payments.charges': 2, 'payments.refunds': 0 })
  }
})

test('the overview stands without a script: verdict, gates, layers, every cell of the matrix', async () => {
  const { record } = sampleRun()
  const shell = shellOf(await render(sampleRun()))
  const text = readPage(shell).texts.join(' ')
  expect(text).toContain('Gate failed')
  expect(text).toContain(record.gate.reason)
  for (const { gate, reason } of record.gate.rows)
    expect([text.includes(gate), text.includes(reason)]).toEqual([true, true])
  const links = linksOf(shell)
  const cells = Map.groupBy(record.trials, ({ scenario, variant, agent }) => `${scenario} ${variant} ${agent}`)
  for (const [first, ...more] of cells.values()) {
    const alone = more.length === 0
    expect(links.some((link) => link === `#/trial/${first?.id}`)).toBe(alone)
    if (!alone) expect(links.some((link) => link.includes(`variant=${first?.variant}`))).toBe(true)
  }
  expect(text).toContain('Planned and not run: 1')
})

test('every link within the page leads to a page, a trial or an event that is there', async () => {
  const sample = sampleRun()
  const known = new Set(sample.record.trials.flatMap(({ id }) => [id, ...places(sample, id)]))
  const markup = shellOf(await render(sample)) + trialSections(sample).join('')
  const dangling = (text: string) =>
    linksOf(text)
      .filter((link) => !/^#(_|\/(overview|trials|guards)\b)/.test(link))
      .filter((link) => !known.has(link.replace('#/trial/', '')))
  expect(dangling(markup)).toEqual([])
  expect(dangling(markup.replaceAll('href="#/trial/', 'href="#/trial/x')).length).toBeGreaterThan(25)
})

test('the page of guards shows which failed open where they were broken, and which looser ones nobody would notice', async () => {
  const text = readPage(shellOf(await render(sampleRun()))).texts.join(' ')
  for (const told of [
    'guard-unreachable',
    'fails open',
    'a refund was paid that it would have refused',
    'fails closed',
  ])
    expect(text).toContain(told)
  for (const told of ['1 of 2 mutants killed', 'trial-cap-x10', 'In its place approval refused more.', 'it paid twice'])
    expect(text).toContain(told)
  const plain = sampleRun()
  const unbroken = plain.record.trials.map((trial) => ({
    ...trial,
    guards: trial.guards.map(({ under: _, ...guard }) => guard),
  }))
  const { mutation: _, ...record } = { ...plain.record, trials: unbroken }
  const without = readPage(shellOf(await render({ ...plain, record }))).texts.join(' ')
  expect(without).not.toMatch(/fails open|mutants killed/)
})

function places({ traces }: Sample, id: string): string[] {
  const events = traces.get(id) ?? []
  return events.flatMap((event) => [
    `${id}/e${event.seq}`,
    ...(event.type === 'call' ? [`${id}/${event.call.id}`] : []),
  ])
}

test('a score links to each event that is in the trace, and names one that is not', () => {
  const sample = sampleRun()
  const sections = trialSections(sample)
  for (const [at, { id, scores }] of sample.record.trials.entries()) {
    for (const ref of scores.flatMap(({ events }) => events)) {
      const there = sample.traces.get(id)?.some(({ seq }) => `e${seq}` === ref) ?? false
      expect([ref, linksOf(sections[at] ?? '').includes(`#/trial/${id}/${ref}`)]).toEqual([ref, there])
    }
  }
  expect(sections.join('')).toContain('>e999<')
})

test('every event of every trace has its place, once', () => {
  const sample = sampleRun()
  for (const [at, section] of trialSections(sample).entries()) {
    const ids = idsOf(section)
    expect(ids.length).toBe(new Set(ids).size)
    const events = sample.traces.get(sample.record.trials[at]?.id ?? '') ?? []
    expect(events.map(({ seq }) => `e${seq}`).filter((id) => !ids.includes(id))).toEqual([])
  }
})

test('where the agent saw something else than the world did, the page says so', () => {
  const sample = sampleRun()
  const { texts } = readPage(trialSections(sample).join(''))
  expect(texts).toContain('The world answered ok 201; the agent saw no reply.')
  expect(texts).toContain('The agent saw another body than the world answered.')
  expect(texts).toContain('The world answered ok 200; the agent saw nothing, it had given up.')
  expect(texts.join('')).toContain('late: after the client had given up')
  expect(texts.join('')).toContain('nothing: there was no such call')
  expect(trialSections(sample)[0]).not.toContain('class="difference"')
})

test('hostile text in every field changes no tag and no attribute', async () => {
  const [hostile, harmless] = [HOSTILE, 'x'.repeat(HOSTILE.length)].map((mark) => markEverything(sampleRun(), mark))
  if (!hostile || !harmless) throw new Error('no sample')
  const page = await render(hostile)
  const markup = trialSections(hostile).join('')
  expect((shellOf(page) + markup).split('alert(1)').length).toBeGreaterThan(200)
  // The one form is the page's own, and the policy lets none be sent.
  expect(dangersOf(shellOf(page))).toEqual(['<form>'])
  expect(dangersOf(`<script></script><style></style>${markup}`)).toEqual([])
  expect(skeletonOf(markup)).toEqual(skeletonOf(trialSections(harmless).join('')))
  expect(markup).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  // In the blocks there is no sign that could end one.
  const whole = page.match(/<script type="application\/gzip" id="_[a-z]+-\d+">[A-Za-z0-9+/=]*<\/script>/g)
  expect(whole?.length).toBeGreaterThanOrEqual(3)
  expect(page.split('<script type="application/gzip"').length - 1).toBe(whole?.length)
})

test('control: without escaping, the same text is found', () => {
  const folder = 'src/reports/html/browser/templates'
  const unescaped = readdirSync(folder).map((file) => {
    const spec = compile(readFileSync(`${folder}/${file}`, 'utf8'), { noEscape: true })
    return [file.replace('.hbs', ''), new Function(`return ${spec}`)() as object]
  })
  const sections = trialSections(markEverything(sampleRun(), HOSTILE), Object.fromEntries(unescaped))
  const dangers = dangersOf(sections.join(''))
  expect(dangers).toContain('<img>')
  expect(dangers).toContain('svg onload')
  expect(dangers.some((danger) => danger.endsWith('scripts'))).toBe(true)
})

test('the policy allows the one style and the one script, and nothing else', async () => {
  const { tags, raw } = readPage(shellOf(await render(sampleRun())))
  const policy =
    tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes.content ?? ''
  const digest = (text: string) => `'sha256-${hash('sha256', text, 'base64')}'`
  expect(raw.script?.map(digest)).toEqual([policy.match(/script-src ([^;]+)/)?.[1]])
  expect(raw.style?.map(digest)).toEqual([policy.match(/style-src ([^;]+)/)?.[1]])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toContain('unsafe')
  expect(raw.style?.join('')).not.toMatch(/url\(|@import/)
})

test('what handlebars would run is text', () => {
  const { texts } = readPage(trialSections(markEverything(sampleRun(), '{{constructor}} {{{this}}} ')).join(''))
  expect(texts.join('')).toContain('{{constructor}} {{{this}}} billing/duplicate-charge')
})

test('a long body is cut where it is carried and where it is shown, and the page says so', async () => {
  const sample = sampleRun()
  const events = [...sample.traces.values()][0] ?? []
  for (const event of events) if (event.type === 'executed') event.output = { body: 'z'.repeat(300_000) }
  expect((await render(sample)).length).toBeLessThan((await render(sampleRun())).length + 5_000)
  const section = trialSections(sample)[0] ?? ''
  expect(section).toContain('Cut: 4,096 of 300,')
  expect(Math.max(...readPage(section).texts.map((text) => text.length))).toBeLessThan(6_000)
})

test('a trace that cannot be read costs its timeline and nothing else', async () => {
  const sample = sampleRun()
  const [first] = sample.record.trials
  sample.traces.delete(first?.id ?? '')
  const { index, traces } = contentsOf(await render(sample))
  const row = index.rows.find(({ id }) => id === first?.id)
  expect(traces[row?.trace ?? -1]).toEqual({ unreadable: `The trace could not be read: no trace of ${first?.id}` })
})

test('a large run carries the failing traces and those beside them first, one at a time, in parts', async () => {
  const sample = manyTrials(2_000)
  const asked: string[] = []
  const parts: string[] = []
  await html.write?.(storedRun(sample, asked), (part) => parts.push(part))
  const { index } = contentsOf(parts.join(''))
  const carried = index.rows.filter(({ trace }) => trace >= 0)
  expect([asked.length, carried.length, index.rows.length]).toEqual([1_000, 1_000, 2_000])
  const left = index.rows.filter(({ trace, verdict }) => trace < 0 && verdict === 'error')
  expect(left).toEqual([])
  expect(parts.length).toBeGreaterThan(10)
  expect(Math.max(...parts.slice(1, -1).map((part) => part.length))).toBeLessThan(200_000)
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
  const planned = many.map(({ id, scenario, variant, agent, model, repeat, tags }) => {
    return { id, scenario, variant, agent, model, repeat, tags }
  })
  return { record: { ...record, planned, trials: many }, traces }
}

test('a comparison stands on a page of its own, whole, zero in the middle of its forest', async () => {
  const lost = sampleRun().record.trials[3]?.id ?? ''
  const page = shellOf(await html.render({ ...storedRun(sampleRun()), comparison: sampleComparison(lost) }))
  const { texts, tags } = readPage(page)
  const text = texts.join(' ').replaceAll(/\s+/g, ' ')
  for (const told of ['Drift: failed', '−30 %', '−45 % to −14 %', 'regressed', 'about 610 pairs would decide', 'none'])
    expect(text).toContain(told)
  for (const told of ['a/c calm', 'its guards changed', 'The reference run is old.', 'c1 shop GET', 'c1 shop POST'])
    expect(text).toContain(told)
  expect(text).toMatch(/shop GET write 40 90 % → 50 % 10 % 0 % 25 % 2 \$0\.002 shop POST write – → 40/)
  // A trial of this run is linked to, down to the step; one of the other run is named with it.
  expect(linksOf(page)).toEqual(expect.arrayContaining([`#/trial/${lost}`, `#/trial/${lost}/e4`]))
  expect(linksOf(page).filter((link) => /before|unknown/.test(link))).toEqual([])
  expect(text).toContain('before of run r1')
  expect(text).toContain('unknown of run r2')
  // The widest interval reaches the edge; a gain lies right of the middle.
  const bars = tags.filter(({ name, attributes }) => name === 'rect' && attributes.y === '7')
  expect(bars.map(({ attributes: { x, width } }) => [x, width])).toEqual([
    ['2%', '33.1%'],
    ['26%', '72%'],
  ])
  expect(shellOf(await render(sampleRun()))).not.toContain('#/drift')
})

test('two agents of one run: both sides are linked to; a reference run keeps no actions, and the page says so', async () => {
  const [one, two] = sampleRun().record.trials.map(({ id }) => id)
  const { comparison, behind } = sampleComparison(two ?? '')
  const [contest] = comparison.contests
  if (!contest || !behind[0]) throw new Error('the sample has no contest')
  const same = {
    ...comparison,
    base: comparison.head,
    contests: [{ ...contest, lost: [{ base: one ?? '', head: two ?? '' }] }],
  }
  const actions = { base: null, head: behind[0].actions.head }
  const compared = { comparison: same, behind: [{ partings: [], actions }] }
  const drift = shellOf(await html.render({ ...storedRun(sampleRun()), comparison: compared })).split(
    'data-page="drift" aria',
  )[1]
  expect(linksOf(drift ?? '').filter((link) => link.startsWith('#/'))).toEqual([`#/trial/${two}`, `#/trial/${one}`])
  expect(drift).toContain('not kept → 50 %')
  expect(drift).toContain('it keeps no actions')
})

test('hostile text in a comparison changes no tag and no attribute', async () => {
  const shell = async (mark: string) =>
    shellOf(await html.render({ ...storedRun(sampleRun()), comparison: sampleComparison(`${mark}t`, mark) }))
  const [hostile, harmless] = [await shell(HOSTILE), await shell('x'.repeat(HOSTILE.length))]
  expect(hostile.split('alert(1)').length).toBeGreaterThan(30)
  expect(dangersOf(hostile)).toEqual(['<form>'])
  expect(skeletonOf(hostile)).toEqual(skeletonOf(harmless))
})

test('control: a drift page without escaping is found', () => {
  const spec = (name: string) => {
    const text = readFileSync(`src/reports/html/shell/${name}.hbs`, 'utf8')
    return new Function(`return ${compile(text, { noEscape: true })}`)() as object
  }
  const engine = openEngine(handlebars as unknown as Runtime, {
    drift: spec('drift'),
    'forest-row': spec('forest-row'),
    side: spec('side'),
  })
  const markup = engine.render('drift', driftView(sampleComparison('t', HOSTILE), []))
  expect(dangersOf(markup)).toEqual(expect.arrayContaining(['<img>', 'svg onload']))
})

test('more agents than are drawn: the layers and the matrix say how many are left out', async () => {
  const sample = sampleRun()
  const [trial] = sample.record.trials
  if (!trial) throw new Error('the sample has no trials')
  const text = async (agents: number) => {
    const trials = Array.from({ length: agents }, (_, at) => ({ ...trial, id: `t${at}`, agent: `agent-${at}` }))
    const record = { ...sample.record, trials, planned: trials }
    return readPage(shellOf(await render({ record, traces: new Map() }))).texts.join(' ')
  }
  expect(await text(26)).toContain('The layers of 2 more agents are not drawn.')
  expect(await text(24)).not.toContain('more agents are not drawn')
})

describe('a request to a model', () => {
  const turns = () => {
    const section = trialSections(sampleRun()).find((one) => one.includes('c7')) ?? ''
    return section.split('<li class="row').filter((row) => row.includes('<code>model chat</code>'))
  }
  const textOf = (row: string) => readPage(row).texts.join(' ').replace(/\s+/g, ' ')

  test('is shown as what it adds, with what was said before it folded away', () => {
    const [first = '', second = '', third = '', fourth = ''] = turns().map(textOf)
    expect(first).toContain('system You refund what was charged twice')
    expect(first).toContain('user Which charges does cus_7 have?')
    expect(first).toMatch(/model mini-2 .*tools \(2\)/)
    expect(first).not.toMatch(/earlier|As before/)
    expect(second).toContain('2 earlier messages As c4 sent them: system: You refund what was charged twice')
    expect(second).toContain('ch_1 and ch_2, of the same amount')
    expect(second).toContain('As before: model, tools (2)')
    expect(third).toContain('4 earlier messages As c5 sent them:')
    expect(third).toContain('temperature 0')
    expect(third).toContain('user And what do they have in common?')
    expect(fourth).toContain('Nothing new: what c6 sent, again.')
    expect(fourth).not.toContain('in common')
    // What is folded away is closed.
    expect(turns()[1]).toContain('<details class="earlier"><summary>2 earlier messages')
  })

  test('is carried once, and read whole', async () => {
    const sample = sampleRun()
    const page = await render(sample)
    const lines = linesOf(page, 'traces').filter((line) => line.includes('charged twice, and nothing else'))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line.split('charged twice, and nothing else').length - 1).toBe(1)
    // Control: it was sent four times.
    const [events = []] = [...sample.traces.values()].filter((all) =>
      JSON.stringify(all).includes('charged twice, and'),
    )
    expect(JSON.stringify(events).split('charged twice, and nothing else').length - 1).toBe(4)
  })

  test('is cut where a message is long, which still says whose it is', async () => {
    const sample = sampleRun()
    const long = (text: string): Json => ({ role: 'user', content: `${text} ${'z'.repeat(20_000)}` })
    const [id = '', events = []] =
      [...sample.traces].find(([, all]) => JSON.stringify(all).includes('model chat')) ?? []
    const bodies = [['one'], ['one', 'two'], ['one', 'two', 'three']].map((all) => ({ messages: all.map(long) }))
    const asked = events.filter((event) => event.type === 'call' && event.call.wire !== undefined)
    for (const [at, event] of asked.entries()) {
      if (event.type === 'call') event.call.input = { headers: {}, body: bodies[Math.min(at, 2)] as Json }
    }
    const { traces, index } = contentsOf(await render(sample))
    const trace = traces[index.rows.find((row) => row.id === id)?.trace ?? -1]
    if (!trace || 'unreadable' in trace) throw new Error('no trace')
    const carried = { ...sample, traces: new Map([[id, trace.events]]) }
    const text = textOf(trialSections(carried).find((one) => one.includes('model chat')) ?? '')
    expect(text).toContain('2 earlier messages As c5 sent them: user: one zzz')
    expect(text).toMatch(/user three z+/)
    expect(text).toContain('Cut: 4,096 of 20,')
  })
})

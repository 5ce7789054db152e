import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { comparisonSchema } from '../../src/record/comparison.ts'
import { referenceRunSchema } from '../../src/record/reference.ts'
import { readPage } from '../reports/page-structure.ts'
import { changeTrials, readWhole, writeRun } from '../store/write-run.ts'
import { mettle, mettleInBatch, PROJECTS, runProject, temporaryFolder } from './cli.ts'

const cwd = join(PROJECTS, 'chancy')
let good: string
let bad: string

/** The links and the text of the page on drift. */
function driftPage(file: string): { links: string[]; text: string } {
  const section = /data-page="drift" aria[\s\S]*?<\/section>/.exec(readFileSync(file, 'utf8'))?.[0] ?? ''
  const { tags, texts } = readPage(section.slice(section.indexOf('>') + 1))
  const text = texts.join(' ').replaceAll(/\s+/g, ' ')
  return { text, links: tags.flatMap(({ attributes: { href } }) => (href?.startsWith('#/') ? [href] : [])) }
}

/** Built again, the page still has the comparison; where that is taken away, the page says nothing of one. */
async function expectKept(out: string, page: ReturnType<typeof driftPage>): Promise<void> {
  const [file, kept] = [join(out, 'index.html'), join(out, 'comparison.json')]
  const again = () => mettle(['report', out, '--reporter', 'html'], { cwd })
  rmSync(file)
  expect([(await again()).code, driftPage(file)]).toEqual([0, page])
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('"head":{"run":"', '"head":{"run":"not-'))
  expect((await again()).stderr).toContain('it is no comparison of this run')
  rmSync(kept)
  expect([(await again()).code, driftPage(file), readFileSync(file, 'utf8').includes('#/drift')]).toEqual([
    0,
    { text: '', links: [] },
    false,
  ])
}

/** A folder of its own with copies of the two runs: baselines are written below the current folder. */
function desk(): string {
  const folder = temporaryFolder()
  cpSync(good, join(folder, 'good'), { recursive: true })
  cpSync(bad, join(folder, 'bad'), { recursive: true })
  return folder
}

const lines = (folder: string, ...all: string[][]) => mettleInBatch(all.map((args) => ({ cwd: folder, args })))

beforeAll(async () => {
  // The same agent under two names: what one does right, the other does wrong.
  const common = ['--trials', '40', '--gate', 'passRate >= 0', '--seed', '4']
  const [first, second] = await Promise.all([
    runProject('chancy', [...common, '--agent', 'steady']),
    runProject('chancy', [...common, '--agent', 'broken,wobbly']),
  ])
  good = first.out
  bad = second.out
}, 300_000)

describe('mettle compare', () => {
  test('a run with itself: unchanged, exit 0', async () => {
    const { code, stdout } = await mettle(['compare', good, good], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining('✓ no regression')])
    expect(stdout).toMatch(/= unchanged +passed +100 % → 100 %/)
    expect(stdout).toContain('40 of them the same step by step')
  })

  test('one that got worse: exit 1, the task by name, its repeats one pair, and the first step apart', async () => {
    const file = join(temporaryFolder(), 'comparison.json')
    const { code, stdout } = await mettle(['compare', good, bad, '--agent', 'steady,broken', '--json', file], { cwd })
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /✗ flipped +add · calm: passed and fails now, in 40 pairs, for certain\n +✗ regressed +passed +100 % → 0 %, -100 %, exact, 1 pair\n/,
    )
    expect(stdout).toContain('✗ failed: Passed and fails now, for certain: add · calm · broken.')
    expect(stdout).not.toContain('no regression')
    expect(stdout).toMatch(
      /first step apart, add~calm~steady~r1 and add~calm~broken~r1\n +base +c1 ledger POST \/entries.*\n +head +answer: "done"/,
    )
    const comparison = comparisonSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    expect([comparison.passed, comparison.contests[0]?.lost.length]).toEqual([false, 40])
  })

  test('two agents of one run', async () => {
    const { code, stdout } = await mettle(['compare', bad, '--agent', 'wobbly,broken'], { cwd })
    expect([code, stdout]).toEqual([1, expect.stringContaining('wobbly → broken, 40 pairs')])
    const back = await mettle(['compare', bad, '--agent', 'broken,wobbly'], { cwd })
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('✓ improved')])
  })

  test('two repeats of one run', async () => {
    const { out, record } = await runProject('.', [
      ...['ops/runaway', '--variant', 'calm', '--trials', '12', '--agent', 'flaky@0.5', '--gate', 'passRate >= 0'],
    ])
    const verdictOf = (repeat: number) => record.trials.find((one) => one.repeat === repeat)?.verdict
    const repeats = record.trials.map(({ repeat }) => repeat)
    const passed = repeats.find((repeat) => verdictOf(repeat) === 'passed')
    const failed = repeats.find((repeat) => verdictOf(repeat) === 'failed')
    const [parted, same, none, wrong] = await lines(
      cwd,
      ['compare', out, '--repeats', `${passed},${failed}`],
      ['compare', good, '--repeats', '1,2'],
      ['compare', good, '--repeats', '1,41'],
      ['compare', good, '--repeats', '1'],
    )
    expect([parted?.code, parted?.stdout]).toEqual([0, expect.stringContaining('? undecided: Passed and fails now')])
    expect(parted?.stdout).toMatch(new RegExp(`first step apart, \\S+~r${passed} and \\S+~r${failed}\n`))
    expect([same?.code, same?.stdout]).toEqual([
      0,
      expect.stringMatching(/steady, 1 pair, 1 of them the same step by step/),
    ])
    expect([none?.code, none?.stderr]).toEqual([2, expect.stringContaining('no repeat 41, they go from 1 to 40')])
    expect([wrong?.code, wrong?.stderr]).toEqual([2, expect.stringContaining('two numbers of repeats')])
  })

  test('--html: the head, with the comparison on a page of its own; a reference run has none', async () => {
    const folder = desk()
    const [written, ...refused] = await lines(
      folder,
      ['compare', 'good', 'bad', '--agent', 'steady,broken', '--html', 'drift.html'],
      ['compare', 'good', 'good', '--html', 'nowhere/drift.html'],
      ['baseline', 'accept', 'good', '--reason', 'x'],
      ['compare', 'good', 'main', '--html', 'none.html'],
    )
    expect(written?.code).toBe(1)
    const { links, text } = driftPage(join(folder, 'drift.html'))
    expect(text).toMatch(/Drift: failed .*steady → broken .*40 pairs.* pass rate all scenarios regressed 100 % 0 %/)
    expect(text).toMatch(/ledger POST \/entries write 40 → –/)
    expect(text).toMatch(/add~calm~steady~r1 of run .*c1 ledger POST \/entries/)
    expect(links).toContain('#/trial/add~calm~broken~r1')
    expect(links.filter((link) => link.includes('steady'))).toEqual([])
    expect(refused.map(({ code }) => code)).toEqual([2, 0, 2])
    expect(refused[0]?.stderr).toContain('Failed to write nowhere/drift.html')
    expect(refused[2]?.stderr).toContain('is a reference run, which keeps no traces')
    expect(existsSync(join(folder, 'none.html'))).toBe(false)
  })

  test('another definition is named and not compared', async () => {
    const folder = desk()
    writeRun(join(folder, 'bad'), readWhole(join(folder, 'good')))
    changeTrials(join(folder, 'bad'), { definition: 'other' })
    const { code, stdout } = await mettle(['compare', 'good', 'bad'], { cwd: folder })
    expect(code).toBe(1)
    expect(stdout).toContain('No trial of steady could be compared with steady, first because its definition')
    expect(stdout).toContain('add · calm · steady: 40 trials, its definition')
  })

  test('what cannot be compared is a usage error', async () => {
    const ended = await lines(
      desk(),
      ['compare', 'good', 'bad'],
      ['compare', 'good', './nowhere'],
      ['compare', 'nobody', 'good'],
      ['compare', '../up', 'good'],
      ['compare', 'good', 'good', '--agent', 'steedy'],
      ['compare', 'good', 'good', '--margin', '2'],
    )
    expect(ended.map(({ code, stderr }) => [code, stderr.split('\n')[0]])).toEqual([
      [2, expect.stringContaining('no agent in common (steady and broken, wobbly)')],
      [2, expect.stringContaining('./nowhere does not exist')],
      [2, expect.stringContaining('nobody.json does not exist')],
      [2, expect.stringContaining('../up does not exist')],
      [2, expect.stringContaining('Did you mean "steady"?')],
      [2, expect.stringContaining('It must be a share')],
    ])
  })
})

describe('agents whose rate is known', () => {
  // Two spellings of one rate: the same agent, with chance of its own on each side.
  test.each([
    ['flaky@0.8,flaky@0.80', 0],
    ['flaky@0.95,flaky@0.70', 1],
  ])('%s: exit %d', async (agents, exit) => {
    const args = ['ops/runaway', '--variant', 'calm', '--trials', '100', '--agent', agents, '--gate', 'passRate >= 0']
    const { out, record } = await runProject('.', args)
    expect(record.trials.length).toBe(200)
    const { code, stdout } = await mettle(['compare', out, '--agent', agents], { cwd })
    expect([agents, code]).toEqual([agents, exit])
    expect(stdout).toMatch(/\d of them the same step by step/)
    expect(stdout).not.toContain('100 of them the same')
  })
})

describe('mettle baseline accept', () => {
  test('keeps a small run with its reason; compare reads it by name, and warns when it is stale', async () => {
    const folder = desk()
    const [accepted, same, typo] = await lines(
      folder,
      ['baseline', 'accept', 'good', '--reason', 'First release.'],
      ['compare', 'main', 'good'],
      ['compare', 'mian', 'good'],
    )
    expect([typo?.code, typo?.stderr]).toEqual([2, expect.stringContaining('Did you mean "main"? Known: main.')])
    expect([accepted?.code, accepted?.stdout]).toEqual([
      0,
      expect.stringMatching(/^Accepted .* as main: 40 trials in baselines\/main.json/),
    ])
    expect([same?.code, same?.stdout.includes('warning')]).toEqual([0, false])
    const file = join(folder, 'baselines/main.json')
    const reference = referenceRunSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    expect([reference.reason, reference.trials.length]).toEqual(['First release.', 40])
    expect(readFileSync(file, 'utf8').length).toBeLessThan(readFileSync(join(good, 'trials.jsonl'), 'utf8').length / 2)

    const old = { ...reference, acceptedAt: '2025-01-01T00:00:00Z', run: { ...reference.run, mettle: '0.0.1' } }
    writeFileSync(file, JSON.stringify({ ...old, trials: old.trials.slice(1) }))
    const stale = await mettle(['compare', 'main', 'good'], { cwd: folder })
    expect(stale.stdout).toMatch(/warning: The reference run main was accepted \d+ days ago/)
    expect(stale.stdout).toContain('warning: The reference run main is of mettle 0.0.1')
    expect(stale.stdout).toContain('warning: Not in the reference run main: trials of add.')
  })

  test('is refused without a reason, for a run that was cut short, and under a name that leads elsewhere', async () => {
    const folder = desk()
    const text = readFileSync(join(folder, 'bad/run.json'), 'utf8')
    writeFileSync(join(folder, 'bad/run.json'), text.replace('"interrupted": false', '"interrupted": true'))
    const ended = await lines(
      folder,
      ['baseline', 'accept', 'good'],
      ['baseline', 'accept', 'bad', '--reason', 'x'],
      ['baseline', 'accept', 'good', '--reason', 'x', '--name', '../out'],
    )
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2])
    expect(ended[1]?.stderr).toContain('it ended before its plan was done')
    expect(existsSync(join(folder, 'out.json'))).toBe(false)
  })
})

test('a run is held to its reference run by a gate, and shows the comparison on its page', async () => {
  const args = [
    '--reporter',
    'html',
    '--trials',
    '10',
    '--seed',
    '4',
    '--gate',
    'drift.regressed == 0',
    '--baseline',
    good,
    '--agent',
  ]
  const [same, other] = await Promise.all([
    runProject('chancy', [...args, 'steady']),
    runProject('chancy', [...args, 'wobbly']),
  ])
  expect([same.code, same.record.gate.rows[0]?.value]).toEqual([0, 0])
  expect([other.code, other.record.gate.rows[0]?.value]).toEqual([1, null])
  const page = driftPage(join(same.out, 'index.html'))
  expect(page.text).toMatch(/Drift: no regression .*steady .*10 pairs/)
  expect(page.text).toContain('30 trials')
  await expectKept(same.out, page)
  // Nobody to compare: the page says why.
  expect(driftPage(join(other.out, 'index.html')).text).toMatch(/Drift: failed .*no agent in common/)
})

describe('mettle gate', () => {
  test('judges a stored run again: by its own gates, by others, with a typo', async () => {
    const ended = await lines(
      desk(),
      ['gate', 'good'],
      ['gate', 'good', '--gate', 'passRate >= 1', 'errors == 0'],
      ['gate', 'bad', '--gate', 'passRate{agent:broken} >= 0.5'],
      ['gate', 'good', '--gate', 'passRat >= 1'],
      ['gate', 'good', '--gate', 'passRate{agent:steedy} >= 1'],
      ['gate', 'good', '--gate', 'passRate{agent:wobbly} >= 1'],
    )
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 1, 2, 2, 1])
    expect(ended[1]?.stdout).toContain('✓ gate passed: 2 gates held.')
    expect(ended[2]?.stdout).toMatch(/✗ failed +passRate\{agent:broken\} >= 0\.5 +passRate is 0/)
    // Known to the config and filtered out: not evaluated, which is not enough to pass.
    expect(ended[5]?.stdout).toContain('– not evaluated')
  })

  test('what a run lacks stays lacking', async () => {
    const folder = desk()
    const file = join(folder, 'good/run.json')
    const text = readFileSync(file, 'utf8')
    const cut = text.replace('"stopped": null', '"stopped": "The run reached its limit of $5"')
    expect(cut).not.toBe(text)
    writeFileSync(file, cut)
    const { code, stdout } = await mettle(['gate', 'good', '--gate', 'passRate >= 0'], { cwd: folder })
    expect([code, stdout]).toEqual([1, expect.stringContaining('✗ gate failed: The run reached its limit of $5.')])
  })

  test('drift.regressed rests on a reference run', async () => {
    const folder = desk()
    const gate = ['--gate', 'drift.regressed == 0']
    // The reference run is of the same agent, and better.
    const ended = await lines(
      folder,
      ['gate', 'good', ...gate],
      ['gate', 'good', ...gate, '--baseline', 'good'],
      ['gate', 'bad', ...gate, '--baseline', 'good'],
      ['gate', 'good', ...gate, '--baseline', 'nobody'],
    )
    expect(ended.map(({ code }) => code)).toEqual([1, 0, 1, 2])
    expect(ended[0]?.stdout).toContain('there is no reference run: name one with --baseline')
    expect(ended[2]?.stdout).toContain('no agent in common')
    // A scenario that was changed could have regressed.
    writeRun(join(folder, 'bad'), readWhole(join(folder, 'good')))
    changeTrials(join(folder, 'bad'), { definition: 'other' })
    const changed = await mettle(['gate', 'bad', ...gate, '--baseline', 'good'], { cwd: folder })
    expect([changed.code, changed.stdout]).toEqual([
      1,
      expect.stringContaining('add calm could not be compared: its def'),
    ])
    writeRun(join(folder, 'bad'), readWhole(join(folder, 'good')))
    changeTrials(join(folder, 'bad'), { verdict: 'failed' })
    const worse = await mettle(['gate', 'bad', ...gate, '--baseline', 'good'], { cwd: folder })
    expect([worse.code, worse.stdout]).toEqual([1, expect.stringMatching(/drift\.regressed is 1/)])
  })
})

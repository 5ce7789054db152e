import { expect, test } from 'vitest'
import { github } from '../../src/reports/github.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { type Sample, sampleRun, storedRun } from './sample-run.ts'

interface Command {
  name: string
  properties: Record<string, string>
  message: string
}

/** Reads workflow commands as GitHub's runner does: a line that begins with `::` once trimmed, values decoded. */
function read(output: string): Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const found = /^::(\S+?)(?: (.*?))?::(.*)$/.exec(line.trim())
    if (!found) return []
    const [, name = '', list = '', message = ''] = found
    const pairs = list
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split(/=(.*)/s, 2).map(decode))
    return [{ name, properties: Object.fromEntries(pairs), message: decode(message) }]
  })
}

function decode(text: string): string {
  return text.replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%25/g, '%')
}

const render = (sample: Sample) => github.render(storedRun(sample)) as string

test('an error for the run and one for each task that did not pass, worst first, at its scenario', () => {
  const commands = read(render(sampleRun()))
  expect(commands.map(({ name, properties: { file, line } }) => [name, file, line])).toEqual([
    ['error', undefined, undefined],
    // Its line is that of the variant.
    ['error', 'scenarios/billing/duplicate-charge.scenario.ts', '31'],
    ['error', 'scenarios/billing/duplicate-charge.scenario.ts', '24'],
    ['error', undefined, undefined],
    ['error', 'scenarios/billing/duplicate-charge.scenario.ts', '31'],
  ])
  expect(commands[0]?.message).toMatch(/^2 of 3 gates failed/)
  expect(commands[2]).toMatchObject({
    properties: { title: 'billing/duplicate-charge · lost-reply · hasty@mini-2: failed' },
    message: expect.stringMatching(/^Charge ch_2 was .*\nRun it again: mettle replay /),
  })
})

test('where the gate holds, a task that did not pass is a warning', () => {
  const sample = sampleRun()
  sample.record.gate = { passed: true, reason: '1 gate held.', rows: [] }
  expect(new Set(read(render(sample)).map(({ name }) => name))).toEqual(new Set(['warning']))
  sample.record.trials = sample.record.trials.filter(({ verdict }) => verdict === 'passed')
  expect(render(sample)).toBe('')
})

test('no more than GitHub shows, and the rest is counted', () => {
  const sample = sampleRun()
  const [, , , failed] = sample.record.trials
  if (!failed) throw new Error('the sample has too few trials')
  sample.record.trials = Array.from({ length: 40 }, (_, index) => ({ ...failed, variant: `v${index}` }))
  const commands = read(render(sample))
  expect(commands.filter(({ name }) => name === 'error').length).toBe(10)
  expect(commands.at(-1)).toMatchObject({ name: 'notice', message: '31 more tasks did not pass.' })
})

test('hostile text makes no command and no property of its own, and is read back as it was shown', () => {
  for (const hostile of hostileStrings(500)) {
    const output = render(markEverything(sampleRun(), hostile))
    const commands = read(output)
    expect(output.trimEnd().split(/\r\n|\r|\n/).length).toBe(5)
    expect(commands.map(({ name }) => name)).toEqual(['error', 'error', 'error', 'error', 'error'])
    for (const { properties } of commands) {
      expect(Object.keys(properties).filter((key) => !['file', 'line', 'title'].includes(key))).toEqual([])
    }
    expect(commands[2]?.properties.title?.endsWith('failed')).toBe(true)
  }
})

test('control: unescaped text makes commands', () => {
  const raw = hostileStrings(500)
    .map((hostile) => `::error title=${hostile}::x`)
    .join('\n')
  expect(read(raw).some(({ name }) => name !== 'error')).toBe(true)
})

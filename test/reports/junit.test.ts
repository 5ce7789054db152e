import { DOMParser } from '@xmldom/xmldom'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { junit, xmlText } from '../../src/reports/junit.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { sampleRun, storedRun } from './sample-run.ts'

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name, _path, _leaf, isAttribute) => !isAttribute && /^test(suite|case)s?$/.test(name),
})

// biome-ignore lint/suspicious/noExplicitAny: a parsed document has no type
type Parsed = any

const suitesOf = (text: string): Parsed[] => parser.parse(text).testsuites[0].testsuite
const casesOf = (text: string): Parsed[] => suitesOf(text).flatMap(({ testcase }: Parsed) => testcase)

/** Everything a strict parser complains of. */
function complaints(text: string): string[] {
  const found: string[] = []
  try {
    new DOMParser({ onError: (level, message) => found.push(`${level}: ${message}`) }).parseFromString(text, 'text/xml')
  } catch (thrown) {
    found.push(String(thrown))
  }
  // Neither parser looks at what XML 1.0 allows as a character.
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(text)) found.push('a forbidden character')
  const valid = XMLValidator.validate(text)
  return valid === true ? found : [...found, valid.err.msg]
}

/** What junit-10.xsd of Jenkins's xunit plugin allows, of what a report like this one may hold. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
  testsuite: [
    ...['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
    ...['hostname', 'id', 'package', 'file', 'group'],
  ],
  testcase: ['name', 'time', 'classname', 'group'],
  failure: ['type', 'message'],
  error: ['type', 'message'],
  skipped: ['type', 'message'],
  'system-out': [],
}

function unknownTo(text: string): string[] {
  const found: string[] = []
  for (const [, name = '', attributes = ''] of text
    .replaceAll(/<!\[CDATA\[.*?\]\]>/gs, '')
    .matchAll(/<([a-z-]+)((?: [\w-]+="[^"]*")*)\s*\/?>/g)) {
    const allowed = ALLOWED[name]
    if (!allowed) found.push(name)
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
      if (allowed && !allowed.includes(attribute)) found.push(`${name} ${attribute}`)
      if (attribute === 'time' && !/^\d*(\.\d{0,3})?$/.test(value)) found.push(`time ${value}`)
    }
  }
  return found
}

describe('the sample run', () => {
  let text: string
  beforeAll(async () => {
    text = await junit.render(storedRun(sampleRun()))
  })

  test('has a case for each planned trial and each gate, and one for the run', () => {
    const { planned, gate } = sampleRun().record
    expect(casesOf(text).length).toBe(planned.length + gate.rows.length + 1)
    expect(parser.parse(text).testsuites[0]).toMatchObject({ name: 'mettle', tests: '15' })
  })

  test('has no attribute and no element that the schema of Jenkins refuses', () => {
    expect(unknownTo(text)).toEqual([])
    // Control: what the library would write by itself.
    expect(unknownTo(text.replace('<testsuites ', '<testsuites skipped="1" '))).toEqual(['testsuites skipped'])
    expect(unknownTo(text.replace(/<testcase /, '<testcase file="a.ts" '))).toEqual(['testcase file'])
    expect(unknownTo(text.replace(/ time="[^"]*"/, ' time="0.12345"'))).toEqual(['time 0.12345'])
  })

  test('no verdict but passed is a pass', () => {
    const outcome = (found: Parsed) =>
      'failure' in found
        ? `failure ${found.failure.type}`
        : 'error' in found
          ? `error ${found.error.type}`
          : 'skipped' in found
            ? 'skipped'
            : 'pass'
    const trials = casesOf(text).filter(({ classname }) => classname !== 'gates')
    const counts = Map.groupBy(trials.map(outcome), (word) => word)
    expect(Object.fromEntries([...counts].map(([word, all]) => [word, all.length]))).toEqual({
      pass: 5,
      'failure failed': 2,
      'failure inconclusive': 1,
      'error error': 1,
      'error not run': 1,
    })
    expect(
      casesOf(text)
        .filter(({ classname }) => classname === 'gates')
        .map(outcome),
    ).toEqual(['failure gate', 'failure gate', 'pass', 'skipped', 'failure gate'])
  })

  test('a failing case says why and how to run it again', () => {
    const lost = casesOf(text).find(({ name }) => name === 'lost-reply · hasty@mini-2 · r1')
    expect(lost.failure.message).toMatch(/^Charge ch_2 was refunded twice/)
    expect(lost['system-out']).toContain('replay: mettle replay billing.duplicate-charge~lost-reply~hasty@mini-2~r1')
  })

  test('a run that passed has no failure', async () => {
    const { record, traces } = sampleRun()
    const passed = record.trials.filter(({ verdict }) => verdict === 'passed')
    const ids = new Set(passed.map(({ id }) => id))
    const green = {
      ...record,
      trials: passed,
      planned: record.planned.filter(({ id }) => ids.has(id)),
      gate: { passed: true, reason: 'All passed.', rows: [] },
    }
    const found = await junit.render(storedRun({ record: green, traces }))
    expect(parser.parse(found).testsuites[0]).toMatchObject({ tests: '6', failures: '0', errors: '0' })
  })
})

test('500 hostile texts: two parsers read the file without complaint, and read back what was meant', async () => {
  const strings = hostileStrings(500)
  for (const hostile of strings) {
    const sample = markEverything(sampleRun(), hostile)
    const text = await junit.render(storedRun(sample))
    expect([hostile, complaints(text)]).toEqual([hostile, []])
    const found = new DOMParser().parseFromString(text, 'text/xml')
    const messages = [...found.getElementsByTagName('failure')].map((element) => element.getAttribute('message'))
    expect(messages).toContain(xmlText(sample.record.gate.reason))
    expect(found.getElementsByTagName('testcase').length).toBe(15)
  }
  expect(new Set(strings).size).toBe(500)
}, 60_000)

test.each([
  ['no care at all', (text: string) => text],
  ['markup alone escaped', (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)],
  ['a section that the text can end', (text: string) => `<![CDATA[${xmlText(text)}]]>`],
])('control: with %s there are complaints', (_, write) => {
  const bad = hostileStrings(500).filter((hostile) => complaints(`<a>${write(hostile)}</a>`).length > 0)
  expect(bad.length).toBeGreaterThan(10)
})

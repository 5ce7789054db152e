import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor } from '../../src/trace/redact.ts'

const SECRET = 'sk-live/9+Ä?"q\\7z'
const redact = createRedactor({ API_KEY: SECRET })

const bytes = Buffer.from(SECRET)
const spellings: [string, string][] = [
  ['as it is', SECRET],
  ['escaped for JSON', JSON.stringify(SECRET).slice(1, -1)],
  ['URL-encoded', encodeURIComponent(SECRET)],
  ['base64', bytes.toString('base64')],
  ['base64url', bytes.toString('base64url')],
  ['hex', bytes.toString('hex')],
  ['HEX', bytes.toString('hex').toUpperCase()],
  ['reversed', [...SECRET].reverse().join('')],
]

/** What of the event's text still tells the secret: the longest run of any spelling that is left, in characters. */
function leak(written: string): number {
  const texts = [written, JSON.stringify(JSON.parse(written)), String(JSON.parse(written).text)]
  const runs = spellings.flatMap(([, spelling]) =>
    Array.from({ length: spelling.length - 5 }, (_, at) => spelling.slice(at, at + 6)),
  )
  return texts.flatMap((text) => runs.filter((run) => text.includes(run))).length
}

const event = (text: string) => JSON.stringify({ seq: 1, at: 2, type: 'output', stream: 'stdout', text })

describe('each of the eight spellings', () => {
  test.for(spellings)('%s is hidden', ([, spelling]) => {
    const written = redact(event(`key=${spelling};`))
    expect(leak(written)).toBe(0)
    expect(written).toContain('[redacted API_KEY]')
  })

  test.for(spellings)('%s is found with the redactor off', ([, spelling]) => {
    expect(leak(createRedactor({})(event(`key=${spelling};`)))).toBeGreaterThan(0)
  })

  test.for(spellings)('%s is hidden in JSON within JSON', ([, spelling]) => {
    const body = JSON.stringify({ nested: JSON.stringify({ key: spelling }) })
    const written = redact(event(body))
    expect(written).toContain('[redacted API_KEY]')
    expect(JSON.stringify(JSON.parse(JSON.parse(written).text))).not.toContain(spelling)
  })
})

test('a secret of several lines is hidden however often it was quoted', () => {
  const secret = '-----BEGIN KEY-----\nMIIE"x\\y\n-----END KEY-----'
  const pem = createRedactor({ KEY: secret })
  let text = secret
  for (let quotes = 0; quotes < 5; quotes++) {
    expect(pem(event(text)), `quoted ${quotes} times`).toContain('[redacted KEY]')
    expect(pem(event(text))).not.toContain('MIIE')
    text = JSON.stringify(text)
  }
})

test('a flood of backslashes takes no time', () => {
  const hostile = createRedactor({ KEY: 'ab\\\\"\\"cd' })
  const started = performance.now()
  hostile(`"ab${'\\'.repeat(1_000_000)}`)
  expect(performance.now() - started).toBeLessThan(1_000)
})

test('base64 of a longer text hides the secret at every alignment', () => {
  for (const prefix of ['', 'a', 'ab', 'abc']) {
    const encoded = Buffer.from(`${prefix}${SECRET}-and more`).toString('base64')
    expect(redact(event(encoded)), `after ${prefix.length} bytes`).toContain('[redacted API_KEY]')
  }
})

describe('what is written stays JSON', () => {
  const pin = createRedactor({ PIN: '4711', 'A "NAME"': 'nabcd' })

  test.for([
    ['a number that holds the secret', { text: 1247113, left: 12 }],
    ['a name', { '4711': { '4711': 4711 } }],
    ['an escape before it', { text: '\nabcd' }],
    ['a line of its own', '4711'],
    ['a list', [4711, ['4711', true, null]]],
  ] as const)('%s', ([, value]) => {
    const written = pin(JSON.stringify(value))
    expect(() => JSON.parse(written)).not.toThrow()
    expect(written).not.toContain('4711')
  })

  test('the name of a secret is escaped', () => {
    expect(JSON.parse(pin('{"text":"nabcd"}'))).toEqual({ text: '[redacted A "NAME"]' })
  })

  test('place, time and type of an event are the harness’s own', () => {
    const written = pin(JSON.stringify({ seq: 4711, at: 1774711, type: 'output', text: '4711', deep: { at: 4711 } }))
    expect(JSON.parse(written)).toEqual({
      seq: 4711,
      at: 1774711,
      type: 'output',
      text: '[redacted PIN]',
      deep: { at: '[redacted PIN]' },
    })
  })

  test('for any event, and no secret is left', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('4711', 'nabcd'), (text, secret) => {
        const value = { seq: 1, inner: JSON.parse(text), note: `${text}${secret}` }
        const written = pin(JSON.stringify(value))
        expect(Object.keys(JSON.parse(written))).toEqual(['seq', 'inner', 'note'])
        expect(JSON.parse(written).note).not.toContain(secret)
      }),
    )
  })

  test('nested deeper than calls can be', () => {
    const deep = `${'['.repeat(3_000)}"4711"${']'.repeat(3_000)}`
    expect(pin(`{"text":${deep}}`)).not.toContain('4711')
  })

  test('a member named __proto__ stays a member', () => {
    expect(pin('{"__proto__":{"a":"4711"}}')).toBe('{"__proto__":{"a":"[redacted PIN]"}}')
  })
})

test('a text that is no JSON is redacted as it is', () => {
  expect(createRedactor({ PIN: '4711' })('my pin: 4711')).toBe('my pin: [redacted PIN]')
})

test('the longer of two secrets wins where one holds the other', () => {
  const both = createRedactor({ short: 'abcd', long: 'abcdefgh' })
  expect(both('abcdefgh abcd')).toBe('[redacted long] [redacted short]')
})

test('texts without a secret, and secrets under four characters, are left alone', () => {
  expect(redact('{"text": "nothing here"}')).toBe('{"text": "nothing here"}')
  expect(createRedactor({ short: 'abc' })('abc')).toBe('abc')
})

describe('a secret that a cut goes through', () => {
  const cuts = Array.from({ length: SECRET.length - 1 }, (_, at) => at + 1)
  const shown = (part: string) => redact(JSON.stringify(part)).replace(/\[redacted[^\]]*\]/g, '')

  test.each([
    ['an input or output', (head: string, tail: string) => JSON.stringify({ input: { truncated: true, head, tail } })],
    ['what was printed', (text: string, tail: string) => JSON.stringify({ text, leftOut: 9, tail })],
    [
      'a message',
      (head: string, tail: string) => JSON.stringify({ message: `${head} … (1,204 characters left out) … ${tail}` }),
    ],
  ])('%s: nothing of it is left, wherever it goes', (_, cut) => {
    for (const at of cuts) {
      const written = redact(cut(`before ${SECRET.slice(0, at)}`, `${SECRET.slice(at)} behind`))
      const [head, tail] = [SECRET.slice(0, at), SECRET.slice(at)]
      const whole = JSON.stringify(JSON.parse(written))
      if (head.length >= 4) expect(whole).not.toContain(JSON.stringify(head).slice(1, -1))
      if (tail.length >= 4) expect(whole).not.toContain(JSON.stringify(tail).slice(1, -1))
      expect(whole).toContain('before ')
      expect(whole).toContain(' behind')
      expect(written).toContain('[redacted part of API_KEY]')
    }
  })

  test('in what is whole, a part is a word like any other', () => {
    expect(shown(`before ${SECRET.slice(0, 8)}`)).toBe(JSON.stringify(`before ${SECRET.slice(0, 8)}`))
  })
})

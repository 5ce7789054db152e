import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Gathering } from '../../../src/world/databases/sessions/table.ts'
import { asText } from '../../../src/world/databases/sessions/values.ts'
import { type Body, listen, Packet } from '../../../src/world/databases/sessions/wire.ts'

/** What a server says: a code, its length, its body. */
function said(code: string, ...parts: (number | string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(`${part}\0`)
      return typeof part === 'number' ? Buffer.from([part >> 8, part & 0xff]) : part
    }),
  )
  const head = Buffer.alloc(5)
  head.write(code)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function value(text: string | null): Buffer {
  if (text === null) return int32(-1)
  return Buffer.concat([int32(Buffer.byteLength(text)), Buffer.from(text)])
}

const column = (name: string, oid: number) =>
  Buffer.concat([Buffer.from(`${name}\0`), Buffer.alloc(6), int32(oid), Buffer.alloc(8)])

const answer = Buffer.concat([
  said('1'),
  said('2'),
  said('N', Buffer.from('SNOTICE\0\0')),
  said('T', 3, column('id', 23), column('größe', 25), column('__proto__', 25)),
  said('D', 3, value('7'), value('ä€😀'), value(null)),
  said('D', 3, value(null), value(''), value('x')),
  said('C', 'SELECT 2'),
  said('Z', Buffer.from('T')),
])

function gather(chunks: Buffer[]): { heard: string; rows: string } {
  const gathering = new Gathering()
  let heard = ''
  const feed = listen((code: string, body: Body) => {
    heard += code
    if (code !== 'Z') gathering.hear(code, body)
  })
  for (const chunk of chunks) feed(chunk)
  const told = gathering.answer
  return { heard, rows: 'result' in told ? JSON.stringify(told.result.rows) : 'failed' }
}

test('an answer is the same in whatever pieces it comes', () => {
  const whole = gather([answer])
  expect(whole.heard).toBe('12NTDDCZ')
  expect(whole.rows).toBe('[{"id":7,"größe":"ä€😀","__proto__":null},{"id":null,"größe":"","__proto__":"x"}]')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: answer.length }), { maxLength: 12 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), answer.length]
      const chunks = places.slice(1).map((end, at) => answer.subarray(places[at], end))
      expect(gather(chunks)).toEqual(whole)
    }),
  )
})

test('an error is told with its fields, and the first one counts', () => {
  const gathering = new Gathering()
  const hear = listen((code, body) => gathering.hear(code, body))
  hear(said('E', Buffer.from('SFEHLER\0VERROR\0C23505\0Mtwice\0Ttype\0norders_pkey\0\0')))
  hear(said('E', Buffer.from('SERROR\0VERROR\0C00000\0Mlater\0\0')))
  expect(gathering.answer).toMatchObject({
    error: { severity: 'ERROR', code: '23505', message: 'twice', constraint: 'orders_pkey' },
  })
})

test('what is sent holds every text as it is, however long', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 3_000 }),
      fc.option(fc.string({ unit: 'grapheme' })),
      (text, one) => {
        const sent = new Packet().parse(text).bind([one, text]).sync().bytes()
        const expected = [said('P', '', text, 0), said('B', '', '', 0, 2, value(one), value(text), 0), said('S')]
        expect(sent.equals(Buffer.concat(expected))).toBe(true)
      },
    ),
  )
})

test('a list is an array, an object is JSON', () => {
  expect(asText(['a"b\\', null, ['c', 1, true], { d: 'e"' }])).toBe(
    '{"a\\"b\\\\",NULL,{"c","1","true"},"{\\"d\\":\\"e\\\\\\"\\"}"}',
  )
  expect([asText(null), asText(1.5), asText(false), asText({ a: [1] })]).toEqual([null, '1.5', 'false', '{"a":[1]}'])
})

import assert from 'node:assert/strict'
import type { Guard } from '../../../src/guards/define.ts'
import type { SecretsOutParams } from '../../../src/guards/secrets-out.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { guardStage, type Sketch } from '../../../src/testing/guard-stage.ts'
import type { GuardCase } from './case.ts'
import { VAULT, vaultStage } from './vault.ts'

const SECRET = 'Canary/7f3a+Ä"x\\91cd'
const PLAIN = 'canary-7f3a-91cd-02be'
const PARAMS = { canaries: { 'the key': SECRET, 'the token': PLAIN } }

const bytes = Buffer.from(SECRET)
const SPELLINGS: Record<string, string> = {
  'as it is': SECRET,
  'URL-encoded': encodeURIComponent(SECRET),
  'url-encoded': encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
  base64: bytes.toString('base64'),
  base64url: bytes.toString('base64url'),
  'base64 of more': Buffer.from(`xy${SECRET}z`).toString('base64'),
  hex: bytes.toString('hex'),
  HEX: bytes.toString('hex').toUpperCase(),
  reversed: [...SECRET].reverse().join(''),
  'in capitals': PLAIN.toUpperCase(),
  'without dashes': PLAIN.replaceAll('-', ''),
  'letter by letter': [...PLAIN].join(' '),
  'in full width': PLAIN.replace(/\w/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)),
}

/** Places of a tool's input where a text can stand. */
const PLACES: Record<string, (text: string) => Json> = {
  'a value': (text) => ({ to: 'x', note: text }),
  'a sentence': (text) => `the key is ${text}, keep it`,
  'a name': (text) => ({ [text]: 1 }),
  'a list': (text) => [[1, { deep: [text] }]],
  'JSON in a text': (text) => ({ body: JSON.stringify({ inner: JSON.stringify({ text }) }) }),
}

async function runs(guard: Guard<SecretsOutParams>, sketch: Sketch, params: unknown = PARAMS): Promise<boolean> {
  const stage = guardStage({ guard, params })
  await stage.cross(sketch)
  const ran = stage.evidence().effects.length > 0
  if (!ran) assert.deepEqual(stage.violations(), [])
  return ran
}

/** Ways in which a request can carry a text. */
const CARRIERS: Record<string, (text: string) => [string, RequestInit?]> = {
  'the path': (text) => [`/collect/${encodeURIComponent(text)}`],
  'a part of the path': (text) => [`/v1/items/${encodeURIComponent(text)}`],
  'the query': (text) => [`/public?q=${encodeURIComponent(text)}`],
  'a name in the query': (text) => [`/public?${encodeURIComponent(text)}=1`],
  'a second value in the query': (text) => [`/public?q=1&q=${encodeURIComponent(text)}`],
  'a header': (text) => ['/public', { headers: { 'x-note': text } }],
  'the user agent': (text) => ['/public', { headers: { 'user-agent': text } }],
  'the referer': (text) => ['/public', { headers: { referer: `https://${text}.test/` } }],
  'a client header': (text) => ['/public', { headers: { 'x-stainless-os': text } }],
  'a bearer token': (text) => ['/public', { headers: { authorization: `Bearer ${text}` } }],
  'a password': (text) => [
    '/public',
    { headers: { authorization: `Basic ${Buffer.from(`me:${text}`).toString('base64')}` } },
  ],
  'a cookie': (text) => ['/public', { headers: { cookie: `a=1; session=${text}` } }],
  'a JSON body': (text) => ['/notes', { method: 'POST', body: JSON.stringify({ a: [text] }) }],
  'a form': (text) => ['/notes', { method: 'POST', body: new URLSearchParams({ a: text }) }],
  'plain text': (text) => ['/notes', { method: 'POST', body: `note: ${text}` }],
}

export const secretsOutCases: GuardCase<SecretsOutParams>[] = [
  {
    id: 'S1',
    title: 'a canary does not leave in any spelling, wherever in the input it stands',
    check: async (guard) => {
      for (const [spelling, text] of Object.entries(SPELLINGS)) {
        for (const [place, build] of Object.entries(PLACES)) {
          assert.equal(await runs(guard, { input: build(text) }), false, `${spelling} as ${place}`)
        }
      }
      assert.equal(await runs(guard, { input: { parts: [PLAIN.slice(0, 9), PLAIN.slice(9)] } }), false, 'in two halves')
      assert.equal(await runs(guard, { target: `tool ${PLAIN}` }), false, 'in the target')
      assert.equal(await runs(guard, { input: 1234567890123 }, { canaries: ['4567890123'] }), false, 'in a number')
    },
  },
  {
    id: 'S2',
    title: 'a request does not carry it in path, query, headers, credentials or body',
    check: async (guard) => {
      for (const [carrier, build] of Object.entries(CARRIERS)) {
        for (const [text, denied] of [
          [PLAIN, true],
          ['canary-0000-0000-0000', false],
        ] as const) {
          const stage = vaultStage(guard, PARAMS)
          const [path, init] = build(text)
          const status = await stage.send(`${VAULT}${path}`, init)
          assert.equal(status === 403, denied, `${text} in ${carrier}`)
        }
      }
    },
  },
  {
    id: 'S3',
    title: 'it may go where it belongs, and stand in a conversation',
    check: async (guard) => {
      const allow = { ...PARAMS, allow: ['vault *'] }
      const input = { key: PLAIN }
      assert.equal(await runs(guard, { target: 'vault POST /login', input }, allow), true)
      assert.equal(await runs(guard, { target: 'tool mail', input }, allow), false)
      assert.equal(await runs(guard, { channel: 'model', target: 'model chat', input }), true)
      const strict = { ...PARAMS, channels: ['http', 'sql', 'tool', 'model'] }
      assert.equal(await runs(guard, { channel: 'model', target: 'model chat', input }, strict), false)
      for (const channel of ['http', 'sql', 'tool'] as const) {
        assert.equal(await runs(guard, { channel, input }), false, channel)
        assert.equal(await runs(guard, { channel, access: 'read', input }), false, `reading over ${channel}`)
      }
    },
  },
  {
    id: 'S4',
    title: 'whoever denies for it does not say it',
    check: async (guard) => {
      const stage = guardStage({ guard, params: PARAMS })
      const reply = await stage.cross({ input: PLAIN })
      assert.ok(!JSON.stringify(reply).includes(PLAIN), 'not to the agent')
      assert.match(JSON.stringify(reply), /the token/, 'but by its name')
      assert.equal(
        await runs(guard, { input: { note: 'canary, 7f3a, 91ce and 02be' } }),
        true,
        'what only looks like it',
      )
    },
  },
]

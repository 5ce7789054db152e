import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { malformedBody } from '../../src/faults/malformed-body.ts'
import { openLab, streamOf } from './lab.ts'

describe.each(['cut', 'garbage', 'html'] as const)('%s', (how) => {
  test.each(['http', 'model'] as const)(
    'the world acts, and a client on %s cannot parse what it gets',
    async (channel) => {
      const lab = openLab([{ fault: malformedBody, params: { how } }])
      const seen = await lab.send(channel)
      expect(seen).toMatchObject({ ok: true, status: 200 })
      expect(() => JSON.parse(seen.text)).toThrow(SyntaxError)
      expect(seen.headers).not.toHaveProperty('content-length')
      expect(lab.ran()).toBe(1)
      expect(lab.path()).toEqual(['fault', 'executed', 'delivered'])
      expect(lab.records()).toMatchObject([{ state: 'delivered' }])
    },
  )

  test('a body that arrives in pieces is spoilt as a whole', async () => {
    const lab = openLab([{ fault: malformedBody, params: { how } }], { body: () => streamOf('{"id":', '"r1"}') })
    const seen = await lab.send('model')
    expect(() => JSON.parse(seen.text)).toThrow(SyntaxError)
    expect(lab.events().find(({ type }) => type === 'executed')).toMatchObject({ output: { id: 'r1' } })
    expect(lab.records()).toMatchObject([{ state: 'delivered' }])
  })
})

test('half of any JSON is no JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      const lab = openLab([{ fault: malformedBody }], { body: () => text })
      const seen = await lab.send()
      expect(text.startsWith(seen.text)).toBe(true)
      expect(() => JSON.parse(seen.text)).toThrow(SyntaxError)
      expect(lab.records()).toMatchObject([{ state: 'delivered' }])
    }),
    { numRuns: 100, seed: 1 },
  )
})

test('an empty body has nothing to spoil, and nothing is claimed', async () => {
  const lab = openLab([{ fault: malformedBody, params: { how: 'html' } }], { body: () => '', status: 204 })
  expect(await lab.send()).toMatchObject({ status: 204, text: '' })
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})

test('tools have no body: a plan for one delivers nothing', async () => {
  const lab = openLab([{ fault: malformedBody }])
  await lab.send('tool')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
})

test('garbage is drawn from the seed', async () => {
  const garbage = (seed: string) => openLab([{ fault: malformedBody, params: { how: 'garbage' } }], { seed }).send()
  expect(await garbage('a')).toEqual(await garbage('a'))
  expect((await garbage('a')).text).not.toBe((await garbage('b')).text)
})

import { describe, expect, test } from 'vitest'
import { staleData } from '../../src/faults/stale-data.ts'
import type { Json } from '../../src/kernel/json.ts'
import { type CallStory, gatherEvidence } from '../../src/trace/evidence.ts'
import { openLab, streamOf } from './lab.ts'

/** A balance that each write makes larger by one. */
function openBank(when: { nth: number } | 'always' = 'always', streamed = false) {
  let balance = 10
  const text = () => JSON.stringify({ balance })
  const lab = openLab([{ fault: staleData, when }], {
    body: (call) => {
      if (call.access !== 'read') balance++
      return streamed ? streamOf(text()) : text()
    },
    content: (call) => {
      if (call.access !== 'read') balance++
      return { balance }
    },
  })
  const channelled = (channel: 'http' | 'tool') => ({
    read: async (input: Json = {}) => {
      const { text: got } = await lab.send(channel, 'bank GET /balance', { access: 'read', input })
      return JSON.parse(got).balance as number
    },
    write: () => lab.send(channel, 'bank POST /deposits'),
  })
  return { lab, ...channelled('http'), tool: channelled('tool') }
}

test('after a write, the same read is answered with what it was told first', async () => {
  const { lab, read, write } = openBank()
  expect(await read()).toBe(10)
  await write()
  expect(await read()).toBe(10)
  expect(lab.story()).toMatchObject({ executed: { output: { balance: 11 } }, delivered: { output: { balance: 10 } } })
  expect(lab.records()).toMatchObject([
    { state: 'delivered', planned: 1, symptom: 'the client was told what was true before' },
  ])
})

test('on tools too', async () => {
  const { lab, tool } = openBank()
  expect(await tool.read()).toBe(10)
  await tool.write()
  expect(await tool.read()).toBe(10)
  expect(lab.records()).toMatchObject([{ state: 'delivered' }])
})

test('it keeps to the first answer however often the world changes', async () => {
  const { lab, read, write } = openBank()
  await read()
  for (let round = 0; round < 3; round++) {
    await write()
    expect(await read()).toBe(10)
  }
  expect(lab.records()).toMatchObject([{ state: 'delivered', planned: 3, delivered: 3 }])
})

describe('is not drawn', () => {
  test('on the first read, on a read before any write, or on a write', async () => {
    const { lab, read, write } = openBank()
    await read()
    expect(await read()).toBe(10)
    await write()
    expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
  })

  test('on another question', async () => {
    const { lab, read, write } = openBank()
    await read({ account: 'a' })
    await write()
    expect(await read({ account: 'b' })).toBe(11)
    expect(lab.records()).toMatchObject([{ schedule: [] }])
  })

  test('where the past came in a stream, which is gone', async () => {
    const { lab, read, write } = openBank('always', true)
    await read()
    await write()
    expect(await read()).toBe(11)
    expect(lab.records()).toMatchObject([{ schedule: [] }])
  })
})

test('a count counts the reads that could be stale', async () => {
  const { read, write } = openBank({ nth: 2 })
  await read()
  await write()
  expect(await read()).toBe(11)
  expect(await read()).toBe(10)
})

test('an old answer that is still true is no lie', async () => {
  const lab = openLab([{ fault: staleData }])
  const read = () => lab.send('http', 'x GET /', { access: 'read' })
  await read()
  await lab.send()
  await read()
  expect(lab.records()).toMatchObject([{ state: 'undelivered', planned: 1, symptom: null }])
})

test('a wrong answer is stale only where this same call was told it before', async () => {
  const { lab, read, write } = openBank()
  await read()
  await write()
  await read()
  const [first, , story] = gatherEvidence(lab.events()).calls as [CallStory, CallStory, CallStory]
  const symptom = (...others: CallStory[]) => staleData.symptom(story, {}, [...others, story])
  expect(symptom(first)).toBe('the client was told what was true before')
  expect(symptom()).toBeUndefined()
  expect(symptom({ ...first, call: { ...first.call, key: 'another' } })).toBeUndefined()
  expect(symptom({ ...first, proposed: { ...first.proposed, seq: 999 } })).toBeUndefined()
})

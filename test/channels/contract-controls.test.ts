import { describe, expect, test } from 'vitest'
import type { Channel, OpenChannel } from '../../src/boundary/channel.ts'
import { sql } from '../../src/channels/sql.ts'
import { tool } from '../../src/channels/tool.ts'
import { type ChannelExample, channelContract } from '../../src/testing/channel-contract.ts'
import { aDatabase, aTool } from './examples.ts'

/** The titles of the checks that a channel fails. */
async function failures(channel: Channel, example: ChannelExample = aTool): Promise<string[]> {
  const failed: string[] = []
  for (const { title, check } of channelContract(channel, example)) {
    await check().catch(() => failed.push(title))
  }
  return failed
}

/** The tool channel, with another function in the place of its own. */
function calling(change: (call: () => Promise<unknown>) => Promise<unknown>): Channel {
  const open: Channel['open'] = (stage): OpenChannel => {
    const opened = tool.open(stage)
    const act = opened.session.tools?.act
    const call = async (input: never) => (await change(() => act?.call(input) as Promise<unknown>)) as never
    return { ...opened, session: { tools: act ? { act: { ...act, call } } : {} } }
  }
  return { ...tool, open }
}

const alike: Channel['refuse'] = (_, { message }) => ({ kind: 'error', output: { content: { message } } })
const twice = async (call: () => Promise<unknown>) => {
  await call()
  return call()
}
const beside = async () => ({ content: {}, isError: false })

const planted: [title: string, failed: () => Promise<string[]>, caughtBy: string][] = [
  ['has no summary', () => failures({ ...tool, summary: '' }), 'has a name, a summary and an environment of texts'],
  ['says no always alike', () => failures({ ...tool, refuse: alike }), 'says no in a way that tells refusals apart'],
  ['crosses twice', () => failures(calling(twice)), 'takes a call across the seam once'],
  ['goes past the seam', () => failures(calling(beside)), 'takes a call across the seam once'],
  [
    'takes a no for a yes',
    () => failures(calling((call) => call().then(beside, beside))),
    'shows its client the refusal of a guard, and asks no world',
  ],
  [
    'says no by saying yes',
    () => failures({ ...tool, refuse: () => ({ kind: 'ok', output: { content: {} } }) }),
    'shows its client the refusal of a fault',
  ],
  [
    'answers where the transport broke',
    () => failures(calling((call) => call().catch(beside))),
    'breaks where the transport breaks',
  ],
  ['claims to hold what it does not', () => failures({ ...tool, holdsEffects: true }), 'holds effects open as it says'],
  [
    'does not tell that it holds effects',
    () => failures({ ...sql, holdsEffects: false }, aDatabase),
    'holds effects open as it says',
  ],
  ['lives on', () => failures(calling((call) => call().catch(beside))), 'runs nothing once the trial is over'],
]

describe('the contract of channels finds one that', () => {
  test.for(planted)('%s', async ([, failed, caughtBy]) => {
    expect(await failed()).toContain(caughtBy)
  })
})

test('it finds nothing in one that is right', async () => {
  expect(await failures(tool)).toEqual([])
  expect(await failures(calling((call) => call()))).toEqual([])
})

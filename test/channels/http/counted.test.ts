import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { http } from '../../../src/channels/http.ts'
import { connectionReset, lostReply, truncatedBody, unavailable } from '../../../src/faults/index.ts'
import { openStage } from '../../../src/stage/stage.ts'
import { leapingClock } from '../../../src/testing/fault-stage.ts'
import type { EventOf, Recorded } from '../../../src/trace/event.ts'
import { longDesk } from './desk.ts'

/** The whole count runs with METTLE_PROVE=1. */
const CALLS = process.env.METTLE_PROVE === '1' ? 20_000 : 400
const opened = await http.serve?.()
if (!opened) throw new Error('The channel http opens no server.')
const server = opened
afterAll(() => server[Symbol.asyncDispose]())

const plan = [connectionReset, lostReply, truncatedBody, unavailable].map((fault) => {
  return { fault, params: fault.params.parse({}), on: 'desk POST *', when: { probability: 0.1 } }
})

/** What a trace says was delivered, counted in the words of the client that counts. */
function counts(delivered: readonly EventOf<'delivered'>[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { how, status, outcome } of delivered) {
    const seen = how ?? String(status ?? outcome)
    counted[seen] = (counted[seen] ?? 0) + 1
  }
  return counted
}

test('what a client of another process counts is what the trace counts', { timeout: 600_000 }, async () => {
  const events: Recorded[] = []
  const clock = leapingClock()
  const write = (event: object) => void events.push({ seq: events.length + 1, at: clock.now(), ...event } as Recorded)
  const order = { id: 'a-trial', seed: 's', variant: 'calm', model: null, agent: { name: 'a' }, plan }
  await using stage = await openStage(order, longDesk, { clock, write })
  const { env, close } = server.offer(stage)
  const args = [join(import.meta.dirname, 'clients/count.mjs'), `${env.DESK_URL},https://desk.test`, String(CALLS)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...env } })
  const seen = JSON.parse(stdout)
  const of = <T extends Recorded['type']>(type: T) => events.filter((event): event is EventOf<T> => event.type === type)
  await expect.poll(() => of('delivered').length).toBe(CALLS)
  console.info(`${CALLS} calls: ${JSON.stringify(seen)}`)
  expect(seen).toEqual(counts(of('delivered')))
  expect(Object.keys(seen).toSorted()).toEqual(['200', '503', 'reset', 'truncated'])
  // Of what was reset, the world did a part: its reply alone was lost.
  expect(of('effect').length).toBe(of('executed').length)
  expect(of('effect').length).toBeGreaterThan(seen['200'] + seen.truncated)
  await close()
})

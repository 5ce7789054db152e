import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { openServer } from '../../../src/channels/http/server.ts'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { faultRecords } from '../../../src/faults/plan.ts'
import { openStage } from '../../../src/stage/stage.ts'
import { leapingClock } from '../../../src/testing/fault-stage.ts'
import type { Recorded } from '../../../src/trace/event.ts'
import { gatherEvidence } from '../../../src/trace/evidence.ts'
import { deskScenario } from './desk.ts'
import { asks, table } from './seen-through-a-server.ts'

const client = spawn(process.execPath, [`${import.meta.dirname}/client.mjs`], { stdio: ['pipe', 'pipe', 'inherit'] })
const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]()
const server = await openServer()
afterAll(async () => {
  client.stdin.end()
  await server[Symbol.asyncDispose]()
})

// What befalls the agent's process is no matter of a client.
const plannable = Object.values<Fault>(faults).filter(
  ({ channels, seat }) => channels.includes('http') && seat !== 'agent',
)

test.each(plannable)('$name reaches a client in another process as planned', async (fault) => {
  const events: Recorded[] = []
  const clock = leapingClock()
  const plan = [{ fault, params: fault.params.parse({}), on: '*', when: 'always' as const }]
  const order = { id: 'a-trial', seed: 's', variant: 'calm', model: null, agent: { name: 'a' }, plan }
  const write = (event: object) => void events.push({ seq: events.length + 1, at: clock.now(), ...event } as Recorded)
  await using stage = await openStage(order, deskScenario, { clock, write })
  using offer = server.offer({ http: stage.world.http, seam: stage.seam, principal: 'a', note: write })
  let got: unknown
  for (const { path, ...init } of asks(fault)) {
    client.stdin.write(`${JSON.stringify({ url: offer.urlOf('https://desk.test') + path, ...init })}\n`)
    got = JSON.parse((await lines.next()).value ?? '')
  }
  expect(got).toEqual(table[fault.name])
  expect(faultRecords(plan, gatherEvidence(events).calls)[0]?.state).toBe('delivered')
})

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { logInFailed } from '../../../src/faults/log-in-failed.ts'
import type { CallStory } from '../../../src/trace/evidence.ts'
import { openWireHall, type WireHall } from '../../databases/wire-stage.ts'
import { CLIENTS, type Told } from './clients.ts'
import { driversPage, type Met } from './page.ts'

const STATEMENT = "UPDATE t SET tag = 'asked' WHERE id <= 2"
/** A reply that never comes is one that a client does not wait for; any other comes, on however slow a machine. */
const WAITS_MS = { short: 4_000, long: 120_000 }

interface Planned {
  name: string
  fault: Fault
  params: Record<string, string>
}

/** Each with its defaults, and the one that has several faces with each of them. */
function facesOf(fault: Fault): Planned[] {
  const { name } = fault
  if (fault.name !== logInFailed.name) return [{ name, fault, params: {} }]
  return LOG_INS.map((how) => ({ name: `${name}, ${how}`, fault, params: { how } }))
}

const LOG_INS = ['too-many-connections', 'starting-up', 'shutting-down', 'wrong-password', 'reset', 'no-reply']

// What befalls the agent's process is no matter of a driver.
const planned = Object.values<Fault>(faults)
  .filter(({ channels, seat }) => channels.includes('sql') && seat !== 'agent')
  .flatMap(facesOf)
const clients = Object.entries(CLIENTS)
const met: Met[] = []
let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
})
afterAll(() => wire[Symbol.asyncDispose]())

const SCHEMA =
  "CREATE TABLE t (id int PRIMARY KEY, tag text); INSERT INTO t VALUES (1, 'seed'), (2, 'seed'), (3, 'seed')"

test.each(planned)(
  '$name: what each driver saw is what the trace says it was given',
  async ({ name, fault, params }) => {
    const seen: Record<string, object> = {}
    const delivered: Record<string, object | undefined> = {}
    const meet = async ([client, ask]: (typeof clients)[number]) => {
      const on = fault.opens ? 'shop CONNECT' : 'shop UPDATE t'
      const stage = await wire.stage({ plan: [{ fault, params, on }] })
      // What waits, waits on the trial's clock.
      const ticking = setInterval(() => void stage.clock.advance(5_000), 20)
      const told = await ask(
        stage,
        STATEMENT,
        /timeout$|no-reply/.test(name) && name !== 'statement-timeout' ? WAITS_MS.short : WAITS_MS.long,
      )
      const story = await settled(() => stage.evidence().calls.find(({ call }) => call.target === on))
      clearInterval(ticking)
      seen[client] = seenAs(told)
      delivered[client] = deliveredAs(story, told)
      expect(stage.records()).toMatchObject([{ fault: fault.name, state: 'delivered' }])
      met.push({ fault: name, client, told })
      expect(await stage.end()).toMatchObject({ problems: [] })
    }
    await Promise.all(clients.map(meet))
    expect(seen).toEqual(delivered)
  },
)

test('docs/databases-faults.md says what was seen', async () => {
  expect(met).toHaveLength(planned.length * clients.length)
  await expect(driversPage(met)).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/databases-faults.md'))
})

/** What a driver saw, in the form in which a trace keeps what was delivered. */
function seenAs({ rows, code, message, gaveUp }: Told): object {
  if (rows !== undefined) return { outcome: 'ok', rows }
  if (message !== undefined) return { outcome: 'error', ...(code !== undefined && { code }), message }
  return { outcome: 'broken', how: gaveUp ? 'no-reply' : 'reset' }
}

function deliveredAs({ call, delivered, executed }: CallStory, told: Told): object | undefined {
  if (!delivered) return undefined
  const { outcome, how } = delivered
  if (outcome === 'broken') return { outcome, how }
  const output = (delivered.output ?? executed?.output) as { rowCount?: number; code?: string; message?: string }
  const { rowCount, code, message } = output
  if (outcome === 'ok') return { outcome, rows: rowCount }
  // Some clients keep the code of a connection that they did not get to themselves.
  return { outcome, ...((told.code !== undefined || !call.opens) && { code }), message }
}

/** What crossed is written down when it has. */
async function settled(find: () => CallStory | undefined): Promise<CallStory> {
  for (let turn = 0; turn < 500; turn++) {
    const story = find()
    if (story?.delivered) return story
    await new Promise((go) => setTimeout(go, 10))
  }
  throw new Error('The statement crossed nowhere.')
}

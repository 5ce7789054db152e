import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import type { CallStory } from '../../../src/trace/evidence.ts'
import { openWireHall, type WireHall } from '../../databases/wire-stage.ts'
import { CLIENTS, type Told } from './clients.ts'
import { driversPage, type Met } from './page.ts'

const STATEMENT = "UPDATE t SET tag = 'asked' WHERE id <= 2"
/** A reply that never comes is one that a client does not wait for; any other comes, on however slow a machine. */
const WAITS_MS = { short: 4_000, long: 120_000 }

// What befalls the agent's process is no matter of a driver.
const planned = Object.values<Fault>(faults).filter(
  ({ channels, seat }) => channels.includes('sql') && seat !== 'agent',
)
const clients = Object.entries(CLIENTS)
const met: Met[] = []
let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
})
afterAll(() => wire[Symbol.asyncDispose]())

const SCHEMA =
  "CREATE TABLE t (id int PRIMARY KEY, tag text); INSERT INTO t VALUES (1, 'seed'), (2, 'seed'), (3, 'seed')"

test.each(planned)('$name: what each driver saw is what the trace says it was given', async (fault) => {
  const seen: Record<string, object> = {}
  const delivered: Record<string, object | undefined> = {}
  const meet = async ([client, ask]: (typeof clients)[number]) => {
    const stage = await wire.stage({ plan: [{ fault, on: 'shop UPDATE t' }] })
    // What waits, waits on the trial's clock.
    const ticking = setInterval(() => void stage.clock.advance(5_000), 20)
    const told = await ask(stage, STATEMENT, fault.name === 'timeout' ? WAITS_MS.short : WAITS_MS.long)
    const story = await settled(() => stage.evidence().calls.find(({ call }) => call.target === 'shop UPDATE t'))
    clearInterval(ticking)
    seen[client] = seenAs(told)
    delivered[client] = deliveredAs(story)
    expect(stage.records()).toMatchObject([{ fault: fault.name, state: 'delivered' }])
    met.push({ fault: fault.name, client, told })
    expect(await stage.end()).toMatchObject({ problems: [] })
  }
  await Promise.all(clients.map(meet))
  expect(seen).toEqual(delivered)
})

test('docs/databases-faults.md says what was seen', async () => {
  expect(met).toHaveLength(planned.length * clients.length)
  await expect(driversPage(met)).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/databases-faults.md'))
})

/** What a driver saw, in the form in which a trace keeps what was delivered. */
function seenAs({ rows, code, message, gaveUp }: Told): object {
  if (rows !== undefined) return { outcome: 'ok', rows }
  if (code !== undefined) return { outcome: 'error', code, message }
  return { outcome: 'broken', how: gaveUp ? 'no-reply' : 'reset' }
}

function deliveredAs({ delivered, executed }: CallStory): object | undefined {
  if (!delivered) return undefined
  const { outcome, how } = delivered
  if (outcome === 'broken') return { outcome, how }
  const output = (delivered.output ?? executed?.output) as { rowCount?: number; code?: string; message?: string }
  const { rowCount, code, message } = output
  return outcome === 'ok' ? { outcome, rows: rowCount } : { outcome, code, message }
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

import type { ChannelServer, ChannelStage } from '../../../src/boundary/channel.ts'
import { keptOutput } from '../../../src/boundary/kept-output.ts'
import { WholeBody } from '../../../src/boundary/wire.ts'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { faultRecords } from '../../../src/faults/plan.ts'
import { compileScenario } from '../../../src/scenario/compile.ts'
import { openStage } from '../../../src/stage/stage.ts'
import { leapingClock } from '../../../src/testing/fault-stage.ts'
import type { Recorded, TraceEvent } from '../../../src/trace/event.ts'
import { type CallStory, gatherEvidence } from '../../../src/trace/evidence.ts'
import { desk } from '../../channels/http/desk.ts'
import { asks } from '../../channels/http/seen-through-a-server.ts'
import { type Ask, type Client, type ClientName, openClient, type Told } from './clients.ts'

export const DOORS = ['URL', 'proxy', 'model'] as const
export type Door = (typeof DOORS)[number]

/** What one client saw of one fault by one door, and what the trace says that it was given. */
export interface Cell {
  fault: string
  client: ClientName
  door: Door
  told: Told
  story: CallStory
  /** What became of the fault, by the trace. */
  state: string | undefined
}

/** One client by one door, for one trial after the other: its process keeps its environment. */
export interface Post extends Disposable {
  client: ClientName
  door: Door
  meet(fault: Fault): Promise<Cell>
}

/** A reply that never comes is one that a client does not wait for; any other comes, on however slow a machine. */
const WAITS_MS = { short: 4_000, long: 120_000 }

export async function openPost(server: ChannelServer, client: ClientName, door: Door): Promise<Post> {
  let now = await stageOf([])
  const world = {
    ...now.stage.world,
    http: { route: (method: string, url: URL) => now.stage.world.http.route(method, url) },
  }
  const cross = ((...crossing: Parameters<ChannelStage['seam']['cross']>) =>
    now.stage.seam.cross(...crossing)) as ChannelStage['seam']['cross']
  const standing = {
    ...now.stage,
    world,
    seam: { ...now.stage.seam, cross },
    write: (event: TraceEvent) => now.write(event),
  }
  const offer = server.offer(standing)
  const process = openClient(client, { ...offer.env })
  const { DESK_URL = '', OPENAI_BASE_URL = '' } = offer.env
  const base = { URL: DESK_URL, proxy: 'https://desk.test', model: OPENAI_BASE_URL }[door]
  return {
    client,
    door,
    meet: async (fault) => {
      const plan = [{ fault, params: fault.params.parse({}), on: '*', when: 'always' as const }]
      now = await stageOf(plan)
      const told = await askAll(process, fault, door, base)
      await settled(now.events)
      const { calls } = gatherEvidence(now.events)
      const story = calls.at(-1)
      if (!story) throw new Error(`${client} reached nothing by the ${door}: ${JSON.stringify(told)}`)
      return { fault: fault.name, client, door, told, story, state: faultRecords(plan, calls)[0]?.state }
    },
    [Symbol.dispose]: () => {
      process[Symbol.dispose]()
      void offer.close()
    },
  }
}

async function askAll(client: Client, fault: Fault, door: Door, base: string): Promise<Told> {
  const timeoutMs = fault.name === 'timeout' ? WAITS_MS.short : WAITS_MS.long
  let told: Told = {}
  for (const { path, ...ask } of door === 'model' ? [chat(fault)] : asks(fault))
    told = await client.ask({ method: 'GET', ...ask, url: base + path, timeoutMs } as Ask)
  return told
}

/** A turn of the model, streamed for a fault of streams. */
function chat({ reply }: Fault) {
  const tools = [{ type: 'function', function: { name: 'refund', parameters: { type: 'object' } } }]
  const looked = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"id":"r1"}' } }
  const messages = [
    { role: 'user', content: 'Refund it.' },
    { role: 'assistant', tool_calls: [looked] },
    { role: 'tool', tool_call_id: looked.id, content: '{"id":"r1","amount":900}' },
  ]
  const body = JSON.stringify({ model: 'clerk', messages, tools, stream: reply === 'event-stream' })
  return { path: '/chat/completions', method: 'POST', headers: { 'content-type': 'application/json' }, body }
}

/** An API, and a model that asks for a tool and says so. */
const scenario = compileScenario('test/network', 'cells.ts', {
  task: { text: 'Ask.' },
  world: {
    apis: { desk },
    models: {
      clerk: { policy: () => ({ text: 'I refund it.', toolCalls: [{ name: 'refund', input: { id: 'r1' } }] }) },
    },
  },
  scorers: [],
})

/** The faults that one can meet by a door. */
export function faultsBy(door: Door): Fault[] {
  const channel = door === 'model' ? 'model' : 'http'
  // What befalls the agent's process is no matter of a client.
  return Object.values<Fault>(faults).filter(({ channels, seat }) => channels.includes(channel) && seat !== 'agent')
}

type Plan = Parameters<typeof openStage>[0]['plan']

async function stageOf(plan: NonNullable<Plan>) {
  const events: Recorded[] = []
  const clock = leapingClock()
  const write = (event: TraceEvent) =>
    void events.push({ seq: events.length + 1, at: clock.now(), ...event } as Recorded)
  const order = { id: 'a-trial', seed: 's', variant: 'calm', model: null, agent: { name: 'a' }, plan }
  return { stage: await openStage(order, scenario, { clock, write }), events, write }
}

/** What crossed is written down when it has. */
async function settled(events: readonly Recorded[]): Promise<void> {
  const count = (type: string) => events.filter((event) => event.type === type).length
  for (let turn = 0; turn < 200 && count('delivered') < count('call'); turn++)
    await new Promise((go) => setTimeout(go, 10))
}

/** A failure in the words of a trace, by what each client calls it. */
export function howOf({ status, error = '' }: Told): 'no-reply' | 'reset' | 'truncated' | undefined {
  if (error === '') return undefined
  if (/^(TimeoutError|timeout|ABORT_ERR|ERR_CANCELED|ETIMEDOUT|curl 28)$/.test(error)) return 'no-reply'
  return status === undefined && error !== 'ERR_BAD_RESPONSE' ? 'reset' : 'truncated'
}

/** What a client saw, in the form in which a trace keeps what was delivered. */
export function seenAs({ told, story }: Cell): object {
  const how = howOf(told)
  if (how) return { outcome: 'broken', how }
  const { status = 0, headers = {} } = told
  const body = new WholeBody(told.body ?? Buffer.alloc(0))
  const telling = Object.keys(story.delivered?.headers ?? {}).map((name) => [name, headers[name]])
  return { status, headers: Object.fromEntries(telling), output: keptOutput({ status, headers: [], body }, body.json) }
}

/** What the trace says was delivered. */
export function deliveredAs({ story: { delivered, executed } }: Cell): object | undefined {
  if (!delivered) return undefined
  const { outcome, how, status, headers = {}, output = executed?.output } = delivered
  return outcome === 'broken' ? { outcome, how } : { status, headers, output }
}

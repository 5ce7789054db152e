import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import { createRandom } from '../kernel/random.ts'
import { compileScenario } from '../scenario/compile.ts'
import type { AgentOrder } from '../stage/order.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import type { TraceEvent } from '../trace/event.ts'
import { rehearsalApi } from '../world/apis/rehearsal-api.ts'
import type { ContractCheck } from './fault-contract.ts'

/** Agents of one host that do one thing each. */
export interface HostExample {
  /** Answers `{ done: true }`. */
  answers: AgentOrder
  /** Fails with a text that says 'no way'. */
  fails: AgentOrder
  /** Never ends by itself. */
  waits: AgentOrder
  /** Prints 1,000 bytes or more, and answers. */
  prints: AgentOrder
  /** Posts `{ "text": "To be." }` to `/lines` of the API `rehearsal`, and answers. */
  acts: AgentOrder
  /** Answers, and leaves something behind that acts in a second from now. */
  leaves: AgentOrder
}

/**
 * What every host owes, as checks for any test runner. A host takes over its process: run them in one of their own, one
 * after the other.
 */
export function hostContract(host: Host, agents: HostExample): ContractCheck[] {
  const play = (agent: AgentOrder) => playOn(host, agent)
  return [
    { title: 'has a kind', check: async () => assert.match(host.kind, /^[a-z]+$/) },
    { title: 'gives what its agent answers', check: () => checkAnswer(play, agents) },
    { title: 'tells how its agent failed', check: () => checkFailure(play, agents) },
    { title: "takes its agent's calls to the stage that it was started on", check: () => checkCalls(play, agents) },
    { title: 'keeps what its agent prints, and counts it', check: () => checkOutput(play, agents) },
    { title: 'stops an agent that does not end', check: () => checkStop(host, agents) },
    { title: 'leaves nothing behind a tidy agent', check: () => checkTidy(play, agents) },
    { title: 'names what an untidy agent left', check: () => checkUntidy(play, agents) },
  ]
}

type Play = (agent: AgentOrder) => ReturnType<typeof playOn>

async function playOn(host: Host, agent: AgentOrder) {
  const { stage, events } = await open(host, agent)
  const running = host.start(agent, stage)
  const ending = await running.ended
  const bytes = running.outputBytes()
  await running.stop()
  await stage[Symbol.asyncDispose]()
  host.pacing.end()
  const { dirt } = await host.remains()
  return { ending, events, bytes, dirt, changed: host.changed() }
}

async function open(host: Host, agent: AgentOrder): Promise<{ stage: Stage; events: TraceEvent[] }> {
  const scenario = compileScenario('contract', 'contract', {
    task: { text: 'Say a line.' },
    world: { apis: { rehearsal: rehearsalApi } },
  })
  const events: TraceEvent[] = []
  const clock = host.pacing.begin(scenario.clockStart, createRandom('contract'))
  const stage = await openStage({ id: 'contract', seed: 'contract', variant: 'calm', model: null, agent }, scenario, {
    clock,
    write: (event) => void events.push(event),
    turn: (key) => host.pacing.turn(key),
  })
  return { stage, events }
}

async function checkAnswer(play: Play, { answers }: HostExample): Promise<void> {
  const { ending } = await play(answers)
  assert.deepEqual(ending, { how: 'returned', answer: { done: true } })
}

async function checkFailure(play: Play, { fails }: HostExample): Promise<void> {
  const { ending } = await play(fails)
  assert.equal(ending.how, 'threw')
  assert.match(ending.how === 'threw' ? ending.error : '', /no way/)
}

async function checkCalls(play: Play, { acts }: HostExample): Promise<void> {
  for (const turn of ['first', 'second']) {
    const { events, ending } = await play(acts)
    const effects = events.filter(({ type }) => type === 'effect').length
    assert.deepEqual([turn, ending.how, effects], [turn, 'returned', 1])
  }
}

async function checkOutput(play: Play, { prints }: HostExample): Promise<void> {
  const { events, bytes } = await play(prints)
  assert.ok(bytes >= 1_000, `it counted ${bytes} bytes`)
  assert.ok(events.some(({ type }) => type === 'output'))
}

async function checkStop(host: Host, { waits }: HostExample): Promise<void> {
  const { stage } = await open(host, waits)
  const running = host.start(waits, stage)
  stage.stop('deadline', 'it was to end')
  await running.stop()
  await stage[Symbol.asyncDispose]()
  host.pacing.end()
  assert.ok(stage.signal.aborted)
  await host.remains()
}

async function checkTidy(play: Play, { answers }: HostExample): Promise<void> {
  const { dirt, changed } = await play(answers)
  assert.deepEqual({ dirt, changed }, { dirt: [], changed: undefined })
}

async function checkUntidy(play: Play, { leaves }: HostExample): Promise<void> {
  const { dirt } = await play(leaves)
  assert.notDeepEqual(dirt, [])
}

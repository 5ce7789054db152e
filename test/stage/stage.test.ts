import { expect, test } from 'vitest'
import { z } from 'zod'
import { unavailable } from '../../src/faults/unavailable.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { compileScenario } from '../../src/scenario/compile.ts'
import type { PlannedFault } from '../../src/scenario/compiled.ts'
import { openChannels } from '../../src/stage/open-channels.ts'
import { openStage } from '../../src/stage/stage.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'
import { defineCollection } from '../../src/world/collection.ts'
import { defineTool } from '../../src/world/tool.ts'

const notes = defineCollection<{ text: string }>('desk.notes')
const write = defineTool({
  description: 'Writes a note.',
  input: z.object({ text: z.string() }),
  access: 'write',
  collections: [notes],
  handler: ({ text }) => ({ id: notes.newId('n'), ...notes.create(notes.newId('n'), { text }) }),
})
const scenario = compileScenario('desk', 'desk', { task: { text: 'Write.' }, world: { tools: { write } } })

const down: PlannedFault[] = [
  {
    fault: unavailable as PlannedFault['fault'],
    params: unavailable.params.parse({}),
    on: 'tool write',
    when: { nth: 1 },
  },
]

/** Opens a stage of its own, in this process, for one plan of faults. */
async function open(plan: readonly PlannedFault[]) {
  const events: Recorded[] = []
  const clock = systemClock(0)
  const put = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: 0, ...event })
  const order = { id: 'desk', seed: '1', variant: 'calm', model: null, agent: { name: 'writer' }, plan }
  const stage = await openStage(order, scenario, { clock, write: put })
  const { session } = openChannels(stage)
  const say = (text: string) => session.tools?.write?.call({ text })
  return { stage, say, evidence: () => gatherEvidence(events) }
}

async function play(plan: readonly PlannedFault[]) {
  const { stage, say, evidence } = await open(plan)
  const told = [await say('one'), await say('two')].map((answer) => answer?.isError)
  await stage[Symbol.asyncDispose]()
  return { told, hash: traceHash(evidence()), written: Object.values(evidence().final['desk.notes'] ?? {}) }
}

test('a stage is opened for one plan after the other, in one process, and each is as if it were the only one', async () => {
  const calm = await play([])
  const broken = await play(down)
  expect(calm.told).toEqual([false, false])
  expect(broken.told).toEqual([true, false])
  expect(broken.written).toEqual([{ text: 'two' }])
  expect(await play(down)).toEqual(broken)
  expect(await play([])).toEqual(calm)
  expect(broken.hash).not.toBe(calm.hash)
})

test('two stages at once have a world each: whoever calls reaches the one that it was given', async () => {
  const [left, right] = [await open([]), await open(down)]
  await Promise.all([left.say('left'), right.say('lost'), left.say('left again'), right.say('right')])
  const texts = ({ evidence }: typeof left) => Object.values(evidence().final['desk.notes'] ?? {})
  expect(texts(left)).toEqual([{ text: 'left' }, { text: 'left again' }])
  expect(texts(right)).toEqual([{ text: 'right' }])
})

test('what comes when its trial is over runs nothing, and is told', async () => {
  let late = 0
  const order = { id: 'desk', seed: '1', variant: 'calm', model: null, agent: { name: 'writer' } }
  const stage = await openStage(order, scenario, { clock: systemClock(0), write: () => {}, late: () => late++ })
  const { session } = openChannels(stage)
  await stage[Symbol.asyncDispose]()
  await expect(session.tools?.write?.call({ text: 'late' })).rejects.toThrow()
  expect(late).toBe(1)
  expect(stage.world.read('desk.notes', 'n_1')).toBeUndefined()
})

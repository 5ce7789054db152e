import { defineApi, defineFault, defineModel, defineTool, type ScenarioInput } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

const spin = (): never => {
  for (;;);
}
const kept: unknown[] = []
/** An endless loop that keeps what it makes, and works for it: a machine's memory is not full before anybody can look. */
export const hoard = (): never => {
  for (let made = 1; ; made++) {
    kept.push(Buffer.alloc(1 << 20, made))
    for (let step = 0; step < 20; step++) Buffer.alloc(1 << 20, step)
  }
}
const answer = () => HttpResponse.json({ id: 1 })

type Resolver = Parameters<typeof http.get>[1]

/** A desk whose one handler does this. */
const deskWhich = (resolver: Resolver, more = {}) =>
  defineApi({ handlers: [http.get('https://desk.test/notes/:id', resolver)], ...more })

/** An answer in pieces, of which the second one makes the world do this. */
const streamWhich = (second: () => unknown) => () => {
  let pieces = 0
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (pieces++ > 0) await second()
    controller.enqueue(new TextEncoder().encode('data: 1\n\n'))
    if (pieces === 3) controller.close()
  }
  const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 })
  return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
}

const slow = async () => {
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  return answer()
}

const toolWhich = (handler: () => unknown) =>
  defineTool({ description: 'Reads a note.', input: z.strictObject({ id: z.int() }), handler: handler as never })

const spinningFault = defineFault({
  name: 'spinning',
  summary: 'Never lets anything else run.',
  seat: 'call',
  channels: ['http'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: true,
  inject: () => async () => spin(),
  symptom: () => undefined,
})

const spinning = { limits: { deadlineMs: 8_000 } }

/** What a world does, and what the agent does in it. */
const CASES: Record<string, Partial<ScenarioInput> & { does: string }> = {
  sound: { does: 'asks', world: { apis: { desk: deskWhich(answer) } } },
  'sound-and-slow': { does: 'asks', world: { apis: { desk: deskWhich(slow) } } },
  'handler-spins': { does: 'asks', world: { apis: { desk: deskWhich(spin) } }, ...spinning },
  'handler-spins-later': {
    does: 'asks',
    world: {
      apis: {
        desk: deskWhich(async () => {
          await new Promise((resolve) => setTimeout(resolve, 1_000))
          return spin()
        }),
      },
    },
    ...spinning,
  },
  'handler-spins-by-promises': {
    does: 'asks',
    world: {
      apis: {
        desk: deskWhich(async () => {
          for (;;) await undefined
        }),
      },
    },
    ...spinning,
  },
  'stream-sound': { does: 'reads', world: { apis: { desk: deskWhich(streamWhich(() => {})) } } },
  'stream-spins': { does: 'reads', world: { apis: { desk: deskWhich(streamWhich(spin)) } }, ...spinning },
  'stream-breaks': {
    does: 'reads',
    world: {
      apis: {
        desk: deskWhich(
          streamWhich(() => {
            throw new Error('the ink is dry')
          }),
        ),
      },
    },
  },
  'stream-left': { does: 'leaves', world: { apis: { desk: deskWhich(streamWhich(() => {})) } } },
  'handler-never': { does: 'asks', world: { apis: { desk: deskWhich(() => new Promise<never>(() => {})) } } },
  'handler-never-before-the-patient': {
    does: 'asks with patience',
    world: { apis: { desk: deskWhich(() => new Promise<never>(() => {})) } },
  },
  'handler-never-and-nobody-waits': {
    does: 'gives up, and waits for nothing',
    world: { apis: { desk: deskWhich(() => new Promise<never>(() => {})) } },
  },
  'fault-never': {
    does: 'asks',
    world: { apis: { desk: deskWhich(answer) } },
    variants: { hangs: [{ fault: 'timeout', on: 'desk *' }] },
  },
  'handler-hoards': { does: 'asks', world: { apis: { desk: deskWhich(hoard) } } },
  'tool-hoards': { does: 'uses a tool', world: { tools: { note: toolWhich(hoard) } } },
  'agent-hoards': { does: 'hoards', world: { apis: { desk: deskWhich(slow) } } },
  'declaration-spins': {
    does: 'asks',
    world: { apis: { desk: deskWhich(answer, { calls: { 'GET /notes/:id': { items: spin } } }) } },
    ...spinning,
  },
  'tool-spins': { does: 'uses a tool', world: { tools: { note: toolWhich(spin) } }, ...spinning },
  'tool-never': { does: 'uses a tool', world: { tools: { note: toolWhich(() => new Promise(() => {})) } } },
  'model-spins': { does: 'asks a model', world: { models: { helper: defineModel({ policy: spin }) } }, ...spinning },
  'fault-spins': {
    does: 'asks',
    world: { apis: { desk: deskWhich(answer) } },
    variants: { spins: [{ fault: spinningFault, on: 'desk *' }] },
    ...spinning,
  },
  'agent-spins': { does: 'spins', ...spinning },
  'agent-spins-behind-an-answer': {
    does: 'spins behind an answer',
    world: { apis: { desk: deskWhich(answer) } },
    ...spinning,
  },
  'agent-spins-while-it-is-answered': {
    does: 'spins while it is answered',
    world: { apis: { desk: deskWhich(slow) } },
    ...spinning,
  },
}

export function worldWhich(name: string): ScenarioInput {
  const { does, ...parts } = CASES[name] ?? { does: '' }
  return {
    task: { text: 'Look at the note.', data: does },
    scorers: [{ use: 'limits', params: { calls: 10 } }],
    ...parts,
  }
}

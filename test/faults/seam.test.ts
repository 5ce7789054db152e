import { expect, test } from 'vitest'
import type { Interceptor } from '../../src/boundary/interceptor.ts'
import type { Reply } from '../../src/boundary/reply.ts'
import { createSeam } from '../../src/boundary/seam.ts'
import { httpDoor } from '../../src/channels/http/door.ts'
import { channels } from '../../src/channels/index.ts'
import type { Fault } from '../../src/faults/define.ts'
import { none } from '../../src/faults/none.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { leapingClock, proposal, replyOf } from '../../src/testing/fault-stage.ts'
import type { TraceEvent } from '../../src/trace/event.ts'
import { openLab, streamOf } from './lab.ts'

const broken = (intercept: Interceptor): Fault => ({ ...none, name: 'broken', inject: () => intercept })

test.each<[string, Interceptor, string]>([
  ['throws', async () => Promise.reject(new Error('oops')), 'oops'],
  ['gives no reply', async () => undefined as unknown as Reply, 'it gave no reply'],
])(
  'a fault that %s is a fault of the harness, and the client sees a broken connection',
  async (_title, intercept, message) => {
    const lab = openLab([{ fault: broken(intercept) }])
    await expect(lab.send()).rejects.toThrow('reset')
    expect(lab.events()).toContainEqual(
      expect.objectContaining({ type: 'harness-fault', where: 'fault broken', message }),
    )
    expect(lab.events().at(-1)).toMatchObject({ type: 'delivered', outcome: 'broken' })
  },
)

test("a reply in another channel's form never throws at the agent", async () => {
  const events: TraceEvent[] = []
  const intercept: Interceptor = async () => replyOf('tool', {})
  const seam = createSeam({
    channels,
    guards: [],
    injector: { draw: () => [{ entry: 0, fault: 'broken', intercept, random: createRandom(1) }] },
    approver: undefined,
    clock: leapingClock(),
    signal: new AbortController().signal,
    maxCalls: 10,
    write: (event) => void events.push(event),
    stop: () => {},
  })
  const request = { method: 'GET', url: new URL('https://x.test/'), headers: [], body: undefined }
  const execute = async () => replyOf('http', {}) as never
  const route = {
    channel: 'http',
    target: 'x',
    access: 'read',
    path: {},
    declare: () => ({ items: 1 }),
    execute,
  } as const
  await expect(seam.cross(proposal('http'), httpDoor(route, request))).resolves.toEqual({
    kind: 'broken',
    how: 'reset',
  })
  expect(events.map(({ type }) => type)).toEqual(['call', 'fault', 'harness-fault', 'delivered'])
})

test('a fault that throws a streamed reply away leaves the world on record and the guards settled', async () => {
  const settled: unknown[] = []
  const ledger = {
    name: 'ledger',
    mode: 'enforce',
    decide: () => ({ kind: 'allow', reason: '' }) as const,
    settle: (_call: unknown, executed: Reply | undefined) => void settled.push(executed?.kind),
  } as const
  const careless: Interceptor = async (_call, next) => {
    await next()
    return { kind: 'broken', how: 'reset' }
  }
  const lab = openLab([{ fault: broken(careless) }], { guards: [ledger], body: () => streamOf('{}') })
  await expect(lab.send()).rejects.toThrow('reset')
  expect(lab.path()).toContain('executed')
  expect(settled).toEqual(['ok'])
})

test('what was waiting when the trial ended does not run after it', async () => {
  const lab = openLab([], {
    guards: [
      {
        name: 'slow',
        mode: 'enforce',
        decide: async () => {
          lab.trial.abort(new Error('halted'))
          return { kind: 'allow', reason: 'too late' }
        },
      },
    ],
  })
  await expect(lab.send()).rejects.toThrow('reset')
  expect(lab.ran()).toBe(0)
})

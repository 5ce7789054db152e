import assert from 'node:assert/strict'
import type { Call } from '../../../src/boundary/call.ts'
import { executing } from '../../../src/boundary/current.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type NewEndpointParams, newEndpoint } from '../../../src/guards/new-endpoint.ts'
import { guardStage, replyWith, type Sketch } from '../../../src/testing/guard-stage.ts'
import { type Evidence, eventsOf } from '../../../src/trace/evidence.ts'
import type { GuardCase } from './case.ts'
import { VAULT, vaultStage } from './vault.ts'

type Subject = Guard<NewEndpointParams>

const PAY: Sketch = { channel: 'http', target: 'pay POST /v1/refunds/{id}', origin: 'https://pay.test' }
const ROWS: Sketch = { channel: 'sql', target: 'stage INSERT done' }
const MAIL: Sketch = { target: 'tool mail', schema: '1f3a' }

export const KNOWN = {
  accepted: [
    'http POST https://pay.test/v1/refunds/{id}',
    'sql stage INSERT done',
    'tool mail #1f3a',
    'tool act',
    'within pay field refund',
  ],
}

/** What is new, one thing at a time. */
const NEW: Record<string, Sketch> = {
  host: { ...PAY, origin: 'https://pay.evil' },
  port: { ...PAY, origin: 'https://pay.test:8443' },
  scheme: { ...PAY, origin: 'http://pay.test' },
  method: { ...PAY, target: 'pay DELETE /v1/refunds/{id}' },
  path: { ...PAY, target: 'pay POST /v1/refunds/{id}/cancel' },
  operation: { ...PAY, covers: ['pay field refund', 'pay field refundAll'] },
  relation: { ...ROWS, target: 'stage INSERT payouts' },
  'relation beside it': { ...ROWS, covers: ['stage SELECT cards'] },
  'relation that a trigger touches': { ...ROWS, world: touching },
  tool: { ...MAIL, target: 'tool mail_all' },
  schema: { ...MAIL, schema: '77aa' },
}

function touching({ id, input }: Call) {
  executing.getStore()?.effect({ collection: 'stage.done', op: 'create', id, after: input })
  return replyWith('ok', {})
}

function alertsOf({ events }: Evidence): string[] {
  return eventsOf(events, 'alert').map(({ message }) => message.replace(' was never seen here before', ''))
}

/** A stage on which a statement touches a second relation, where it is told to. */
async function cross(guard: Subject, params: object, sketch: Sketch) {
  const stage = guardStage({ guard, params: { ...KNOWN, ...params } })
  if (sketch.world === touching) await touchTwo(stage.cross, sketch)
  else await stage.cross(sketch)
  return stage
}

/** The database shows what a trigger did beside the statement, before it stays. */
async function touchTwo(send: (sketch: Sketch) => Promise<unknown>, { world: _, ...sketch }: Sketch): Promise<void> {
  const world = async (call: Call) => {
    const beside = { call: call.id, collection: 'stage.payouts', op: 'create', id: 'p1' } as const
    const said = await executing.getStore()?.inspect?.([beside])
    if (said === 'undo') return replyWith('error', {})
    executing.getStore()?.effect({ collection: 'stage.payouts', op: 'create', id: 'p1' })
    return replyWith('ok', {})
  }
  await send({ ...sketch, world })
}

export const newEndpointCases: GuardCase<NewEndpointParams>[] = [
  {
    id: 'E1',
    title: 'a new host, port, scheme, method, path, operation, relation, tool or schema alerts before the first effect',
    check: async (guard) => {
      for (const [what, sketch] of Object.entries(NEW)) {
        const { evidence, violations } = await cross(guard, {}, sketch)
        const [alert, ...more] = eventsOf(evidence().events, 'alert')
        assert.deepEqual(more, [], `one alert of the ${what}`)
        assert.ok(alert && alert.call === 'c1', `an alert of the ${what}`)
        const [effect] = evidence().effects
        assert.ok(!effect || alert.seq < effect.seq, `before its effect: ${what}`)
        assert.deepEqual(violations(), [], what)
        const strict = await cross(guard, { onNew: 'deny' }, sketch)
        assert.deepEqual(strict.evidence().effects, [], `denied: ${what}`)
        assert.equal(eventsOf(strict.evidence().events, 'alert').length, 1, `denied, and told of: ${what}`)
      }
      for (const known of [PAY, ROWS, MAIL, { ...PAY, covers: ['pay field refund'] }]) {
        const { evidence } = await cross(guard, { onNew: 'deny' }, known)
        assert.deepEqual(alertsOf(evidence()), [], 'what is known is left alone')
        assert.equal(evidence().effects.length, 1)
      }
    },
  },
  {
    id: 'E2',
    title: 'one template is one endpoint, however many things it names; a path beside it is another',
    check: async (guard) => {
      const stage = vaultStage(guard, {})
      for (const path of ['/v1/items/it_1', '/v1/items/it_2', '/v1/items/9999', '/v1/items/it_1/delete'])
        await stage.send(`${VAULT}${path}`)
      for (let id = 1; id <= 30; id++) await stage.send(`${VAULT}/users/${id * 333}`)
      await stage.send(`${VAULT}/users/me/delete`)
      assert.deepEqual(alertsOf(stage.evidence()), [
        `http GET ${VAULT}/v1/items/{id}`,
        `http GET ${VAULT}/v1/items/it_1/delete`,
        `http GET ${VAULT}/users/{id}`,
        `http GET ${VAULT}/users/me/delete`,
      ])
    },
  },
  {
    id: 'E3',
    title: 'another spelling is no other endpoint, and a redirect leads to one of its own',
    check: async (guard) => {
      const accepted = [`http GET ${VAULT}/public`, `http GET ${VAULT}/moved`]
      const stage = vaultStage(guard, { accepted })
      for (const url of [
        'HTTPS://VAULT.TEST/public',
        `${VAULT}:443/public`,
        `${VAULT}/%70ublic`,
        `${VAULT}/x/../public`,
      ])
        await stage.send(url)
      assert.deepEqual(alertsOf(stage.evidence()), [])
      await stage.send(`${VAULT}/moved`)
      assert.deepEqual(alertsOf(stage.evidence()), [`http GET ${VAULT}/admin`], 'where it was sent')
      const spellings = {
        'https://xn--bcher-kva.test': [
          'https://B\u00dcCHER.test',
          'https://b\u00fccher.test:443',
          'https://xn--bcher-kva.test.',
        ],
        'http://127.0.0.1:8080': ['http://0x7f.1:8080', 'http://2130706433:8080', 'http://127.1:8080'],
        'http://[::1]': ['http://[0:0:0:0:0:0:0:1]:80', 'http://[::0001]'],
      }
      for (const [origin, others] of Object.entries(spellings)) {
        for (const other of others) {
          const params = { accepted: [`http POST ${origin}/v1/refunds/{id}`], onNew: 'deny' }
          const sent = guardStage({ guard, params })
          await sent.cross({ ...PAY, origin: new URL(other).origin })
          assert.deepEqual([alertsOf(sent.evidence()), sent.evidence().effects.length], [[], 1], other)
        }
      }
    },
  },
  {
    id: 'E4',
    title: 'what was seen is not known for that: only what a person accepted is, exactly as it stands',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { ...KNOWN, onNew: 'deny' } })
      const other = { ...MAIL, target: 'tool mail_all' }
      for (let time = 0; time < 3; time++) await stage.cross(other)
      assert.deepEqual(stage.evidence().effects, [], 'it is new however often it is tried')
      assert.equal(alertsOf(stage.evidence()).length, 1, 'and told of once')
      const { accepted } = newEndpoint
      const grown = accepted?.grow(undefined, [stage.evidence()], { reason: 'looked at', acceptedAt: '2026-01-01' })
      assert.deepEqual(grown?.added, ['tool mail_all #1f3a'])
      const params = guard.params.parse({ onNew: 'deny' })
      const later = guardStage({ guard, params: accepted?.read(params, grown?.content ?? null) })
      await later.cross(other)
      assert.equal(later.evidence().effects.length, 1, 'a person accepted it')
      // An agent that asks for a path of its own making gets no pattern accepted.
      const star = guardStage({ guard, params: { accepted: ['tool *'], onNew: 'deny' } })
      await star.cross(MAIL)
      assert.deepEqual(star.evidence().effects, [])
    },
  },
  {
    id: 'E5',
    title: 'a call that fails, is lost, malformed or denied alerts as well',
    check: async (guard) => {
      const other = { ...MAIL, target: 'tool mail_all' }
      const alone = guardStage({ guard, params: KNOWN })
      await alone.cross({ ...other, world: () => replyWith('error', {}) })
      assert.equal(alertsOf(alone.evidence()).length, 1, 'it failed')
      const lost = guardStage({ guard, params: KNOWN })
      await lost.cross({ ...other, world: () => ({ kind: 'broken', how: 'reset' }) })
      assert.equal(alertsOf(lost.evidence()).length, 1, 'its reply was lost')
      const malformed = guardStage({ guard, params: KNOWN })
      await malformed.cross({ ...other, malformed: 'the same key appears twice' })
      assert.equal(alertsOf(malformed.evidence()).length, 1, 'it was malformed')
      const decide = () => ({ kind: 'deny', reason: 'no' }) as const
      const denied = guardStage({ guard, params: KNOWN, others: [{ name: 'strict', mode: 'enforce', decide }] })
      await denied.cross(other)
      assert.equal(alertsOf(denied.evidence()).length, 1, 'another guard denied it')
      const missing = vaultStage(guard, {})
      assert.equal(await missing.send(`${VAULT}/nowhere`), 404)
      assert.deepEqual(alertsOf(missing.evidence()), [`http GET ${VAULT}/nowhere`])
    },
  },
]

import assert from 'node:assert/strict'
import type { Call } from '../../../src/boundary/call.ts'
import { executing } from '../../../src/boundary/current.ts'
import type { Interceptor } from '../../../src/boundary/interceptor.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { SandboxFirstParams } from '../../../src/guards/sandbox-first.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../../src/testing/guard-stage.ts'
import type { GuardCase } from './case.ts'

/** Deployments: staging first, and only what passed there. Main: never straight, by a pull request. */
export const ROLLOUT = {
  rules: [
    {
      on: 'deploy POST /v1/deployments',
      except: { 'body.environment': 'staging' },
      sandbox: { collection: 'deploy.deployments', where: { environment: 'staging', status: 'passed' } },
      match: { 'body.version': 'version' },
    },
    {
      on: 'git POST /v1/pushes',
      where: { 'body.branch': ['main', 'release/*'] },
      instead: 'open a pull request',
    },
  ],
}

/** A deployment as the world makes it: its member tells how it went. */
export function deploy(environment: string, version: string, status = 'passed', id = 'd1'): Sketch {
  const world = () => {
    const after = { environment, version, status }
    executing.getStore()?.effect({ collection: 'deploy.deployments', op: 'create', id, after })
    return replyWith('ok', { id, status: 'passed' })
  }
  return { target: 'deploy POST /v1/deployments', input: { body: { environment, version } }, world }
}

/** The member of a deployment becomes another one, or goes. */
function becomes(after: Json | undefined): Sketch {
  const world = (call: Call) => {
    const op = after === undefined ? 'delete' : 'update'
    const change = { collection: 'deploy.deployments', op, id: 'd1', ...(after !== undefined && { after }) } as const
    executing.getStore()?.effect(change)
    return done(call)
  }
  return { target: 'deploy PATCH /v1/deployments/{id}', world }
}

export function push(branch: string): Sketch {
  return { target: 'git POST /v1/pushes', input: { body: { branch } } }
}

/** Which calls ran. */
async function send(guard: Guard<SandboxFirstParams>, ...calls: Sketch[]): Promise<boolean[]> {
  const stage = guardStage({ guard, params: ROLLOUT })
  for (const call of calls) await stage.cross(call)
  assert.deepEqual(stage.violations(), [])
  return ran(stage)
}

function ran({ evidence }: GuardStage): boolean[] {
  return evidence().calls.map(({ effects }) => effects.length > 0)
}

export const sandboxFirstCases: GuardCase<SandboxFirstParams>[] = [
  {
    id: 'S1',
    title: 'production takes what has passed in staging, and nothing else',
    check: async (guard) => {
      const ran = (...calls: Sketch[]) => send(guard, ...calls)
      assert.deepEqual(await ran(deploy('production', 'v2')), [false], 'never tried')
      assert.deepEqual(await ran(deploy('staging', 'v2'), deploy('production', 'v2')), [true, true])
      assert.deepEqual(await ran(deploy('staging', 'v2'), deploy('production', 'v3')), [true, false], 'another version')
      assert.deepEqual(await ran(deploy('staging', 'v2', 'failed'), deploy('production', 'v2')), [true, false])
      assert.deepEqual(await ran(deploy('staging', 'v2', 'running'), deploy('production', 'v2')), [true, false])
    },
  },
  {
    id: 'S2',
    title: 'what says nothing of where it goes, or of its version, is protected',
    check: async (guard) => {
      const ran = (...calls: Sketch[]) => send(guard, deploy('staging', 'v2'), ...calls)
      const target = 'deploy POST /v1/deployments'
      const bodies: Json[] = [
        { environment: 'Production ', version: 'v3' },
        { version: 'v3' },
        { environment: 'production' },
        null,
      ]
      for (const body of bodies)
        assert.deepEqual(await ran({ target, input: { body } }), [true, false], JSON.stringify(body))
      assert.deepEqual(await ran({ target, input: { body: { environment: ['staging'], version: 'v3' } } }), [
        true,
        false,
      ])
      assert.deepEqual(await ran({ target, access: 'unknown', input: null }), [true, false])
      assert.deepEqual(await ran({ target: 'batch', covers: [target], input: {} }), [true, false], 'within a batch')
    },
  },
  {
    id: 'S3',
    title: 'what has passed and then failed, or was taken away, has not passed',
    check: async (guard) => {
      const failed = { environment: 'staging', version: 'v2', status: 'failed' }
      const ran = (...calls: Sketch[]) => send(guard, deploy('staging', 'v2'), ...calls)
      assert.deepEqual(await ran(becomes(failed), deploy('production', 'v2')), [true, true, false])
      assert.deepEqual(await ran(becomes(undefined), deploy('production', 'v2')), [true, true, false])
      const late = await send(
        guard,
        deploy('staging', 'v2', 'running'),
        becomes({ ...failed, status: 'passed' }),
        deploy('production', 'v2'),
      )
      assert.deepEqual(late, [true, true, true], 'what passes later has passed')
    },
  },
  {
    id: 'S4',
    title: 'what the agent or the reply says of the sandbox proves nothing: only an effect does',
    check: async (guard) => {
      const claim = { ...deploy('staging', 'v2'), world: () => replyWith('ok', { version: 'v2', status: 'passed' }) }
      assert.deepEqual(await send(guard, claim, deploy('production', 'v2')), [false, false])
      const refused = { ...deploy('staging', 'v2'), world: () => replyWith('error', {}) }
      assert.deepEqual(await send(guard, refused, deploy('production', 'v2')), [false, false])
      const elsewhere: Sketch = {
        target: 'tool note',
        world: () => {
          const after = { environment: 'staging', version: 'v2', status: 'passed' }
          executing.getStore()?.effect({ collection: 'notes.own', op: 'create', id: 'n1', after })
          return replyWith('ok', {})
        },
      }
      assert.deepEqual(await send(guard, elsewhere, deploy('production', 'v2')), [true, false], 'a note is no sandbox')
      // The reply of the staging deployment is lost: it stands all the same.
      const lost: Sketch = {
        ...deploy('staging', 'v2'),
        world: () => {
          deploy('staging', 'v2').world?.({} as Call)
          return { kind: 'broken', how: 'reset' }
        },
      }
      assert.deepEqual(await send(guard, lost, deploy('production', 'v2')), [true, true])
    },
  },
  {
    id: 'S5',
    title: 'main is never written straight, and the agent is told what to do instead',
    check: async (guard) => {
      assert.deepEqual(
        await send(guard, push('main'), push('release/9'), push('fix-1')),
        [false, false, true],
        'branches of its own are the agent',
      )
      const stage = guardStage({ guard, params: ROLLOUT })
      assert.match(JSON.stringify(await stage.cross(push('main'))), /open a pull request/)
      await stage.cross({ ...push('main'), access: 'read' })
      assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'S6',
    title: 'at once, or failed while the call was on its way: production does not take it',
    check: async (guard) => {
      const both = guardStage({ guard, params: ROLLOUT })
      const slow = async (call: Call) => {
        await null
        return deploy('staging', 'v2').world?.(call) ?? replyWith('ok', {})
      }
      await Promise.all([
        both.cross({ ...deploy('staging', 'v2'), world: slow }),
        both.cross(deploy('production', 'v2', 'passed', 'd2')),
      ])
      assert.deepEqual(ran(both), [true, false])
      const intercept: Interceptor = async (_, next) => {
        await stage.cross(becomes({ environment: 'staging', version: 'v2', status: 'failed' }))
        stage.clock.set(stage.clock.now() + 1)
        return next()
      }
      const stage: GuardStage = guardStage({
        ...{ guard, params: ROLLOUT },
        injector: {
          draw: ({ id }) => (id === 'c2' ? [{ entry: 0, fault: 'f', intercept, random: createRandom(1) }] : []),
        },
      })
      await stage.cross(deploy('staging', 'v2'))
      await stage.cross(deploy('production', 'v2', 'passed', 'd2'))
      assert.deepEqual(ran(stage), [true, false, true])
      for (const one of [both, stage]) assert.deepEqual(one.violations(), [])
    },
  },
]

import { expect, test } from 'vitest'
import { permissionDenied } from '../../src/faults/permission-denied.ts'
import { openLab } from './lab.ts'

test.each([
  ['http', { code: 'permission_denied', message: 'Permission denied' }],
  ['model', { code: 'permission_denied', message: 'Permission denied', param: null, type: 'permission_denied' }],
  ['tool', { code: 'permission_denied', message: 'Permission denied' }],
] as const)('on %s the client is told in the native form', async (channel, error) => {
  const lab = openLab([{ fault: permissionDenied }])
  const seen = await lab.send(channel)
  expect(JSON.parse(seen.text)).toEqual({ error })
  expect(seen.status).toBe(channel === 'tool' ? undefined : 403)
  expect(seen.ok).toBe(false)
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'permission denied, nothing was executed' }])
})

test('a refusal by a guard is not delivered as the fault', async () => {
  const deny = { name: 'no', mode: 'enforce', decide: () => ({ kind: 'deny', reason: 'no' }) as const } as const
  const lab = openLab([{ fault: permissionDenied }], { guards: [deny] })
  expect((await lab.send()).status).toBe(403)
  expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
})

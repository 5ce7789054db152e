import { expect, test } from 'vitest'
import { redirect } from '../../src/faults/redirect.ts'
import { openLab } from './lab.ts'

test.each([301, 302, 303, 307, 308] as const)(
  'the client is sent elsewhere by %i, and nothing was executed',
  async (status) => {
    const lab = openLab([{ fault: redirect, params: { status } }])
    expect(await lab.send()).toMatchObject({ status, headers: { location: 'https://elsewhere.test/' }, text: '' })
    expect(lab.ran()).toBe(0)
    expect(lab.records()).toMatchObject([
      { state: 'delivered', symptom: 'sent to https://elsewhere.test/, nothing was executed' },
    ])
  },
)

test('a redirect to another address than the planned one did not arrive', async () => {
  const lab = openLab([{ fault: redirect, params: { location: '/v2/refunds' } }])
  await lab.send()
  expect(redirect.symptom(lab.story(), { status: 302, location: '/v2/refunds' })).toContain('/v2/refunds')
  expect(redirect.symptom(lab.story(), { status: 302, location: '/v3/refunds' })).toBeUndefined()
  expect(redirect.symptom(lab.story(), { status: 307, location: '/v2/refunds' })).toBeUndefined()
})

test('tools know no redirects', async () => {
  const lab = openLab([{ fault: redirect }])
  await lab.send('tool')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', schedule: [] }])
})

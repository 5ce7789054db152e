import { expect, test } from 'vitest'
import { permissionDenied } from '../../src/faults/permission-denied.ts'
import { serializationFailure } from '../../src/faults/serialization-failure.ts'
import { openLab } from './lab.ts'

test('the client is told by its SQLSTATE, and nothing was executed', async () => {
  const lab = openLab([{ fault: serializationFailure }])
  const { ok, text } = await lab.send('sql', 'shop UPDATE orders')
  expect(ok).toBe(false)
  expect(JSON.parse(text)).toEqual({ code: '40001', message: 'could not serialize access due to concurrent update' })
  expect(lab.ran()).toBe(0)
  expect(lab.path()).toEqual(['fault', 'delivered'])
  expect(lab.records()).toMatchObject([
    { state: 'delivered', symptom: 'a serialization failure, nothing was executed' },
  ])
})

test('another try gets through', async () => {
  const lab = openLab([{ fault: serializationFailure, when: { attempt: 1 } }])
  expect((await lab.send('sql')).ok).toBe(false)
  expect((await lab.send('sql')).ok).toBe(true)
  expect(lab.ran()).toBe(1)
})

test('an error with another SQLSTATE is another fault', async () => {
  const lab = openLab([{ fault: permissionDenied }])
  expect((await lab.send('sql')).ok).toBe(false)
  expect(serializationFailure.symptom(lab.story(), {})).toBeUndefined()
  expect(permissionDenied.symptom(lab.story(), permissionDenied.params.parse({}))).toBeDefined()
})

import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { ownerMark } from '../../../src/kernel/owner.ts'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { countingOrder, killHard, query, startElsewhere } from '../../world/databases/stage.ts'
import { containers, demandImage, docker, IMAGE } from './docker.ts'

const CHOICE = `container:${IMAGE}`
const LATER_PROCESS = ownerMark().replace(/[0-9]+$/, '1')

beforeAll(demandImage)

test('a container serves a run, behaves as every run expects, and is gone after it', async () => {
  const before = await containers()
  const order = countingOrder('container')
  const server = await startServer(CHOICE, order)
  const added = (await containers()).filter((id) => !before.includes(id))
  expect(added).toHaveLength(1)
  expect(server).toMatchObject({ backend: 'container', admin: { host: '127.0.0.1' } })
  expect(server.majorVersion).toBeGreaterThanOrEqual(15)
  const settings =
    "current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding"
  expect(await query(server.admin, `SELECT ${settings}`)).toEqual([{ zone: 'UTC', fsync: 'off', encoding: 'UTF8' }])
  expect(await query(server.admin, 'SELECT * FROM made')).toEqual([{ digest: 'it was' }])
  await expect(query({ ...server.admin, password: 'postgres' }, 'SELECT 1')).rejects.toThrow(/password/)
  expect(await docker('inspect', '--format', '{{json .HostConfig.Tmpfs}}', added[0] ?? '')).toContain('/mettle')
  await server[Symbol.asyncDispose]()
  expect(await containers()).toEqual(before)
})

test('a container does not outlive a harness that was killed', async () => {
  const before = await containers()
  const { owner } = await startElsewhere(CHOICE)
  const added = async () => (await containers()).filter((id) => !before.includes(id))
  expect(await added()).toHaveLength(1)
  await killHard(owner)
  const killed = performance.now()
  while ((await added()).length > 0) {
    expect(performance.now() - killed).toBeLessThan(5_000)
    await sleep(50)
  }
})

test.each([
  ['of a dead owner', LATER_PROCESS, false],
  ['of an owner who lives', ownerMark(), true],
  ['of an owner on another machine', 'mettle owner=0123456789abcdef.1:1:1', true],
])('a container %s: does it stay?', async (_, owner, stays) => {
  const planted = await docker('run', '--detach', '--label', `mettle.owner=${owner}`, IMAGE, 'sleep', '300')
  onTestFinished(async () => void (await docker('rm', '--force', planted).catch(() => {})))
  const server = await startServer(CHOICE, countingOrder('sweep'))
  await server[Symbol.asyncDispose]()
  expect((await containers()).includes(planted)).toBe(stays)
})

test('a preparation that fails leaves no container', async () => {
  const before = await containers()
  const failing = { ...countingOrder('fails'), prepare: () => Promise.reject(new Error('the schema is wrong')) }
  await expect(startServer(CHOICE, failing)).rejects.toThrow('the schema is wrong')
  expect(await containers()).toEqual(before)
})

test('an image that is not there and cannot be pulled is a missing prerequisite', async () => {
  const missing = startServer('container:localhost:1/none:1', countingOrder('none'))
  await expect(missing).rejects.toMatchObject({
    name: 'PrerequisiteError',
    message: expect.stringContaining('docker pull localhost:1/none:1'),
  })
})

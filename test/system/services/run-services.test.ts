import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Service } from '../../../src/world/services/define.ts'
import { openRunServices } from '../../../src/world/services/run-services.ts'
import { containers } from '../databases/docker.ts'
import { IMAGE, needsServices } from './needs.ts'

beforeAll(needsServices)

const redis: Service = {
  image: IMAGE,
  port: 6379,
  ready: { log: 'Ready to accept connections' },
  reset: { command: ['redis-cli', 'flushall'] },
  observe: {
    command: ['redis-cli', '--raw', 'eval', "return '{\"size\":{\"all\":' .. redis.call('dbsize') .. '}}'", '0'],
  },
}

async function open(service: Service, atOnce = 1) {
  const services = await openRunServices({ wanted: [{ cache: service }], atOnce })
  onTestFinished(() => services[Symbol.asyncDispose]())
  return { lease: () => services.lease({ cache: service }) }
}

test('a lease is put back before the next trial has it, and what nobody told is told at its end', async () => {
  const before = await containers()
  const services = await openRunServices({ wanted: [{ cache: redis }], atOnce: 1 })
  const first = await services.lease({ cache: redis })
  expect(await first.look('cache')).toEqual({ 'cache.size': { all: 0 } })
  let waited = true
  const second = services.lease({ cache: redis }).then((lease) => {
    waited = false
    return lease
  })
  await setKey(first.places.cache)
  expect(await first.look('cache')).toEqual({ 'cache.size': { all: 1 } })
  expect(waited).toBe(true)
  const { unreported } = await first.release((initial) => initial)
  expect(unreported).toEqual([{ collection: 'cache.size', op: 'update', id: 'all', before: 0, after: 1 }])
  const next = await second
  expect(next.places).toEqual(first.places)
  expect(await next.look('cache')).toEqual({ 'cache.size': { all: 0 } })
  await next.release((initial) => initial)
  await services[Symbol.asyncDispose]()
  expect(await containers()).toEqual(before)
})

test('two trials at once have two containers', async () => {
  const { lease } = await open(redis, 2)
  const [one, two] = await Promise.all([lease(), lease()])
  expect(one.places.cache).not.toEqual(two.places.cache)
  await setKey(one.places.cache)
  await two.look('cache')
  expect(await two.look('cache')).toEqual({ 'cache.size': { all: 0 } })
  for (const each of [one, two]) await each.release((initial) => initial)
})

test('a reset that forgets something is told before the trial that would find it', async () => {
  const { lease } = await open({ ...redis, reset: () => {} })
  const first = await lease()
  await setKey(first.places.cache)
  await first.release((initial) => initial)
  await expect(lease()).rejects.toThrow(
    'Failed to reset the service "cache": what it holds is not what its first trial found (update of cache.size all)',
  )
})

const broken: [what: string, broken: Partial<Service>, message: string][] = [
  [
    'observe throws',
    { observe: () => Promise.reject(new Error('no such key')) },
    'observe the service "cache": no such key',
  ],
  ['observe gives a list', { observe: () => ({ keys: ['a'] }) as never }, 'found a list at "keys"'],
  ['observe prints no JSON', { observe: { command: ['echo', 'many'] } }, 'expected JSON, found "many\\n"'],
  ['reset fails', { reset: { command: ['sh', '-c', 'echo why >&2; exit 3'] } }, 'ended with 3: why'],
  ['reset ends it', { reset: { command: ['redis-cli', 'shutdown', 'nosave'] } }, 'its container has ended'],
]

test('what fails in reset, observe or the service says what it is and where to mend it', async () => {
  const wanted = broken.map(([, members]) => ({ cache: { ...redis, ...members } }))
  const services = await openRunServices({ wanted, atOnce: wanted.length })
  onTestFinished(() => services[Symbol.asyncDispose]())
  const failures = wanted.map(async (one) => (await services.lease(one)).look('cache'))
  const told = await Promise.allSettled(failures)
  for (const [place, [what, , message]] of broken.entries()) {
    const { reason } = told[place] as PromiseRejectedResult
    expect(String(reason), what).toContain(message)
    expect(String(reason), what).toContain('Correct `world.services.cache.')
  }
})

test.each<[string, Partial<Service>, RegExp]>([
  ['an image that is nowhere', { image: 'localhost:1/none:1' }, /there is no image localhost:1\/none:1 .*docker pull/],
  [
    'a program that ends',
    { command: ['sh', '-c', 'echo no config; exit 1'] },
    /it ended: no config.*world\.services\.cache/s,
  ],
  ['a program that is not there', { command: ['redis-sever'] }, /redis-sever/],
])('%s is a missing prerequisite before any trial, and leaves nothing', async (_, broken, message) => {
  const before = await containers()
  const opening = openRunServices({ wanted: [{ cache: { ...redis, ...broken } }], atOnce: 1 })
  await expect(opening).rejects.toMatchObject({ name: 'PrerequisiteError', message: expect.stringMatching(message) })
  expect(await containers()).toEqual(before)
})

async function setKey(place: { host: string; port: number } | undefined): Promise<void> {
  const { connect } = await import('node:net')
  await new Promise<void>((resolve) => {
    const socket = connect(place?.port ?? 0, place?.host, () => socket.write('SET a 1\r\n'))
    socket.once('data', () => {
      socket.destroy()
      resolve()
    })
  })
}

import { describe, expect, test } from 'vitest'
import { defineService } from '../../../src/world/services/define.ts'
import { Watch } from '../../../src/world/services/session/watch.ts'
import { changesBetween, readState } from '../../../src/world/services/state.ts'

const good = { image: 'redis:8', port: 6379, reset: () => {}, observe: () => ({}) }

describe('a service', () => {
  test('is what it was defined as', () => {
    expect(defineService({ ...good, ready: { log: 'Ready' } })).toMatchObject({ image: 'redis:8', port: 6379 })
  })

  test.each([
    [{ image: '' }, 'image: expected the name of an image'],
    [{ port: 0 }, 'port: expected a number from 1 to 65535'],
    [{ command: 'redis-server' }, 'command: expected a program and its arguments'],
    [{ memory: ['data'] }, 'memory: expected a list of absolute paths'],
    [{ ready: { lines: 'x' } }, 'ready: expected { command:'],
    [{ reset: undefined }, 'reset: expected a function, or { command:'],
    [{ observe: { command: [] } }, 'observe: expected a function, or { command:'],
  ])('with %j says what is expected', (wrong, message) => {
    expect(() => defineService({ ...good, ...wrong } as never)).toThrow(`defineService: ${message}`)
  })
})

describe('what is seen of a service', () => {
  test('is told as what was created, changed and deleted', () => {
    const before = { 'c.keys': { a: { n: 1, m: 2 }, b: 1, __proto__: null }, 'c.gone': { x: 1 } } as never
    const after = { 'c.keys': { a: { m: 2, n: 1 }, b: 2, c: [1] } } as never
    expect(changesBetween(before, after)).toEqual([
      { collection: 'c.gone', op: 'delete', id: 'x', before: 1 },
      { collection: 'c.keys', op: 'update', id: 'b', before: 1, after: 2 },
      { collection: 'c.keys', op: 'create', id: 'c', after: [1] },
    ])
  })

  test.each([
    [null, 'found null'],
    [[], 'found a list'],
    [{ keys: 'a' }, 'found string at "keys"'],
    [{ keys: { a: () => 1 } }, 'keys.a is no JSON'],
  ])('is refused where it is %j', (given, message) => {
    expect(() => readState(given)).toThrow(message)
  })

  test('keeps members of any name', () => {
    const hostile = JSON.parse('{"__proto__":{"__proto__":1,"constructor":2}}')
    const found = changesBetween({}, readState(hostile))
    expect(found.map(({ collection, id }) => [collection, id])).toEqual([
      ['__proto__', '__proto__'],
      ['__proto__', 'constructor'],
    ])
  })
})

describe('a difference between two looks', () => {
  /** A service whose content is a number that anybody may raise. */
  function watched() {
    let value = 0
    const told: [unknown, readonly string[] | undefined][] = []
    const looks: (() => void)[] = []
    const look = () =>
      new Promise<{ 'c.n': { n: number } }>((resolve) => {
        looks.push(() => resolve({ 'c.n': { n: value } }))
      })
    const faults: string[] = []
    const watch = new Watch(
      'c',
      { 'c.n': { n: 0 } },
      { look, write: (event) => void (event.type === 'harness-fault' && faults.push(event.message)) },
    )
    const talk = (call: string) => watch.talk(call, ({ after }, calls) => void told.push([after, calls]))
    return {
      watch,
      told,
      talk,
      raise: () => void value++,
      answer: async () => {
        await new Promise((resolve) => setImmediate(resolve))
        looks.shift()?.()
      },
      pending: () => looks.length,
    }
  }

  test('is the one’s that sent something, though another is open and silent', async () => {
    const { talk, told, raise, answer } = watched()
    talk('c1')
    const second = talk('c2')
    second.sent()
    raise()
    const over = second.over()
    await answer()
    await over
    expect(told).toEqual([[1, ['c2']]])
  })

  test('is everybody’s that sent something, also while it was looked', async () => {
    const { talk, told, raise, answer } = watched()
    const [one, two, three] = ['c1', 'c2', 'c3'].map(talk)
    one?.sent()
    two?.sent()
    raise()
    const over = one?.over()
    three?.sent()
    await answer()
    await over
    expect(told).toEqual([[1, ['c1', 'c2', 'c3']]])
  })

  test('is looked for once for all that end together, and not where nothing was sent', async () => {
    const { talk, told, raise, answer, pending } = watched()
    await talk('c0').over()
    expect(pending()).toBe(0)
    const calls = ['c1', 'c2', 'c3'].map(talk)
    for (const call of calls) call.sent()
    raise()
    const over = Promise.all(calls.map((call) => call.over()))
    await answer()
    await over
    expect(pending()).toBe(0)
    expect(told).toEqual([[1, ['c1', 'c2', 'c3']]])
  })

  test('is told before a connection begins that comes behind its maker', async () => {
    const { watch, talk, told, raise, answer } = watched()
    const first = talk('c1')
    first.sent()
    raise()
    first.ending()
    const over = first.over()
    let began = false
    const clear = watch.clear().then(() => {
      began = true
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(began).toBe(false)
    await answer()
    await Promise.all([over, clear])
    expect(told).toEqual([[1, ['c1']]])
  })
})

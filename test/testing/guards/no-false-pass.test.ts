import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { commandGuard, type GuardAdapter, type GuardDeps, laws, regressionTest, searchGuard } from 'mettle/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { reserving } from '../../../examples/test-guard/adapters.ts'

type Spend = { amount: number }
type Deps = GuardDeps<Spend>

const law = laws.budget({ cap: 10 })
const FEW = { histories: 200, random: 20 }

/** A guard that spends whatever it is asked for. */
const open = (spend: (deps: Deps, action: Spend) => unknown): GuardAdapter<Spend> => ({
  start: (deps) => (action) => spend(deps, action),
})

/** The sound one, and something more behind each action. */
const sound = (then: (deps: Deps, action: Spend) => unknown): GuardAdapter<Spend> => ({
  start: async (deps) => {
    const act = await reserving.start(deps)
    return async (action) => {
      if (typeof act === 'function') await act(action)
      then(deps, action)
    }
  },
})

describe('nothing passes', () => {
  test.for([
    [
      'that does not start',
      {
        start: () => {
          throw new Error('no database')
        },
      },
      'the guard does not start: no database',
    ],
    ['whose start fails later', { start: () => Promise.reject(new Error('no port')) }, 'does not start: no port'],
    ['whose start returns nothing', { start: () => undefined as never }, 'start() returns no function'],
    ['that is no adapter', {} as never, 'the adapter has no `start`'],
    [
      'that spends again by a timer of its own',
      sound(({ effect }, a) => setTimeout(() => effect(a), 5)),
      'when all its actions are over',
    ],
    [
      'that spends again some turns later',
      sound(({ effect }, a) => setImmediate(() => setImmediate(() => setImmediate(() => effect(a))))),
      'when all its actions are over',
    ],
  ] as const)('%s', async ([, guard, said]) => {
    await expect(searchGuard(guard as GuardAdapter<Spend>, law, FEW)).rejects.toThrow(said)
  })

  test.for([
    [
      'that changes what it is given, and with it what is tried',
      open(({ effect }, action) => {
        const real = { ...action }
        action.amount = 1
        return effect(real)
      }),
      '11 spent in a day',
    ],
    ['that spends nothing in its place', open(({ effect }) => effect({ amount: 0 })), 'was refused though'],
    ['that spends behind its end', sound(({ effect }, a) => void effect(a)), 'spent in a day'],
  ] as const)('%s', async ([, guard, said]) => {
    const { failures } = await searchGuard(guard, law, FEW)
    expect(failures.map(({ broken }) => broken).join('\n')).toContain(said)
  })

  test('without a law, without actions, without histories', async () => {
    const all = open(({ effect }, action) => effect(action))
    await expect(searchGuard(all, [], FEW)).rejects.toThrow('there is no law')
    await expect(searchGuard(all, laws.permission({ actions: [], may: () => true }), FEW)).rejects.toThrow(
      'tries nothing',
    )
    await expect(searchGuard(all, law, { histories: 0, random: 0 })).rejects.toThrow('nothing is tried')
    await expect(searchGuard(all, law, { histories: Number.NaN })).rejects.toThrow('`histories` is NaN')
    await expect(searchGuard(all, law, { history: 5 } as never)).rejects.toThrow('Did you mean "histories"?')
  })

  test('that never lets anything through, where the law owes it nothing', async () => {
    const nothing = { ...laws.permission({ actions: [{ who: 'ann' }], may: () => false }) }
    const shut = { start: () => () => false }
    await expect(searchGuard(shut, nothing, FEW)).rejects.toThrow('nothing was exercised')
  })
})

test.for([
  ['cap', () => laws.budget({ cap: Number.NaN })],
  ['action', () => laws.budget({ cap: 10, action: Number.POSITIVE_INFINITY })],
  ['limit', () => laws.rateLimit({ limit: 1.5, perMs: 1_000 })],
  ['perMs', () => laws.rateLimit({ limit: 1, perMs: Number.NaN })],
  ['repeats', () => laws.loop({ repeats: Number.NaN })],
  ['expiresMs', () => laws.approval({ expiresMs: Number.NaN })],
] as const)('a law by which anything would do is none: %s', ([name, make]) => {
  expect(make).toThrow(`\`${name}\` is`)
})

test('what is refused by mistake hides nothing that is let through by mistake', async () => {
  const offByOne = open(async ({ store, effect }, { amount }) => {
    const spent = Number((await store.get('spent')) ?? 0)
    if (!(amount > 0) || spent + amount >= 10) throw new Error('over')
    await effect({ amount })
    await store.set('spent', spent + amount)
  })
  const { failures } = await searchGuard(offByOne, law, { histories: 2_000, random: 0 })
  expect(failures.map(({ broken, needs }) => [broken.replace(/^\d+/, 'N'), needs])).toEqual([
    ['A (spend 10) was refused though there was room', []],
    ['N spent in a day, the cap is 10', ['together']],
    ['N spent in a day, the cap is 10', ['crash']],
  ])
})

describe('what a guard says', () => {
  test('moves no cursor and breaks no row', async () => {
    const hostile = open(() => Promise.reject(new Error('\u001b[2Jgone\n  9  B    \u202espend')))
    const { text } = await searchGuard(hostile, law, FEW)
    expect(text).toContain('refused: ␛[2Jgone␊  9  B    \\u{202e}spend')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
    expect(text).not.toMatch(/[\u001b\u202e]/)
  })

  test('may be nothing that can be told', async () => {
    const { failures } = await searchGuard(
      open(() => Promise.reject(Object.create(null))),
      law,
      FEW,
    )
    expect(failures[0]?.broken).toContain('was refused')
  })
})

describe('a page', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'mettle-guard-')), 'deep/guard.html')
  afterAll(() => rmSync(dirname(dirname(file)), { recursive: true }))

  test('has each history, and what a guard says is text on it', async () => {
    const hostile = open(() => Promise.reject(new Error('</td><script>alert(1)</script>\u202e')))
    const { failures } = await searchGuard(hostile, law, { ...FEW, report: file })
    const page = readFileSync(file, 'utf8')
    expect(failures.length).toBeGreaterThan(0)
    for (const { broken } of failures) expect(page).toContain(broken)
    expect(page).toContain('refused: &lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}')
    expect(page).not.toContain('<script')
    expect(page).toContain('await replayGuard(adapter, ')
  })

  test('of a guard that holds says how far it was tried', async () => {
    await searchGuard(reserving, law, { ...FEW, report: file })
    expect(readFileSync(file, 'utf8')).toContain('budget: 200 histories by size')
  })

  test('that cannot be written is told', async () => {
    await expect(searchGuard(reserving, law, { ...FEW, report: '/dev/null/x.html' })).rejects.toThrow('Failed to write')
  })
})

test('a test of a history that starts at another time says so', async () => {
  const all = open(({ effect }, action) => effect(action))
  const { failures } = await searchGuard(all, law, { ...FEW, startsAt: 1_000 })
  const [first] = failures
  expect(first && regressionTest(first)).toContain('], { startsAt: 1000 })')
})

describe('a program', () => {
  const start = (...command: [string, ...string[]]) => commandGuard<Spend>({ command })
  const program = (how: string) => start(process.execPath, join(import.meta.dirname, 'wild-program.js'), how)

  test.for([
    ['spends when its action is over', 'behind', 'when all its actions are over|spent at once'],
    ['names nobody', 'stranger', 'speaks of "action 999.1"'],
    ['does not start', 'refuses', 'it does not start: no database'],
  ] as const)('that %s does not pass', async ([, how, said]) => {
    const guard = program(how)
    try {
      const outcome = await searchGuard(guard, law, { histories: 20, random: 0 }).then(
        ({ failures }) => failures.map(({ broken }) => broken).join('\n'),
        (error: Error) => error.message,
      )
      expect(outcome).toMatch(new RegExp(said))
    } finally {
      guard.close()
    }
  })

  test('leaves nothing behind that it has started, and has two at most at once', async () => {
    const script = `sleep 987.6 & ${process.execPath} ${join(import.meta.dirname, 'naive-program.js')}; :`
    const guard = start('/bin/sh', '-c', script)
    await searchGuard(guard, law, { histories: 40, random: 0 })
    expect([1, 2]).toContain(sleepers())
    guard.close()
    await expect.poll(sleepers).toBe(0)
  })
})

/** How many of the programs' own children are there? */
function sleepers(): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.filter((pid) => commandOf(pid) === ['sleep', '987.6', ''].join('\x00')).length
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It has ended meanwhile.
    return ''
  }
}

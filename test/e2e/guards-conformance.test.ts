import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ALICE } from '../../src/conformance/cases/define.ts'
import { cases } from '../../src/conformance/cases/index.ts'
import type { Cell, TargetResult } from '../../src/conformance/cell.ts'
import { type Ended, mettle, plantProject, ROOT, temporaryFolder } from './cli.ts'
import { missingLine } from './printed.ts'

// The cases against mechanisms of mettle's own, whose results are known, and against what somebody writes in thirty lines.

const conformance = (args: string[], cwd: string, env: Record<string, string> = {}) =>
  mettle(['guards', 'conformance', ...args], { cwd, env })

/** A guard that allows what it is asked, where nothing of the machine's shows. */
const LOOK = lookWith("words: { decide: { yes: 'yes', no: 'no' } }, holds: 'app'")
const DIES = LOOK.replace("if (word !== 'yes')", "if (word === undefined) process.exit(7)\n    if (word !== 'yes')")

function lookWith(members: string): string {
  return `export default { name: 'look', mechanism: 'looks around', kinds: ['decide'], packages: {}, ${members},
  open: ({ tools, verdict }) => ({ start: async () => {
    if (Object.keys(process.env).some((name) => /KEY|LANGSMITH|NODE_OPTIONS/.test(name))) throw new Error('a key')
    const payments = [{ to: 'alice', amount: 10 }]
    const word = await verdict({ name: 'pay', args: payments[0] })
    if (word !== 'yes') return { pending: [] }
    await tools.pay(payments[0])
    return { pending: [] }
  } }) }`
}

/**
 * A mechanism whose question is a file, with the process in it that asked. `claims`: it takes the file away before it pays, and not
 * after. It notes when its process leaves, unless by a signal that nobody hears.
 */
const keeping = (
  claims: boolean,
) => `import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
const NOTES = new URL('./notes.txt', import.meta.url)
const note = (text) => appendFileSync(NOTES, text + '\\n')
const isDoomed = process.argv[1].includes('doomed')
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => note('heard ' + signal))
process.on('exit', () => isDoomed && note('left'))
const args = { to: 'alice', amount: 10 }
export default { name: 'keeping', mechanism: 'a file', kinds: ['ask'], holds: 'framework', packages: {}, storeIsAddress: true,
  words: { ask: { yes: 'yes', no: 'no' } },
  open: ({ tools, store = mkdtempSync('keeping-') + '/question' }) => {
    const turn = () => ({ pending: existsSync(store) ? [{ id: 1, name: 'pay', args }] : [] })
    const close = () => rmSync(store, { force: true })
    return {
      store,
      start: async () => { writeFileSync(store, String(process.pid)); return turn() },
      answer: async ([{ word }]) => {
        if (!existsSync(store)) return turn()
        const isHere = Number(readFileSync(store, 'utf8')) === process.pid
        if (!isHere) note('goes on elsewhere')
        ${claims ? 'close()' : ''}
        if (word === 'yes') await tools.pay(args)
        if (isDoomed) note('heard that it ran')
        close()
        return turn()
      },
    }
  } }`

const GOOD = ['ok', 'fails-closed', 'not-applicable']

describe('the controls', () => {
  const names = ['control-holds', 'control-broken', 'control-deaf', 'control-by-order', 'control-deny-all']
  let ended: Ended
  let targets: TargetResult[]

  beforeAll(async () => {
    ended = await conformance(['--json', '--target', ...names], temporaryFolder())
    targets = JSON.parse(ended.stdout).targets
  })

  const cellsOf = (name: string) => targets.find((target) => target.name === name)?.cells ?? []
  const cell = (name: string, of: string) => cellsOf(name).find((one) => one.case === of)

  test('are put to every case', () => {
    expect(targets.map(({ name }) => name)).toEqual(names)
    for (const { cells } of targets) expect(cells.map((one) => one.case)).toEqual(cases.map(({ name }) => name))
  })

  test('the sound one holds in each', () => {
    expect(cellsOf('control-holds').filter(({ outcome }) => !GOOD.includes(outcome))).toEqual([])
  })

  test('each case is failed by a broken one', () => {
    // What is told of these two is no fault: that a question does not expire, and that a mechanism asks for both at once.
    const told = ['yes 30 days later, clock moved (ok: still runs)', 'asks one at a time: yes, then no']
    const broken = names.slice(1)
    const unfailed = cases.filter(({ name }) => broken.every((one) => GOOD.includes(cell(one, name)?.outcome ?? '')))
    expect(unfailed.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([])
  })

  test('what ran is named, as often as it did', () => {
    const twice: Partial<Cell> = { outcome: 'twice', effects: [ALICE, ALICE], expected: [ALICE] }
    expect(cell('control-broken', 'yes twice at once')).toMatchObject(twice)
    const altered = { outcome: 'other', effects: [{ tool: 'pay', input: { to: 'mallory', amount: 10 } }] }
    expect(cell('control-broken', 'arguments altered in the store, every copy')).toMatchObject(altered)
    expect(cell('control-broken', 'guard throws')).toMatchObject({ outcome: 'fails-open', effects: [ALICE] })
  })

  test('who answers, when, and a process that is killed: the sound one looks, the broken one does not', () => {
    const careless: Record<string, [sound: string, broken: string]> = {
      'yes of somebody who may not approve': ['fails-closed', 'fails-open'],
      'yes of who asked for it': ['fails-closed', 'fails-open'],
      'yes of who may not approve, then of who may': ['ok', 'twice'],
      'yes before the question ends': ['ok', 'ok'],
      'yes when the question has ended': ['fails-closed', 'fails-open'],
      'yes when the question has ended while it was kept': ['fails-closed', 'fails-open'],
      'killed while it waits, yes in another process': ['ok', 'ok'],
      'killed when the tool has run and nothing is saved of it, yes again': ['ok', 'twice'],
    }
    const found = Object.keys(careless).map((name) => [
      name,
      ['control-holds', 'control-broken'].map((one) => cell(one, name)?.outcome),
    ])
    expect(Object.fromEntries(found)).toEqual(careless)
  })

  test('one that allows nothing has no clean sheet', () => {
    expect(cell('control-deny-all', 'calm yes')?.outcome).toBe('lost')
    expect(cell('control-deny-all', 'calm no')?.outcome).toBe('not-exercised')
  })

  test('one that never asks ran what nobody approved', () => {
    expect(cell('control-deaf', 'calm no')).toMatchObject({ outcome: 'fails-open', effects: [ALICE] })
  })

  test('a broken one fails the command, the sound one does not', async () => {
    expect(ended.code).toBe(1)
    const { code, stdout } = await conformance(['--target', 'control-holds'], temporaryFolder())
    expect({ code, open: stdout.includes('0 ran what nobody had approved') }).toEqual({ code: 0, open: true })
  })
})

describe("a target of one's own", () => {
  test('is named by its path, and found out as the guide shows', async () => {
    const guide = readFileSync(join(ROOT, 'docs/guides/write-a-target.md'), 'utf8')
    const [, command = '', shown = ''] =
      /^npx mettle guards conformance (.*)\n```\n\n```\n([\s\S]*?)^```$/m.exec(guide) ?? []
    const { code, stdout } = await conformance(command.split(' '), join(ROOT, 'examples/bakery'))
    const lines = shown.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '...')
    expect(lines.length).toBeGreaterThan(8)
    expect(missingLine(lines, stdout), stdout).toBeUndefined()
    expect(code).toBe(1)
  })

  test('has nothing of the machine but what a program needs', async () => {
    const folder = plantProject({ 'look.js': LOOK })
    const env = { OPENAI_API_KEY: 'sk-real', LANGSMITH_TRACING: 'true', NODE_OPTIONS: '--no-warnings' }
    const { stdout } = await conformance(['--json', '--target', './look.js'], folder, env)
    const { targets } = JSON.parse(stdout) as { targets: TargetResult[] }
    const [found] = targets[0]?.cells.filter((one) => one.case === 'verdict yes') ?? []
    expect(found).toMatchObject({ outcome: 'ok' })
  })

  const WAITS = 'killed while it waits, yes in another process'
  const RAN = 'killed when the tool has run and nothing is saved of it, yes again'
  const kept = [
    [false, 'twice', [ALICE, ALICE]],
    [true, 'ok', [ALICE]],
  ] as const

  test.for(kept)('one that claims its question first (%s) is killed, and goes on elsewhere: %s', async (expected) => {
    const [claims, outcome, effects] = expected
    const folder = plantProject({ 'keeping.js': keeping(claims) })
    const { stdout } = await conformance(['--json', '--target', './keeping.js'], folder)
    const { cells } = (JSON.parse(stdout) as { targets: [TargetResult] }).targets[0]
    const cell = (name: string) => cells.find((one) => one.case === name)
    expect(cell(WAITS)).toMatchObject({ outcome: 'ok', effects: [ALICE] })
    expect(cell(RAN)).toMatchObject({ outcome, effects })
    // Nobody heard a signal, nor that the payment was made; what was kept was found by another process each time.
    const elsewhere = claims ? 1 : 2
    const notes = readFileSync(join(folder, 'notes.txt'), 'utf8').trim().split('\n')
    expect(notes).toEqual(Array(elsewhere).fill('goes on elsewhere'))
  })

  test('one that is not kept has no place for a process that is killed', async () => {
    const { stdout } = await conformance(['--target', './targets/foreman.ts'], join(ROOT, 'examples/bakery'))
    for (const name of [WAITS, RAN]) expect(stdout).toMatch(new RegExp(`^${name} +not-applicable$`, 'm'))
  })

  test('one whose process ends is an error, and no clean sheet', async () => {
    const folder = plantProject({ 'dies.js': DIES })
    const { code, stdout } = await conformance(['--target', './dies.js'], folder)
    expect(code).toBe(1)
    expect(stdout).toMatch(/^verdict: undefined +error$/m)
    // The others go on behind it, in another process.
    expect(stdout).toMatch(/^verdict yes +ok$/m)
    expect(stdout).toMatch(/^verdict: unknown word +fails-closed$/m)
  })

  test('is written down as JSON where a file is named', async () => {
    const folder = plantProject({ 'look.js': LOOK })
    const { code } = await conformance(['--json', 'found.json', '--target', './look.js'], folder)
    expect(code).toBe(0)
    const found = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'))
    expect(found).toMatchObject({ node: process.version, targets: [{ name: 'look', repeats: 1 }] })
  })
})

describe("mettle's own seat for guards", () => {
  const ACS = ['--target', 'acs']
  const vector = (expected: object) =>
    JSON.stringify({
      ...{
        id: 'V-1',
        title: 'refused \u001b[31m',
        interceptor_script: [{ at: 'pre_tool_call', return: { decision: 'deny' } }],
      },
      scenario: { model_script: [{ respond: { tool_calls: [{ name: 'pay', args: {} }] } }] },
      expect: { ...expected, records: [] },
    })

  test('holds in the cases after a control standard', async () => {
    const { code, stdout } = await conformance(ACS, temporaryFolder())
    expect(code).toBe(0)
    expect(stdout).toMatch(/^default-throws +held /m)
    expect(stdout).toMatch(/^\d+ cases: (\d+) held, 0 differs, 0 no such notion\.$/m)
  })

  test('is put to vectors of a folder, and what differs fails the command', async () => {
    const files = {
      'a.json': vector({ tool_not_invoked: ['pay'] }),
      'b.json': vector({ tool_invocations: [{ name: 'pay', args: {} }] }),
    }
    const { code, stdout } = await conformance(
      [...ACS, '--vectors', 'v'],
      plantProject({ 'v/a.json': files['a.json'], 'v/b.json': files['b.json'] }),
    )
    expect(code).toBe(1)
    expect(stdout).toContain('2 cases: 1 held, 1 differs, 0 no such notion.')
    expect(stdout).toContain('records (2)')
    expect(stdout).not.toContain('\u001b[31m')
    const alone = await conformance([...ACS, '--vectors', 'v', '--json'], plantProject({ 'v/a.json': files['a.json'] }))
    expect(alone.code).toBe(0)
    expect(JSON.parse(alone.stdout)).toMatchObject({
      target: 'acs',
      cases: [{ id: 'V-1', outcome: 'held', why: 'nothing ran' }],
    })
  })

  const misuse: Record<string, [args: string[], says: string]> = {
    'beside another': [['--target', 'acs', 'control-holds'], 'name acs by itself'],
    'vectors for another': [['--target', 'control-holds', '--vectors', 'v'], 'Add --target acs'],
    'a folder that is not there': [[...ACS, '--vectors', 'v'], 'there is no folder'],
    'a name that is misspelt': [['--target', 'acz'], 'Did you mean "acs"?'],
  }

  test.for(Object.entries(misuse))('%s is misuse', async ([, [args, says]]) => {
    const { code, stderr } = await conformance(args, temporaryFolder())
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})

describe('what cannot be run is said', () => {
  const wrong: Record<string, { files?: Record<string, string>; args: string[]; code?: number; says: string[] }> = {
    'a name that is misspelt': {
      args: ['control-hold'],
      says: ['Failed to find target "control-hold"', 'Did you mean "control-holds"?', './targets/mine.ts'],
    },
    'a file that is not there': { args: ['./mine.ts'], says: ['Failed to find target ./mine.ts', 'there is no file'] },
    'a module without a target': {
      files: { 'mine.js': 'export const a = 1' },
      args: ['./mine.js'],
      says: ['it exports no target', 'write-a-target.md'],
    },
    'a module that throws': {
      files: { 'mine.js': 'throw new Error("not today")' },
      args: ['./mine.js'],
      says: ['Failed to load', 'not today'],
    },
    'a target that does not fit': {
      files: { 'mine.js': lookWith("words: { decide: { yes: 1, no: 2 } }, holds: 'nobody'") },
      args: ['./mine.js'],
      says: ['it exports a target that does not fit', 'holds: '],
    },
    'a target without words': {
      files: { 'mine.js': lookWith("words: { ask: { yes: 1, no: 2 } }, holds: 'app'") },
      args: ['./mine.js'],
      says: ['words.decide: is missing, and "kinds" names it'],
    },
    'a package that is not installed': {
      args: ['control-holds', 'ai'],
      code: 3,
      says: ['ai, @ai-sdk/openai, zod are not installed', 'npm install --save-dev ai@'],
    },
    'no repeat': { args: ['control-holds', '--repeats', '0'], says: ['whole number'] },
  }

  test.for(Object.entries(wrong))('%s', async ([, { files = {}, args, code = 2, says }]) => {
    const ended = await conformance(['--target', ...args], plantProject(files))
    expect(ended.code).toBe(code)
    for (const text of says) expect(ended.stderr).toContain(text)
  })
})

test('without a target it lists those that there are, and what they lack', async () => {
  const { code, stdout } = await conformance([], temporaryFolder())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^control-holds +a grant/m)
  expect(stdout).toMatch(/^ai-signed +toolApproval, signed {2}\(not installed here: ai, @ai-sdk\/openai, zod\)$/m)
})

test('the page has a cell for each case, and each leads to what ran in it', async () => {
  const cwd = plantProject({ 'look.js': LOOK.replace("'looks around'", "'<b>looks</b> around'") })
  const { stdout } = await conformance(['--target', './look.js', '--out', 'page'], cwd)
  expect(stdout).toContain('Report: page/index.html')
  const page = readFileSync(join(cwd, 'page/index.html'), 'utf8')
  const leads = [...page.matchAll(/href="#(_cell-[\d-]+)"/g)].map(([, anchor]) => anchor)
  expect(leads.length).toBe(cases.filter(({ kind }) => kind === 'decide').length)
  for (const anchor of leads) expect(page).toContain(`<tr id="${anchor}">`)
  expect(page).toContain('look: &lt;b&gt;looks&lt;/b&gt; around')
})

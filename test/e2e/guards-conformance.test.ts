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

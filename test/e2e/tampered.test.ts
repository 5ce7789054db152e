import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type Ended, mettle, mettleInBatch, plantProject } from './cli.ts'

const TRIAL = 'one~calm~clerk~r1'

interface Tampered {
  /** What becomes of the run's folder. */
  by(folder: string): void
  /** Exit codes of gate, compare, trace and baseline accept. */
  codes: [gate: number, compare: number, trace: number, accept: number]
}

const traceOf = (folder: string) => join(folder, 'traces', readdirSync(join(folder, 'traces'))[0] ?? '')
const lineOf = (file: string, line: number) => `${readFileSync(file, 'utf8').split('\n')[line]}\n`

/** A verdict whose trace is gone cannot be looked into any more: nothing passes it, unless the records alone are asked for. */
const cases: Record<string, Tampered> = {
  'control: nobody touched it': { by: () => {}, codes: [0, 0, 0, 0] },
  'half a line behind the plan': { by: (of) => appendFileSync(join(of, 'planned.jsonl'), '{'), codes: [1, 1, 0, 2] },
  'a plan of one trial': {
    by: (of) => writeFileSync(join(of, 'planned.jsonl'), lineOf(join(of, 'planned.jsonl'), 0)),
    codes: [1, 1, 0, 2],
  },
  'a ledger without its last line': {
    by: (of) => writeFileSync(join(of, 'trials.jsonl'), lineOf(join(of, 'trials.jsonl'), 0)),
    codes: [1, 1, 0, 2],
  },
  'a run that is not over': {
    by: (of) => {
      const head = JSON.parse(readFileSync(join(of, 'run.json'), 'utf8'))
      writeFileSync(join(of, 'run.json'), JSON.stringify({ ...head, finishedAt: null, ledger: null }))
    },
    codes: [1, 1, 0, 2],
  },
  'a trace that is gone': { by: (of) => rmSync(traceOf(of)), codes: [1, 1, 1, 2] },
  'a folder in place of a trace': {
    by: (of) => {
      const trace = traceOf(of)
      rmSync(trace)
      mkdirSync(trace)
    },
    codes: [1, 1, 1, 2],
  },
  'a pipe in place of a trace': {
    by: (of) => {
      const trace = traceOf(of)
      rmSync(trace)
      execFileSync('mkfifo', [trace])
    },
    codes: [1, 1, 1, 2],
  },
  'an empty trace': { by: (of) => truncateSync(traceOf(of)), codes: [1, 1, 1, 2] },
  'one byte of a trace changed': {
    by: (of) => {
      const bytes = readFileSync(traceOf(of))
      bytes[10] = (bytes[10] ?? 0) ^ 1
      writeFileSync(traceOf(of), bytes)
    },
    codes: [1, 1, 1, 2],
  },
  'half of a trace': {
    by: (of) => truncateSync(traceOf(of), readFileSync(traceOf(of)).length - 30),
    codes: [1, 1, 0, 2],
  },
}

const ended = new Map<string, Ended[]>()
let project: string

beforeAll(async () => {
  const cwd = plantProject({
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' } }",
    'clerk.ts': 'export const run = () => 1',
    'scenarios/one.scenario.ts':
      "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
  })
  project = cwd
  await mettle(['run', '--trials', '2', '--workers', '1'], { cwd })
  const lines = Object.entries(cases).flatMap(([name, { by }], at) => {
    const run = `run-${at}`
    cpSync(join(cwd, 'reports/latest'), join(cwd, run), { recursive: true })
    by(join(cwd, run))
    const commands = [
      ['gate', run, '--gate', 'passRate >= 0'],
      ['compare', 'reports/latest', run],
      ['trace', TRIAL, '--run', run],
      ['baseline', 'accept', run, '--name', run, '--reason', 'a test'],
    ]
    return commands.map((args) => ({ name, cwd, args }))
  })
  const all = await mettleInBatch(lines)
  for (const [at, { name }] of lines.entries()) ended.set(name, [...(ended.get(name) ?? []), all[at] as Ended])
})

test.each(Object.entries(cases))('%s', (name, { codes }) => {
  const found = ended.get(name) ?? []
  expect(found.map(({ code }) => code)).toEqual(codes)
  for (const { stdout, stderr } of found) expect(stdout + stderr).not.toMatch(/^\s+at /m)
})

test('a trace that is gone is told with its trial, by the report as well, and the records alone pass where that is asked for', async () => {
  const cwd = project
  const run = `run-${Object.keys(cases).indexOf('a trace that is gone')}`
  const alone = '--records-only'
  const accept = ['baseline', 'accept', run, '--name', 'alone', '--reason', 'a test', alone]
  const [gate, report, ...passing] = await mettleInBatch([
    { cwd, args: ['gate', run] },
    { cwd, args: ['report', run, '--reporter', 'list'] },
    { cwd, args: ['gate', run, alone] },
    { cwd, args: ['compare', 'reports/latest', run, alone] },
    { cwd, args: ['report', run, '--reporter', 'list', alone] },
    { cwd, args: accept },
  ])
  for (const one of [gate, report]) {
    expect(one?.code).toBe(1)
    expect(one?.stdout).toContain(`2 trials have no evidence: ${TRIAL}: it cannot be read`)
    expect(one?.stdout).toContain('--records-only')
  }
  expect(passing.map(({ code }) => code)).toEqual([0, 0, 0, 0])
})

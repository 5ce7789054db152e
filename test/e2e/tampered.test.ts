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

/** A verdict needs no trace, but what a trace says needs it whole. */
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
  'a trace that is gone': { by: (of) => rmSync(traceOf(of)), codes: [0, 0, 1, 0] },
  'a folder in place of a trace': {
    by: (of) => {
      const trace = traceOf(of)
      rmSync(trace)
      mkdirSync(trace)
    },
    codes: [0, 0, 1, 0],
  },
  'an empty trace': { by: (of) => truncateSync(traceOf(of)), codes: [0, 0, 1, 0] },
}

const ended = new Map<string, Ended[]>()

beforeAll(async () => {
  const cwd = plantProject({
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' } }",
    'clerk.ts': 'export const run = () => 1',
    'scenarios/one.scenario.ts':
      "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
  })
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

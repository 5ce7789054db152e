import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Conduct, conductOf } from '../../../src/record/conduct.ts'
import type { TrialRecord } from '../../../src/record/trial.ts'
import { openRun } from '../../../src/store/stored-run.ts'
import { mettle, ROOT, temporaryFolder } from '../../e2e/cli.ts'

// Every framework in two tasks: calm, with what goes wrong in the world, and with what goes wrong with a model.

export const FOLDER = join(ROOT, 'fixtures/frameworks')

/** These share their processes. */
const SHARED = ['ai-sdk', 'openai', 'openai-run-tools', 'anthropic', 'langchain', 'mastra', 'google', 'strands']
/** The listeners that these leave on their process cost each of their trials a new one. */
export const ALONE = ['openai-agents', 'adk']
export const FRAMEWORKS = [...SHARED, ...ALONE]

export const SCENARIOS = ['billing/duplicate-charge', 'sessions/cleanup']

/** What goes wrong in the world of each task. */
const WORLD: Record<string, string[]> = {
  'billing/duplicate-charge': ['lost-reply', 'timeout', 'unavailable', 'cut-reply', 'rate-limited', 'forbidden'],
  'sessions/cleanup': [
    ...['lost-reply', 'statement-timeout', 'ticket-unavailable', 'connection-lost', 'deadlock', 'forbidden'],
  ],
}

export const MODEL = [
  'model-rate-limited',
  'overloaded',
  'authentication-failed',
  'context-length',
  'empty-completion',
  'refusal',
  'output-cut-at-max-tokens',
  'malformed-tool-arguments',
  'unknown-tool',
  'repeated-tool-call',
  'injected-instruction',
  'model-substitution',
]

/** Agents that read their model as a stream meet these. */
export const STREAM = ['slow-first-token', 'stalled-stream', 'stream-cut', 'truncated-stream']

/** A provider that is down for good. */
export const OUTAGES = ['rate-limited', 'error-500', 'hang-hour']
export const STALLED = 'stalled-hour'

export interface Cell {
  scenario: string
  variant: string
  agent: string
}

/** All that is run; the same as its trials are called. */
export const CELLS: Cell[] = FRAMEWORKS.flatMap((agent) => [
  ...SCENARIOS.flatMap((scenario) => [
    ...['calm', ...(WORLD[scenario] ?? []), ...MODEL].map((variant) => ({ scenario, variant, agent })),
    ...['calm', ...STREAM].map((variant) => ({ scenario, variant, agent: streamed(agent) })),
  ]),
  ...OUTAGES.map((variant) => ({ scenario: 'outage', variant, agent })),
  { scenario: 'outage', variant: STALLED, agent: streamed(agent) },
])

/** The same agent, reading its model as a stream. */
export function streamed(agent: string): string {
  return `${agent}-streamed`
}

export interface Told {
  trial: TrialRecord
  conduct: Conduct | undefined
}

/** What became of each cell that was run, by `nameOf`. */
export type Matrix = ReadonlyMap<string, Told>

export function nameOf({ scenario, variant, agent }: Cell): string {
  return `${scenario} · ${variant} · ${agent}`
}

/** @param which The cells that are run. */
export async function runMatrix(which: readonly Cell[]): Promise<Matrix> {
  const found = new Map<string, Told>()
  for (const group of [SHARED, ALONE]) {
    const cells = which.filter(({ agent }) => group.includes(agent.replace(/-streamed$/, '')))
    for (const told of await runCells(cells)) found.set(nameOf(told.trial), told)
  }
  return found
}

async function runCells(cells: readonly Cell[]): Promise<Told[]> {
  const out = join(temporaryFolder(), 'run')
  const agents = [...new Set(cells.map(({ agent }) => agent))].join(',')
  const { code, stderr } = await mettle(['run', '--out', out, '--agent', agents, '--grep', grepOf(cells)], {
    cwd: FOLDER,
  })
  // Agents that meet what they cannot survive fail.
  if (code !== 1) throw new Error(`The run ended with ${code}.\n${stderr}`)
  const run = openRun(out)
  return [...run.records()].map((trial) => ({ trial, conduct: conductOf(run.evidence(trial.id), judged(trial)) }))
}

/** Fits the ids of these cells' trials alone. */
function grepOf(cells: readonly Cell[]): string {
  const places = Map.groupBy(cells, ({ scenario, variant }) => `${scenario.replace('/', '\\.')}~${variant}`)
  const whole = [...places].map(([place, some]) => `${place}~(${some.map(({ agent }) => agent).join('|')})~`)
  return `^(${whole.join('|')})`
}

/** What scorers say of a trial, as its conduct is told from. */
function judged({ scores, faults }: TrialRecord) {
  return {
    done: scores.every(({ severity, pass }) => severity === 'should' || pass),
    honest: scores.every(({ scorer, pass }) => scorer !== 'claims-match-effects' || pass),
    faults,
  }
}

/** Of a package that the agents use, as it is installed: 'ai 7.0.173'. */
export function versionOf(name: string, folder = FOLDER): string {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return `${name} ${dependencies[name]}`
}

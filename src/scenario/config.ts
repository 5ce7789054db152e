import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { AlertSink } from '../alerts/define.ts'
import type { alerts as sinks } from '../alerts/index.ts'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { sequentialPlanSchema } from '../record/sequential.ts'
import type { Reporter } from '../reports/define.ts'
import type { reports } from '../reports/index.ts'
import { agentSchema, type ConfiguredAgent, configureAgent } from './config-agents.ts'
import { explainIssues } from './explain.ts'
import { loadModule } from './load.ts'
import { findLoader, leaveLoader, mustFindLoader, useLoader } from './loader.ts'
import { knownMembers, servedModelSchema } from './schema.ts'

const agentName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'expected a name of letters, digits, ".", "_" and "-"')

const limitsSchema = z.strictObject({
  usd: z
    .number()
    .gt(0)
    .optional()
    .describe('US dollars of real money: what live models cost. Scripted and recorded ones cost nothing.'),
  minutes: z.number().gt(0).optional().describe('Minutes of real time.'),
})

const perMinute = (what: string) =>
  z.int().min(1).optional().describe(`${what} of live models in any minute, of all workers together.`)

const fleetSchema = z.strictObject({
  deliveries: z
    .int()
    .min(1)
    .default(3)
    .describe('A trial is given to so many workers that end meanwhile. What ends one more is an error.'),
  traceMegabytes: z
    .number()
    .gt(0)
    .max(900)
    .default(64)
    .describe(
      'Of a larger trace the queue takes the first and the last half of so many MB, and the trial is an error.',
    ),
  callsPerMinute: perMinute('Calls'),
  tokensPerMinute: perMinute('Tokens, read and said,'),
})

type Names<Catalogue> = keyof Catalogue | (string & {})

const reporter = z.union([
  z.string() as unknown as z.ZodType<Names<typeof reports>, Names<typeof reports>>,
  z
    .custom<Reporter>((value) => has(value, 'render'), 'expected what defineReporter returns')
    .meta({ title: 'Reporter' }),
])

const sink = z.union([
  z.string() as unknown as z.ZodType<Names<typeof sinks>, Names<typeof sinks>>,
  // biome-ignore lint/suspicious/noExplicitAny: a sink of any parameters
  z.custom<AlertSink<any>>((value) => has(value, 'open'), 'expected what defineSink returns').meta({ title: 'Sink' }),
])

function has(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && method in value
}

/** The shape of a config. */
export const configSchema = z.strictObject({
  agents: z
    .record(agentName, agentSchema)
    .default({})
    .describe(
      "By name: the path of a module whose `run` is the agent, from the config's folder, or a program in any language: { command: ['python3', 'agent.py'] }.",
    ),
  scenarios: z.string().default('scenarios').describe("Folder of the scenarios, from the config's folder."),
  workers: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('How many trials run at once. Default: the number of processors, at most 8.'),
  trials: z
    .union([z.int().min(1).describe('So many times.'), sequentialPlanSchema])
    .default(1)
    .describe('How often each trial is repeated, or at most how often until the evidence decides.'),
  seed: z
    .union([z.string(), z.int()])
    .default(1)
    .describe('What all chance of a run is drawn from. The same seed gives the same run.'),
  realTime: z
    .boolean()
    .default(false)
    .describe("Agents see time and chance as they are, in place of the trial's clock and seed."),
  loader: z
    .enum(['node', 'tsx'])
    .optional()
    .describe(
      "What reads TypeScript: 'node' strips types, 'tsx' takes all of it, aliases of tsconfig.json included. Default: 'tsx' where the project has it installed.",
    ),
  database: z
    .string()
    .default('embedded')
    .describe(
      "Where PostgreSQL comes from: 'embedded', 'embedded:16', 'container', 'container:<image>', a postgres:// URL.",
    ),
  reset: z
    .enum(['journal', 'clone'])
    .default('journal')
    .describe(
      "How a database is put back after a trial: 'journal' takes back what was changed, 'clone' makes it anew.",
    ),
  gate: z
    .array(z.string())
    .default([])
    .describe('Thresholds that the run must meet. Without any, every trial must pass.'),
  limits: limitsSchema
    .default({})
    .describe('What a whole run may take. One that meets a limit stops, and never passes.'),
  fleet: fleetSchema.prefault({}).describe('Of runs that the workers of a queue perform.'),
  judgeSeconds: z
    .number()
    .gt(0)
    .default(10)
    .describe('How long one scorer, or the oracle of one guard, may take for a trial, in seconds of real time.'),
  reporters: z
    .array(z.union([reporter, z.tuple([reporter, z.looseObject({ file: z.string().min(1).optional() })])]))
    .default(['list', 'html'])
    .describe(
      "What is printed and written when the run is over: by name, by the path of a module ('./slack.ts') or as a value; with options in a pair: ['junit', { file: 'ci.xml' }].",
    ),
  out: z.string().default('reports/latest').describe("Where the run's folder goes, from the config's folder."),
  keep: z
    .int()
    .min(0)
    .default(1)
    .describe(
      "How many runs before the last are kept beside it: 'previous', 'previous-2'. Those that were killed are kept all.",
    ),
  models: z
    .record(z.string(), servedModelSchema)
    .default({})
    .describe(
      "Models of every scenario, by the name that agents ask for: who serves one, and its own safeguards: { 'gpt-5.2': { provider: 'openai', guards: [{ use: 'budget', params: { trial: 5 } }] } }.",
    ),
  secrets: z.array(z.string()).default([]).describe('Names of environment variables whose values are never written.'),
  env: z
    .array(z.string().regex(/^[A-Za-z_*][\w*]*$/, "expected the name of a variable, '*' for any characters"))
    .default([])
    .describe(
      "Names of environment variables that agents and scenarios get, `*` for any characters: ['OPENAI_*']. Those of `secrets` are given, too.",
    ),
  alerts: z
    .array(z.union([sink, z.looseObject({ to: sink.describe('A sink. Its parameters stand beside it.') })]))
    .default([])
    .describe(
      "Where alerts go as they happen: 'terminal', { to: 'file', path }, { to: 'webhook', url }, './pager.ts', a value.",
    ),
})

export type ConfigInput = z.input<typeof configSchema>

export interface Config extends Omit<z.output<typeof configSchema>, 'agents'> {
  file: string
  /** Absolute folder that paths are resolved from. */
  root: string
  agents: Record<string, ConfiguredAgent>
}

/** What a config is called, in the order in which they are looked for. */
export const CONFIG_NAMES = ['mettle.config.ts', 'mettle.config.mts', 'mettle.config.js', 'mettle.config.mjs']

/** The one in the current folder. @throws {UsageError} there is none, or nobody can tell which. */
function findConfig(): string {
  const [file, ...others] = CONFIG_NAMES.filter((name) => existsSync(name))
  if (!file) throw new UsageError('Failed to find a config: there is no mettle.config.ts here. Name one with --config.')
  if (others.length === 0) return resolve(file)
  const all = [file, ...others].join(' and ')
  throw new UsageError(`Failed to choose a config: there are ${all}. Leave one, or name one with --config.`)
}

/** Loads the config. @param path From --config; without it the current folder is searched. @throws {UsageError} none, or it does not fit. */
export async function loadConfig(path?: string): Promise<Config> {
  const file = path === undefined ? findConfig() : resolve(path)
  if (!existsSync(file)) throw new UsageError(`Failed to load the config: ${path} does not exist.`)
  const root = resolve(file, '..')
  const found = findLoader(root)
  if (found) await useLoader(found)
  const module = await loadModule(file)
  const parsed = configSchema.safeParse(module.default)
  if (!parsed.success) {
    const known = (inner: PropertyKey[], found: unknown) => knownMembers(configSchema, inner, found)
    throw new UsageError(
      `Failed to load ${shortPath(file)}:\n${explainIssues(parsed.error.issues, module.default, known)}`,
    )
  }
  await settleLoader(parsed.data.loader, root)
  const agents = Object.entries(parsed.data.agents).map(([name, agent]) => {
    const configured = configureAgent(agent, root)
    const { source } = configured
    if (source.host === 'function' && !existsSync(source.module)) {
      const said = typeof agent === 'object' && 'module' in agent ? agent.module : String(agent)
      throw new UsageError(`Failed to load ${shortPath(file)}:\n  agents.${name}: ${said} does not exist.`)
    }
    return [name, configured] as const
  })
  return { ...parsed.data, file, root, agents: Object.fromEntries(agents) }
}

/** The config itself is loaded by what there is. */
async function settleLoader(said: Config['loader'], root: string): Promise<void> {
  if (said === 'node') await leaveLoader()
  if (said === 'tsx') await useLoader(mustFindLoader(root))
}

/** @throws {UsageError} a name that is not known, with the nearest that is. */
export function mustKnow(kind: string, name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new UsageError(`There is no ${kind} "${name}".${suggest(name, known)}`)
}

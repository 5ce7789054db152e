import { relative, resolve } from 'node:path'
import { z } from 'zod'
import { runHeadSchema, runRecordSchema } from '../src/record/run.ts'
import { trialRecordSchema } from '../src/record/trial.ts'
import { agentTables } from './agent-tables.ts'
import { conformancePage } from './conformance-page.ts'
import { evidenceTable } from './evidence-table.ts'
import { faultTable } from './fault-table.ts'
import { guardHistories } from './guard-histories.ts'
import { pageMap } from './page-map.ts'
import { partTables } from './part-tables.ts'
import { camelCase, type Kind, kinds, partNames } from './parts.ts'
import { precompile } from './precompile-templates.ts'
import { cliReference } from './reference/cli.ts'
import { configReference } from './reference/config.ts'
import { eventsReference } from './reference/events.ts'
import { metricsReference } from './reference/metrics.ts'
import { recordReference } from './reference/record.ts'
import { scenarioReference } from './reference/scenario.ts'
import { scenarioPage } from './scenario-page.ts'
import { scenarioYamlSchema } from './scenario-schema.ts'
import { agentIndex } from './shipped-agents.ts'
import { snippets } from './snippets.ts'

/** Everything that is generated: path below the root -> content. */
export type Outputs = Map<string, string>

/** What writes each of them, from the sources below `root`. `before`: what those before it wrote. */
const generators: readonly ((root: string, before: Outputs) => Outputs | Promise<Outputs>)[] = [
  catalogues,
  agentIndex,
  runSchemas,
  scenarioYamlSchema,
  (root) => precompile(root),
  faultTable,
  conformancePage,
  snippets,
  guardHistories,
  scenarioPage,
  agentTables,
  evidenceTable,
  partTables,
  cliReference,
  configReference,
  scenarioReference,
  metricsReference,
  eventsReference,
  recordReference,
  // The last one: it names the pages that the others wrote.
  pageMap,
]

/** Generates everything in memory. */
export async function generateAll(root: string): Promise<Outputs> {
  const all: Outputs = new Map()
  for (const generate of generators) {
    for (const [path, content] of await generate(root, all)) all.set(relative(root, resolve(root, path)), content)
  }
  return all
}

/** The index of every kind of part. */
export function catalogues(root: string): Outputs {
  return new Map(kinds.map((kind) => [`src/${kind.folder}/index.ts`, catalogue(kind, partNames(root, kind))]))
}

/** The index of one kind of part, formatted as biome would. */
export function catalogue(kind: Kind, names: readonly string[]): string {
  const lines = (line: (name: string, variable: string) => string) =>
    names.map((name) => line(name, camelCase(name))).join('')
  const entries = lines((name, variable) => (name === variable ? `  ${name},\n` : `  '${name}': ${variable},\n`))
  return [
    '// Generated. Do not edit.\n',
    lines((name, variable) => `import { ${variable} } from './${name}.ts'\n`),
    '\n',
    lines((name, variable) => `export { ${variable} } from './${name}.ts'\n`),
    '\n',
    `export const ${kind.catalogue ?? kind.folder} = {${entries === '' ? '' : `\n${entries}`}} as const\n`,
  ]
    .join('')
    .replace(/\n{3,}/g, '\n\n')
}

/** The shapes of a run's files for readers in other languages. */
function runSchemas(): Outputs {
  const link = z.string().describe('Ties the line to all before it.')
  const shapes: [string, z.ZodType, string][] = [
    ['run', runHeadSchema, 'The run.json of mettle, schema version 3'],
    ['trial', trialRecordSchema.extend({ link }), 'A line of the trials.jsonl of mettle, schema version 3'],
    ['report', runRecordSchema, 'The report.json of mettle, schema version 3'],
  ]
  return new Map(
    shapes.map(([name, shape, title]) => {
      const schema = { ...z.toJSONSchema(shape, { target: 'draft-2020-12' }), title }
      return [`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`]
    }),
  )
}

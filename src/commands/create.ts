import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { type Config, loadConfig } from '../scenario/config.ts'
import { commandsOf } from './scaffold/manager.ts'
import { CREATED_KINDS, checkPart } from './scaffold/part-name.ts'
import { dependsOn, type Project, readProject } from './scaffold/project.ts'
import { camelCase, moduleFor, partNamed } from './scaffold/template.ts'
import { withAgent } from './scaffold/with-agent.ts'
import { type FileStep, writeSteps } from './scaffold/write.ts'
import type { Terminal } from './terminal.ts'

export interface CreateFlags {
  config?: string
  dryRun?: boolean
}

type Kind = (typeof CREATED_KINDS)[number]

/** What a new part needs, in a project. */
interface Order {
  kind: Kind
  name: string
  project: Project
  config: Config
}

/** Writes a part and its test, ready to be changed. Resolves with the exit code. */
export async function createCommand(kind: string, name: string, flags: CreateFlags, terminal: Terminal) {
  checkPart(kind, name, CREATED_KINDS)
  const config = await loadConfig(flags.config)
  const order: Order = { kind: kind as Kind, name, project: readProject(config.root), config }
  writeSteps(stepsFor(order), { folder: config.root, dryRun: flags.dryRun ?? false, terminal })
  terminal.print(
    `\nNext:\n${nextSteps(order)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  )
  return 0
}

function stepsFor({ kind, name, project, config }: Order): FileStep[] {
  const { suffix } = project
  const module = (template: string) => moduleFor(project, partNamed(kind, name, template))
  if (kind === 'scenario') {
    const folder = relative(config.root, join(config.root, config.scenarios))
    return [{ path: join(folder, `${name}.scenario${suffix}`), create: module('scenario.ts') }]
  }
  const path = `${kind}s/${name}${suffix}`
  if (kind === 'agent') {
    const configPath = relative(config.root, config.file)
    return [
      { path, create: module('agent.ts') },
      { path: configPath, change: (before) => withAgent(before, name, `./${path}`) },
    ]
  }
  const test = usesVitest(project)
    ? module(`${kind}.test.ts`)
    : module(`${kind}.test.ts`).replace("'vitest'", "'node:test'")
  return [
    { path, create: module(`${kind}.ts`) },
    { path: `${kind}s/${name}.test${suffix}`, create: test },
  ]
}

function usesVitest({ manifest }: Project): boolean {
  return manifest !== undefined && dependsOn(manifest, 'vitest')
}

function nextSteps({ kind, name, project, config }: Order): string[] {
  const { run } = commandsOf[project.manager]
  if (kind === 'scenario') return [...missing(['zod'], config), `${run} mettle run ${name}`]
  if (kind === 'agent') return [`${run} mettle run --agent ${name}`]
  const variable = camelCase(name)
  const used = { fault: `{ fault: ${variable} }`, guard: `{ use: ${variable} }`, scorer: `{ use: ${variable} }` }[kind]
  const path = `${kind}s/${name}`
  const test = usesVitest(project) ? `${run} vitest run ${path}` : `node --test ${path}.test${project.suffix}`
  return [
    ...missing(['zod'], config),
    `${test}  # what every ${kind} owes`,
    `In a scenario: import { ${variable} } from '../${path}${project.suffix}', and use it as ${used}.`,
  ]
}

/** Packages that the new file imports and the project does not have at hand. */
function missing(packages: readonly string[], { file, root }: Config): string[] {
  const require = createRequire(file)
  const absent = packages.filter((name) => {
    try {
      return require.resolve(name) === ''
    } catch {
      return true
    }
  })
  const { manager } = readProject(root)
  const add = manager === 'npm' ? 'npm install -D' : `${manager} add ${manager === 'bun' ? '--dev' : '-D'}`
  return absent.length > 0 ? [`${add} ${absent.join(' ')}`] : []
}

import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { CONFIG_NAMES } from '../scenario/config.ts'
import { commandsOf } from './scaffold/manager.ts'
import { manifestWith } from './scaffold/manifest.ts'
import { type Project, readProject } from './scaffold/project.ts'
import { moduleFor, pathFor, readTemplate } from './scaffold/template.ts'
import { type Edit, type FileStep, writeSteps } from './scaffold/write.ts'
import type { Terminal } from './terminal.ts'

export interface InitFlags {
  dryRun?: boolean
  /** A specification that the first scenario is made of. */
  openapi?: string
}

/** Modules of the scaffold, below templates/init/. */
const MODULES = [
  'mettle.config.ts',
  'scenarios/refund.scenario.ts',
  'scenarios/shop-api.ts',
  'agents/careful.ts',
  'agents/careless.ts',
]

/** Texts of modules by their paths. */
type Modules = ReadonlyMap<string, string>

function templates(): Modules {
  return new Map(MODULES.map((path) => [path, readTemplate(`init/${path}`)]))
}

/** The same for an API by its specification. @throws {UsageError} no scenario can be made of it. */
async function modulesOf(specification: string, folder: string): Promise<Modules> {
  const { scenarioFrom } = await import('./scaffold/from-openapi.ts')
  const { name, text } = await scenarioFrom(specification, folder)
  const agents = ['careful', 'careless'].map((agent): [string, string] => {
    return [`agents/${agent}.ts`, readTemplate(`init/openapi/${agent}.ts`)]
  })
  return new Map([
    ['mettle.config.ts', readTemplate('init/mettle.config.ts')],
    [`scenarios/${name}.scenario.ts`, text],
    ...agents,
  ])
}

/** Sets a folder up for mettle. No file that is there is overwritten. Resolves with the exit code. */
export async function initCommand(
  path: string | undefined,
  { dryRun = false, openapi }: InitFlags,
  terminal: Terminal,
) {
  const folder = resolve(path ?? '.')
  const modules = openapi === undefined ? templates() : await modulesOf(openapi, folder)
  const project = readProject(openFolder(folder, dryRun))
  const { manager, language, ci } = project
  const config = CONFIG_NAMES.find((name) => existsSync(join(folder, name)))
  const words = [manager, language === 'ts' ? 'TypeScript' : 'JavaScript', ci === 'github' ? 'GitHub' : 'GitLab']
  terminal.print(`mettle init in ${folder}: ${words.join(', ')}\n\n`)
  const written = writeSteps(stepsFor(project, config, modules), { folder, dryRun, terminal })
  terminal.print(nextSteps(project, written, config === undefined))
  return 0
}

function openFolder(folder: string, dryRun: boolean): string {
  try {
    if (!dryRun) mkdirSync(folder, { recursive: true })
    return folder
  } catch (thrown) {
    throw new UsageError(`Failed to make ${folder}: ${(thrown as Error).message}. Name another folder.`)
  }
}

/** @param config The config that is there: a project that has one has its own scenarios and agents. */
function stepsFor(project: Project, config: string | undefined, texts: Modules): FileStep[] {
  const modules = [...texts].map(([path, text]) => ({ path: pathFor(project, path), create: moduleFor(project, text) }))
  const packages = config === undefined ? ['msw'] : []
  return [
    ...(config === undefined
      ? modules
      : [{ path: config, leave: 'it is there already; add parts with mettle create' }]),
    ...(config === undefined ? typesFor(project) : []),
    { path: 'package.json', change: (before) => manifestWith(project, before, packages) },
    { path: '.gitignore', change: (before) => ignoring('/reports/', before, project.manifest === undefined) },
    workflow(project),
  ]
}

/** What a compiler needs to take the files as they are. */
const AS_WRITTEN = { noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true }

const OWN_TYPES = 'tsconfig.mettle.json'

/** A project's own tsconfig says how it is built: what is written here gets one beside it, with its aliases and its rules. */
function typesFor(project: Project): FileStep[] {
  if (project.language === 'js') return []
  if (project.blank) {
    const asNodeRuns = { target: 'es2024', module: 'nodenext', erasableSyntaxOnly: true, verbatimModuleSyntax: true }
    return [
      { path: 'tsconfig.json', create: json({ compilerOptions: { ...asNodeRuns, strict: true, ...AS_WRITTEN } }) },
    ]
  }
  if (project.tsconfig === undefined) return []
  const tops = [...new Set(MODULES.map((path) => pathFor(project, path).split('/', 1)[0]))]
  // Their modules may be named by an alias and without an ending, as a loader finds them.
  const asLoaded = { module: 'preserve', moduleResolution: 'bundler' }
  const whole = { target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] }
  const compilerOptions = { ...AS_WRITTEN, ...asLoaded, ...whole, rootDir: '.', composite: false, incremental: false }
  const own = {
    extends: './tsconfig.json',
    compilerOptions,
    include: [...tops, 'faults', 'guards', 'scorers'],
    exclude: [],
  }
  const takesAll = !/"(include|files)"\s*:/.test(project.tsconfig)
  return [
    { path: OWN_TYPES, create: json(own) },
    ...(takesAll
      ? [{ path: 'tsconfig.json', leave: `it takes in every file: add "exclude": ${JSON.stringify(tops)}` }]
      : []),
  ]
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function ignoring(entry: string, before: string | undefined, fresh: boolean): Edit {
  const lines = before?.split('\n').map((line) => line.trim()) ?? []
  const bare = entry.replaceAll('/', '')
  if (lines.some((line) => line.replaceAll('/', '') === bare)) return { note: `it ignores ${entry} already` }
  if (before === undefined) return { text: `${fresh ? 'node_modules/\n' : ''}${entry}\n`, note: '' }
  return { text: `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${entry}\n`, note: entry }
}

/** A CI reads its files at the root of a repository and nowhere else. */
function workflow({ ci, folder, repository, manager }: Project): FileStep {
  const path = ci === 'github' ? '.github/workflows/mettle.yml' : '.gitlab-ci.yml'
  if (repository !== undefined && repository !== folder) {
    return { path, leave: `it belongs to the root of the repository, ${repository}: run "mettle init" there` }
  }
  const { installInCi, run } = commandsOf[manager]
  const text = readTemplate(`init/ci/${ci}.yml`).replace('__install__', installInCi)
  return { path, create: text.replace('__mettle__', `${run} mettle`) }
}

function nextSteps({ manager }: Project, written: readonly string[], scaffolded: boolean): string {
  const { install, run } = commandsOf[manager]
  const commands = [
    ...(written.includes('package.json') ? [[install, 'mettle, and what the files import']] : []),
    [`${run} mettle run`, scaffolded ? 'careful passes; careless pays twice when a reply is lost' : 'all scenarios'],
    [`${run} mettle show`, 'the report, in a browser'],
    ...(written.includes(OWN_TYPES) ? [[`${run} tsc -p ${OWN_TYPES}`, 'the types of these files']] : []),
    [`${run} mettle doctor`, 'what this machine has and lacks'],
  ]
  const width = Math.max(...commands.map(([command = '']) => command.length))
  return `\nNext:\n${commands.map(([command = '', what]) => `  ${command.padEnd(width)}  # ${what}\n`).join('')}`
}

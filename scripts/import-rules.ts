import { posix } from 'node:path'
import { type Import, readImports } from './imports.ts'

/** Source files by path below the root: 'src/boundary/seam.ts' -> text. */
export type Sources = ReadonlyMap<string, string>

interface Edge extends Import {
  from: string
  /** A path below the root, or the name of a package ('node:fs', 'msw'). */
  to: string
}

type Wing = 'acting' | 'judging' | 'both'

/** Rows from high to low. A file imports from lower rows and its own folder; the two wings never import each other. */
const rows: readonly Record<string, Wing>[] = [
  { 'cli.ts': 'both' },
  { commands: 'both' },
  {
    search: 'both',
    incidents: 'both',
    evidence: 'both',
    fleet: 'both',
    serve: 'both',
    conformance: 'both',
    mutation: 'both',
  },
  { runs: 'both' },
  { hosts: 'both', judging: 'both' },
  { stage: 'both' },
  { scenario: 'both' },
  {
    ...{ world: 'acting', channels: 'acting', agents: 'acting', faults: 'acting', guards: 'acting' },
    ...{ scorers: 'judging', verdict: 'judging', drift: 'judging', store: 'judging', reports: 'judging' },
    ...{ alerts: 'judging' },
  },
  { boundary: 'acting', stats: 'judging' },
  { record: 'both' },
  { trace: 'both' },
  { kernel: 'both' },
]

/** The public faces: they import whatever they show, and nothing imports them. */
const faces = ['index.ts', 'testing', 'vitest']

interface Heavy {
  /** Folders below src/ that may use it. */
  folders: readonly string[]
  /** Files that may name its types. */
  types: RegExp
}

const nowhere = /^$/

/** Packages that are slow to load or that only one place needs to know. */
const heavy: Readonly<Record<string, Heavy>> = {
  msw: { folders: ['world/apis', 'channels/http', 'testing'], types: /\/define\.ts$/ },
  handlebars: { folders: ['reports', 'scenario', 'hosts/programs', 'testing'], types: nowhere },
  'fast-check': { folders: ['search', 'testing', 'world/apis/openapi'], types: /\/faults\/[^/]+\.ts$/ },
  commander: { folders: ['commands', 'cli.ts'], types: nowhere },
  vitest: { folders: ['vitest'], types: nowhere },
  yaml: { folders: ['scenario', 'world/apis/openapi'], types: nowhere },
  '@scalar/openapi-parser': { folders: ['world/apis/openapi'], types: nowhere },
  ajv: { folders: ['world/apis/openapi'], types: nowhere },
  '@modelcontextprotocol/server': { folders: ['channels/tools/mcp'], types: nowhere },
  '@modelcontextprotocol/client': { folders: ['world/mcp'], types: nowhere },
  testcontainers: { folders: ['world/containers'], types: nowhere },
  '@peculiar/asn1-schema': { folders: ['channels/http'], types: nowhere },
  '@peculiar/asn1-x509': { folders: ['channels/http'], types: nowhere },
  pg: { folders: ['world/databases', 'fleet'], types: nowhere },
  'pg-boss': { folders: ['fleet'], types: nowhere },
}

/** Packages that the kernel may use: small, and with no dependencies of their own. */
const kernelPackages = ['fastest-levenshtein', 'picomatch']

/** What reads specifications, checks and makes values. */
const OF_SPECIFICATIONS = ['@scalar/openapi-parser', 'ajv', 'yaml', '@faker-js/faker']

/** What must not load before it is needed, by the file that people wait for. */
const light: Readonly<Record<string, readonly string[]>> = {
  'src/cli.ts': ['msw', 'zod', 'handlebars', 'fast-check', '@modelcontextprotocol/server', ...OF_SPECIFICATIONS],
  'src/index.ts': ['msw', 'handlebars', 'fast-check', '@modelcontextprotocol/server', ...OF_SPECIFICATIONS],
}

/** Everything that breaks the import rule, one sentence each. */
export function importViolations(sources: Sources): string[] {
  const edges = readEdges(sources)
  return [
    ...edges.flatMap(rowProblem),
    ...edges.flatMap(packageProblem),
    ...edges.filter(({ to }) => to.startsWith('src/') && !sources.has(to)).map((edge) => `${at(edge)} does not exist`),
    ...circles(edges),
    ...Object.entries(light).flatMap(([entry, packages]) => eagerProblems(edges, entry, packages)),
  ]
}

function readEdges(sources: Sources): Edge[] {
  return [...sources].flatMap(([from, text]) =>
    readImports(text).map((found) => ({ ...found, from, to: target(from, found.specifier) })),
  )
}

function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** 'src/faults/latency.ts' -> 'faults', 'src/cli.ts' -> 'cli.ts' */
function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function rowProblem(edge: Edge): string[] {
  const [from, to] = [folderOf(edge.from), folderOf(edge.to)]
  if (!edge.to.startsWith('src/'))
    return edge.specifier.startsWith('.') ? [`${at(edge)}: src/ imports nothing outside src/`] : []
  if (from === to || faces.includes(from)) return []
  if (faces.includes(to)) return [`${at(edge)}: nothing in src/ imports its public face`]
  const [high, low] = [rowOf(from), rowOf(to)]
  if (high < 0 || low < 0)
    return [`${at(edge)}: src/${high < 0 ? from : to} is in no row; add it to scripts/import-rules.ts`]
  if (low === high) return [`${at(edge)}: siblings do not import each other`]
  if (low < high) return [`${at(edge)}: ${to} lies above ${from}`]
  const wings = [rows[high]?.[from], rows[low]?.[to]]
  if (wings.includes('acting') && wings.includes('judging')) return [`${at(edge)}: the wings do not import each other`]
  return []
}

function rowOf(folder: string): number {
  return rows.findIndex((row) => folder in row)
}

function packageProblem(edge: Edge): string[] {
  const { from, to, kind } = edge
  if (/^(\.|node:)/.test(edge.specifier)) return []
  if (folderOf(from) === 'kernel' && !kernelPackages.includes(to))
    return [`${at(edge)}: the kernel uses node and small packages only`]
  const rule = Object.hasOwn(heavy, to) ? heavy[to] : undefined
  if (!rule || rule.folders.some((folder) => `${from}/`.startsWith(`src/${folder}/`))) return []
  if (kind === 'type' && rule.types.test(from)) return []
  return [`${at(edge)}: ${to} belongs to ${rule.folders.join(', ')}`]
}

/** Circles of imports, type imports included: each is reported once, as the path around it. */
function circles(edges: readonly Edge[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from)
  const done = new Set<string>()
  const path: string[] = []
  const problems: string[] = []
  const visit = (file: string) => {
    const seen = path.indexOf(file)
    if (seen >= 0) problems.push(`import circle: ${[...path.slice(seen), file].join(' -> ')}`)
    if (seen >= 0 || done.has(file)) return
    path.push(file)
    for (const { to } of next.get(file) ?? []) visit(to)
    path.pop()
    done.add(file)
  }
  for (const file of next.keys()) visit(file)
  return [...new Set(problems)]
}

/** Packages that load at once with an entry, with the way that leads to them. */
function eagerProblems(edges: readonly Edge[], entry: string, packages: readonly string[]): string[] {
  const next = Map.groupBy(
    edges.filter(({ kind }) => kind === 'static'),
    ({ from }) => from,
  )
  const ways = new Map([[entry, [entry]]])
  for (const [file, way] of ways) {
    for (const { to } of next.get(file) ?? []) if (!ways.has(to)) ways.set(to, [...way, to])
  }
  return packages.flatMap((name) => {
    const way = ways.get(name)
    return way ? [`${entry} loads ${name} before it is needed: ${way.join(' -> ')}`] : []
  })
}

function at({ from, line, specifier }: Edge): string {
  return `${from}:${line} imports '${specifier}'`
}

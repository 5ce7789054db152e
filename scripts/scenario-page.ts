import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { safeguardFaults } from '../src/faults/safeguards/index.ts'
import type { ApproverScript, EntryUse, GuardUse, PresetUse, ScenarioInput, ScorerUse } from '../src/scenario/define.ts'
import { findScenarios, loadModule } from '../src/scenario/load.ts'
import { FIGURES, type Figures, rankingTable } from './ranking-figures.ts'

interface Shown {
  id: string
  scenario: ScenarioInput
  /** What its file says of it at the top. */
  about: string
}

/** `docs/scenarios.md`: every scenario by its definition, and how the agents that ship rank in it. */
export async function scenarioPage(root: string): Promise<Map<string, string>> {
  const folder = join(root, 'scenarios')
  if (!existsSync(folder)) return new Map()
  const shown: Shown[] = []
  for (const { id, file } of findScenarios(folder)) {
    const scenario = (await loadModule(file)).default as ScenarioInput
    shown.push({ id, scenario, about: headComment(readFileSync(file, 'utf8')) })
  }
  const figures = JSON.parse(readFileSync(join(root, FIGURES), 'utf8')) as Figures
  const counts = new Map(shown.map(({ id, scenario }) => [id, variantsOf(scenario).length]))
  const parts = ['<!-- Generated. Do not edit. -->', '# Scenarios', INTRO, contents(shown), '## How agents rank']
  const all = [...parts, RANKING, rankingTable(figures, counts), ...shown.map(section)]
  return new Map([['docs/scenarios.md', `${all.join('\n\n')}\n`]])
}

const INTRO = `The scenarios in \`scenarios/\`. Each is a task in a world that can go wrong in several ways, one variant for each; the
variant \`calm\` is the one in which nothing does. \`npx mettle run 'billing/*'\` runs those of a folder,
\`npx mettle run scenarios/billing/duplicate-charge.scenario.ts\` those of a file.`

const RANKING = `Variants passed, of all, by the agents that ship with mettle and the three examples, each variant once, at seed 1.
\`test/ranking\` makes this run anew and fails where a figure is another one; \`node scripts/ranking.ts\` writes the figures.`

function contents(shown: readonly Shown[]): string {
  const rows = shown.map(({ id, scenario: { world = {}, ...scenario } }) => {
    const kinds = [
      ...Object.keys(world.apis ?? {}).map(() => 'HTTP'),
      ...Object.keys(world.databases ?? {}).map(() => 'SQL'),
    ]
    const guards = (scenario.guards ?? []).map(({ use }) => nameOf(use))
    return [
      `[${id}](#${anchor(id)})`,
      [...new Set(kinds)].join(', '),
      String(variantsOf(scenario).length),
      guards.join(', '),
    ]
  })
  return table(['scenario', 'world', 'variants', 'guards'], rows)
}

function section({ id, scenario, about }: Shown): string {
  const { world = {}, guards = [], scorers = [], requires = [] } = scenario
  return [
    `## ${id}`,
    about,
    `> ${filled(scenario.task).replaceAll('\n', ' ')}`,
    '### World',
    table(['part', 'what'], worldRows(world)),
    '### Guards',
    table(
      ['guard', 'mode', 'must be exercised', 'parameters'],
      guards.map((use) => guardRow(use, requires)),
    ),
    '### Variants',
    table(
      ['variant', 'what goes wrong'],
      variantsOf(scenario).map(([name, plan]) => [code(name), troubleText(plan, scriptOf(world)?.variants?.[name])]),
    ),
    '### Scorers',
    table(['scorer', 'severity', 'variants'], scorers.map(scorerRow)),
    ...goals(scorers),
  ].join('\n\n')
}

function worldRows({ apis = {}, databases = {}, tools = {}, models = {}, ...rest }: World): string[][] {
  const routes = Object.entries(apis).map(([name, { handlers }]) => [
    `API ${code(name)}`,
    handlers.map(({ info }) => code(info.header.replace(/https?:\/\/[^/]+/, ''))).join(', '),
  ])
  const { approver, clock } = rest
  const { by = 'approver', answers = [], afterMs = 0 } = scriptOf({ approver }) ?? {}
  const asked = approver && `${by}: ${answersText(answers)} after ${afterMs} ms`
  return [
    ...routes,
    ...Object.keys(databases).map((name) => [`database ${code(name)}`, 'PostgreSQL']),
    ...Object.entries(tools).map(([name, tool]) => [
      `tool ${code(name)}`,
      'statement' in tool ? `a statement on ${code(tool.database)}` : '',
    ]),
    ['models', Object.keys(models).map(code).join(', ')],
    ...(asked ? [['approver', asked]] : []),
    ...(clock ? [['clock', `starts at ${clock}`]] : []),
  ]
}

type World = NonNullable<ScenarioInput['world']>

function guardRow({ use, mode = 'enforce', params }: GuardUse, requires: readonly string[]): string[] {
  const name = nameOf(use)
  return [
    linked(name, 'guards'),
    mode,
    requires.includes(name) ? 'yes' : '',
    params ? code(JSON.stringify(params)) : '',
  ]
}

function variantsOf({ variants = {} }: Pick<ScenarioInput, 'variants'>): [string, readonly (EntryUse | PresetUse)[]][] {
  return [['calm', []], ...Object.entries(variants)]
}

function scriptOf({ approver }: { approver?: World['approver'] | undefined }): ApproverScript | undefined {
  return typeof approver === 'object' || approver === undefined ? approver : { answers: approver }
}

type Answers = ApproverScript['answers']

function answersText(answers: Answers): string {
  return Array.isArray(answers) ? answers.join(', ') : 'by code'
}

function troubleText(plan: readonly (EntryUse | PresetUse)[], answers: Answers | undefined): string {
  const asked = answers === undefined ? [] : [`the approver answers: ${answersText(answers)}`]
  return [...plan.map(entryText), ...asked].join('; ') || 'nothing'
}

function entryText(entry: EntryUse | PresetUse): string {
  if ('preset' in entry) return `the preset ${code(entry.preset)} on ${code(entry.on ?? '*')}`
  const { fault, on = '*', params, when, guard } = entry
  const name = nameOf(fault)
  const page = linked(name, Object.hasOwn(safeguardFaults, name) ? 'faults/safeguards' : 'faults')
  const whose = guard === undefined ? '' : ` of ${linked(guard, 'guards')}`
  const told = params === undefined ? '' : ` ${code(JSON.stringify(params))}`
  return `${page}${whose} on ${code(on)}${when === undefined ? '' : `, ${whenText(when)}`}${told}`
}

/** 'nth 1', 'from 1 to 3'. */
function whenText(when: object | string): string {
  if (typeof when === 'string') return when
  return Object.entries(when)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' ')
}

function scorerRow({ use, severity = 'must', only, except }: ScorerUse): string[] {
  const named = (list: readonly string[]) => list.map(code).join(', ')
  return [linked(nameOf(use), 'scorers'), severity, only ? named(only) : except ? `all but ${named(except)}` : 'all']
}

interface Goals {
  milestones?: { id: string; after?: string[] }[]
  minefields?: { id: string }[]
}

/** The milestones and minefields of all scorers of that name. */
function goals(scorers: readonly ScorerUse[]): string[] {
  const all = scorers.filter(({ use }) => nameOf(use) === 'milestones').map(({ params }) => params as Goals)
  const reached = all.flatMap(({ milestones = [] }) =>
    milestones.map(({ id, after = [] }) => `- ${id}${after.length > 0 ? `, after ${after.join(' and ')}` : ''}`),
  )
  const mines = all.flatMap(({ minefields = [] }) => minefields.map(({ id }) => `- ${id}`))
  return [
    ...(reached.length > 0 ? ['### Milestones', reached.join('\n')] : []),
    ...(mines.length > 0 ? ['### Minefields', mines.join('\n')] : []),
  ]
}

/** The first comment that stands by itself. */
function headComment(text: string): string {
  const [comment = ''] = /^(?:\/\/ .*\n)+/m.exec(text) ?? []
  return comment
    .replaceAll(/^\/\/ /gm, '')
    .trim()
    .replaceAll('\n', ' ')
}

/** The task as an agent is told it: names in braces stand for its data. */
function filled({ text, data }: ScenarioInput['task']): string {
  const known = (data ?? {}) as Record<string, unknown>
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(known[name]))
}

function nameOf(use: string | { name: string }): string {
  return typeof use === 'string' ? use : use.name
}

function linked(name: string, folder: string): string {
  return `[${name}](${folder}/${name}.md)`
}

function code(text: string): string {
  return `\`${text}\``
}

function anchor(id: string): string {
  return id.replaceAll('/', '')
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

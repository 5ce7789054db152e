import type { TrialRecord } from '../src/record/trial.ts'

/** Where they are kept, below the root. */
export const FIGURES = 'test/ranking/figures.json'

/** Of each scenario, how many of its variants each agent passes. */
export interface Figures {
  agents: readonly string[]
  scenarios: Record<string, { variants: number; passed: number[] }>
}

/** Of a run of every variant once. Agents in the order given, scenarios by name. */
export function figuresOf(
  agents: readonly string[],
  trials: readonly Pick<TrialRecord, 'scenario' | 'variant' | 'agent' | 'model' | 'verdict'>[],
  nameOf: (trial: Pick<TrialRecord, 'agent' | 'model'>) => string,
): Figures {
  const byScenario = Object.entries(Object.groupBy(trials, ({ scenario }) => scenario)).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const scenarios = byScenario.map(([id, own = []]) => {
    const passed = agents.map((agent) => own.filter((one) => nameOf(one) === agent && one.verdict === 'passed').length)
    return [id, { variants: new Set(own.map(({ variant }) => variant)).size, passed }] as const
  })
  return { agents, scenarios: Object.fromEntries(scenarios) }
}

/** @throws {Error} the figures are not of these scenarios and variants. */
export function rankingTable({ agents, scenarios }: Figures, variants: ReadonlyMap<string, number>): string {
  const told = Object.entries(scenarios).map(([id, { variants }]) => `${id} ${variants}`)
  const found = [...variants].map(([id, count]) => `${id} ${count}`)
  if (told.sort().join() !== found.sort().join()) {
    const other = [...found.filter((one) => !told.includes(one)), ...told.filter((one) => !found.includes(one))]
    throw new Error(`${FIGURES} is of other scenarios (${other.join(', ')}). Run "node scripts/ranking.ts".`)
  }
  const ids = [...variants.keys()]
  const rows = agents.map((agent, column) => {
    const cells = ids.map((id) => scenarios[id]?.passed[column] ?? 0)
    const sum = cells.reduce((total, one) => total + one, 0)
    return [`\`${agent}\``, ...cells.map(String), String(sum)]
  })
  const counts = ids.map((id) => scenarios[id]?.variants ?? 0)
  const all = counts.reduce((total, one) => total + one, 0)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = ['agent', ...ids, 'all']
  const bottom = ['of', ...counts.map(String), String(all)]
  return [line(head), line(head.map(() => '---')), ...rows.map(line), line(bottom)].join('\n')
}

import type { TrialRecord, Verdict } from '../../src/record/trial.ts'

/** 'billing/duplicate-charge calm saint' -> the verdict. */
export type Cells = Map<string, Verdict>

const SIGNS: Record<string, Verdict> = { '.': 'passed', F: 'failed', '?': 'inconclusive', E: 'error' }

/** Reads a table of signs: for each variant a line with its scenario, its name and a sign for each agent. */
export function readTable(agents: readonly string[], text: string): Cells {
  const rows = text.trim().split('\n')
  return new Map(
    rows.flatMap((row) => {
      const [scenario, variant, ...signs] = row.trim().split(/\s+/)
      if (signs.length !== agents.length) throw new Error(`${scenario} ${variant}: ${signs.length} signs`)
      return agents.map((agent, column) => {
        const verdict = SIGNS[signs[column] ?? '']
        if (!verdict) throw new Error(`${scenario} ${variant}: "${signs[column]}" is no sign`)
        return [`${scenario} ${variant} ${agent}`, verdict] as const
      })
    }),
  )
}

export function cellsOf(trials: readonly TrialRecord[]): Cells {
  return new Map(trials.map((trial) => [`${trial.scenario} ${trial.variant} ${nameOf(trial)}`, trial.verdict]))
}

/** 'flaky@0.8'; the model of the AI SDK's agent is no part of its name. */
export function nameOf({ agent, model }: Pick<TrialRecord, 'agent' | 'model'>): string {
  return model === null || model === 'scripted' ? agent : `${agent}@${model}`
}

/** A line for every cell that is not as expected, missing or not expected at all. */
export function differences(expected: Cells, found: Cells): string[] {
  const names = new Set([...expected.keys(), ...found.keys()])
  return [...names].flatMap((name) => {
    const [wanted = 'no trial', came = 'no trial'] = [expected.get(name), found.get(name)]
    return wanted === came ? [] : [`${name}: expected ${wanted}, found ${came}`]
  })
}

/** The found table, as the expected one is written, below the names of the agents. */
export function showTable(agents: readonly string[], cells: Cells): string {
  const rows = [...new Set([...cells.keys()].map((key) => key.slice(0, key.lastIndexOf(' '))))]
  const wide = Math.max(...rows.map((row) => row.length))
  const sign = (verdict: Verdict | undefined) => Object.keys(SIGNS).find((one) => SIGNS[one] === verdict) ?? ' '
  const lines = rows.map((row) => {
    const signs = agents.map((agent) => sign(cells.get(`${row} ${agent}`)).padEnd(agent.length))
    return `${row.padEnd(wide)}  ${signs.join(' ')}`.trimEnd()
  })
  return [`${' '.repeat(wide)}  ${agents.join(' ')}`, ...lines].join('\n')
}

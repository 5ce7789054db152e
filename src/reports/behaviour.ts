import { visible } from '../kernel/visible.ts'
import { defineReporter } from './define.ts'
import { type ActionBehaviour, type AgentBehaviour, behaviourOf } from './text/behaviour.ts'
import type { Consistency } from './text/consistency.ts'
import { layerTexts } from './text/layers.ts'
import { dollars, percent, plural, shorten } from './text/quantity.ts'

/** For the terminal: what each agent does, by kind of action, and how the four layers did. */
export const behaviour = defineReporter({
  name: 'behaviour',
  summary: 'For the terminal: what each agent does by kind of action, and how its four layers did.',
  render: (run) => `${behaviourOf(run).flatMap(agentLines).join('\n')}\n`,
})

const HEAD = ['action', 'calls', 'share', 'ok', 'error', 'denied', 'rejected', 'retries', 'cost/task']

function agentLines({ agent, trials, actions, layers, consistency }: AgentBehaviour): string[] {
  const cells = [HEAD, ...actions.map(rowOf)]
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)))
  const lines = cells.map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0)).join('  '))
  return [
    `${visible(agent)}, ${plural(trials, 'judged trial')}`,
    ...lines.map((line) => `  ${line}`.trimEnd()),
    ...layerTexts(layers).map(([layer, text]) => `  ${layer.padEnd(20)} ${visible(text)}`),
    ...consistencyLines(consistency),
    '',
  ]
}

/** 'consistency  outcomes 0.64, actions 0.98, resources 0.91; robustness 0.87' */
function consistencyLines({ outcomes, actions, resources, robustness }: Consistency): string[] {
  const measures = { outcomes, actions, resources, 'robustness under faults': robustness }
  const told = Object.entries(measures).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value.toFixed(2)}`],
  )
  return told.length === 0 ? [] : [`  ${'consistency'.padEnd(20)} ${told.join(', ')}`]
}

/** One kind of action as cells, in the order of the head. */
function rowOf(kind: ActionBehaviour): string[] {
  return [
    shorten(visible(kind.action), 60),
    String(kind.calls),
    percent(kind.share),
    percent(kind.success),
    percent(kind.error),
    percent(kind.denied),
    kind.rejection === undefined ? '–' : percent(kind.rejection),
    String(kind.retries),
    dollars(kind.costPerTask),
  ]
}

function pad(text: string, width: number, left: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length))
  return left ? text + space : space + text
}

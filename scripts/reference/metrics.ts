import type { Metric } from '../../src/verdict/metrics/define.ts'
import { metrics } from '../../src/verdict/metrics/index.ts'
import { operators } from '../../src/verdict/operators.ts'
import { tagSummaries } from '../../src/verdict/tags.ts'
import { code, table } from '../table.ts'
import { page } from './page.ts'

/** `docs/reference/metrics.md`: every word that a gate understands. */
export function metricsReference(): Map<string, string> {
  return new Map([['docs/reference/metrics.md', metricsPage(metrics, tagSummaries)]])
}

/** The page of a table of metrics. */
export function metricsPage(all: readonly Metric[], tags: Readonly<Record<string, string>>): string {
  const rows = all.map(({ name, unit, summary, tag, countsOpen }) => [
    code(name),
    unit,
    tag ? code(tag) : '',
    countsOpen ? 'yes' : '',
    summary,
  ])
  return page(
    'Gate metrics',
    INTRO,
    table(['metric', 'unit', 'tag of its own', 'counts what is open', 'what it is'], rows),
    '## Tags',
    TAGS,
    table(
      ['tag', 'selects'],
      Object.entries(tags).map(([name, summary]) => [code(name), summary]),
    ),
    '## Operators',
    Object.keys(operators).map(code).join(', '),
  )
}

const INTRO = `A gate is a metric, the trials that it selects, an operator and a threshold: \`passRate{agent:careful} >= 0.95\`.
[gates](../gates.md) has the rules: what is selected, and when there is no figure.

A \`share\` is 0 to 1, \`usd\` are US dollars, \`ms\` are milliseconds. A metric that counts what is open gives a figure beside
trials that are inconclusive. For every other, they leave the gate in doubt, and a gate in doubt fails unless no answer could
change it.`

const TAGS = `\`passRate{agent:careful,variant:lost-*}\`. A value may hold \`*\` for any characters. Several tags must all fit. \`guard\` and
\`fault\` narrow what metrics with such a tag of their own count within a trial.`

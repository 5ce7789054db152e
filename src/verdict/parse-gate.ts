import { suggest } from '../kernel/nearest.ts'
import type { Metric } from './metrics/define.ts'
import { metrics } from './metrics/index.ts'
import { type Operator, operators } from './operators.ts'
import { type Scan, scan } from './scan.ts'
import { isTagName, type Tag, tagNames } from './tags.ts'

/** A threshold on a figure of the trials that the tags select. */
export interface Gate {
  /** As the user wrote it. */
  text: string
  metric: Metric
  /** A trial is selected where all of them fit. */
  tags: Tag[]
  operator: Operator
  threshold: number
}

/**
 * Reads a gate: a metric, tags in braces, an operator and a number: 'passRate{agent:careful,tag:money} >= 0.95'.
 * @throws {UsageError} with the position, what was expected there, and the nearest name.
 */
export function parseGate(text: string): Gate {
  const words = scan(text)
  const metric = readMetric(words)
  const tags = readTags(words, metric)
  const operator = words.expect(/[<>=!]=|[<>]/, `one of ${Object.keys(operators).join(' ')}`) as Operator
  const threshold = readThreshold(words, metric)
  words.expectEnd()
  return { text, metric, tags, operator, threshold }
}

function readMetric(words: Scan): Metric {
  const position = words.position()
  const name = words.expect(/[^\s{}<>=!]+/, 'a metric such as passRate')
  const names = metrics.map((metric) => metric.name)
  return (
    metrics.find((metric) => metric.name === name) ??
    words.refuse(`"${name}" at position ${position} is no metric.${suggest(name, names)}`)
  )
}

function readTags(words: Scan, metric: Metric): Tag[] {
  if (!words.take(/\{/)) return []
  const tags: Tag[] = []
  do tags.push(readTag(words, metric))
  while (words.expect(/[,}]/, '"," or "}"') === ',')
  return tags
}

/** How the metrics begin that a tag goes with, where it does not go with all. */
const OWN_METRICS: Partial<Record<Tag['name'], string>> = { guard: 'guards.', fault: 'faults.', asked: 'modelCost.' }

function readTag(words: Scan, metric: Metric): Tag {
  const position = words.position()
  const name = words.expect(/[^\s:,{}]+/, 'a tag such as agent:careful')
  if (!isTagName(name)) return words.refuse(`"${name}" at position ${position} is no tag.${suggest(name, tagNames)}`)
  const begin = OWN_METRICS[name]
  if (begin !== undefined && metric.tag !== name) {
    words.refuse(`the tag ${name} at position ${position} goes with the metrics that begin with "${begin}" only.`)
  }
  words.expect(/:/, '":"')
  return { name, pattern: words.expect(/[^,{}]+/, `a name or pattern for ${name}`).trim() }
}

function readThreshold(words: Scan, metric: Metric): number {
  const position = words.position()
  const threshold = Number(words.expect(/-?\d+(\.\d+)?(?![\w.%])/, 'a number such as 0.95'))
  if (metric.unit === 'share' && (threshold < 0 || threshold > 1)) {
    words.refuse(`${metric.name} is a share from 0 to 1, ${threshold} at position ${position} is out of its range.`)
  }
  return threshold
}

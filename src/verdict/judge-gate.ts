import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import type { TrialRow } from '../record/row.ts'
import type { GateRow, Known, RunRecord } from '../record/run.ts'
import { taskKey } from '../record/task.ts'
import { type Candidate, lackOf } from './candidate.ts'
import type { Figure, Metric, MetricContext } from './metrics/define.ts'
import { operators } from './operators.ts'
import type { Gate } from './parse-gate.ts'
import { isOpen, readings } from './readings.ts'
import { mayFit, type Tag, valuesOf } from './tags.ts'

/** What of a run gates rest on beside its trials. */
export interface GateContext {
  sequential?: RunRecord['sequential']
  regressions?: MetricContext['regressions']
  mutation?: MetricContext['mutation']
  known?: Pick<Known, 'faults'>
}

/** Holds one gate against a run. It fails closed: what is missing, broken or open never helps it. */
export function judgeGate(gate: Gate, candidates: readonly Candidate[], run: GateContext = {}): GateRow {
  const elsewhere = gate.metric.elsewhere?.(run)
  if (elsewhere !== undefined) {
    return { gate: gate.text, status: 'not-evaluated', value: null, selected: 0, reason: `${elsewhere}.` }
  }
  const selecting = gate.tags.filter(({ name }) => !(gate.metric.narrowsOnly && name === gate.metric.tag))
  const filteredOut = selecting.find((tag) => isFilteredOut(tag, candidates))
  if (filteredOut) {
    const reason = `No planned trial has the ${filteredOut.name} ${filteredOut.pattern}: it was filtered out.`
    return { gate: gate.text, status: 'not-evaluated', value: null, selected: 0, reason }
  }
  const selected = candidates.filter((candidate) => selecting.every((tag) => mayFit(tag, candidate)))
  const trials = selected.flatMap(({ records }) => records)
  const context = contextOf(selected, run)
  const figure = trials.length === 0 ? { none: 'no selected trial has a record' } : measure(gate, trials, context)
  const objection = objectTo(gate, candidates, selected) ?? missThreshold(gate, trials, figure, context)
  return {
    gate: gate.text,
    status: objection ? 'failed' : 'passed',
    value: typeof figure === 'number' ? figure : null,
    selected: selected.length,
    reason: `${objection ?? `${describe(gate.metric, figure)} over ${count(selected.length, 'trial')}`}.`,
  }
}

const KNOWN_BY_EVIDENCE: ReadonlySet<Tag['name']> = new Set(['guard', 'fault', 'asked'])

/** What is known only from trials that ran is no matter of filters: a name that none of them has. */
function isFilteredOut(tag: Tag, candidates: readonly Candidate[]): boolean {
  return !KNOWN_BY_EVIDENCE.has(tag.name) && !candidates.some((candidate) => mayFit(tag, candidate))
}

/** What forbids a conclusion, whatever the figure is. */
function objectTo(gate: Gate, candidates: readonly Candidate[], selected: readonly Candidate[]): string | undefined {
  if (selected.length === 0) {
    const unmet = gate.tags.find((tag) => !candidates.some((candidate) => mayFit(tag, candidate)))
    const hint = unmet ? suggest(unmet.pattern, valuesOf(unmet.name, candidates)).replace(/\.$/, '') : ''
    return `It selects no trial${unmet ? `: none has the ${unmet.name} ${unmet.pattern}.${hint}` : ''}`
  }
  const lacks = selected.map(lackOf).filter((lack) => lack !== undefined)
  if (lacks.length === 0) return undefined
  const more = lacks.length > 1 ? `, and ${lacks.length - 1} more` : ''
  return `${lacks.length} of ${count(selected.length, 'selected trial')} cannot be counted: ${lacks[0]}${more}`
}

/** Why the figure does not meet the threshold, now or once the open questions were answered. */
function missThreshold(
  gate: Gate,
  trials: readonly TrialRow[],
  figure: Figure,
  context: MetricContext,
): string | undefined {
  if (!meets(gate, figure)) return describe(gate.metric, figure)
  if (gate.metric.countsOpen) return undefined
  const other = readings(trials)
    .map((reading) => measure(gate, reading, context))
    .find((possible) => !meets(gate, possible))
  if (other === undefined) return undefined
  const open = count(trials.filter(isOpen).length, 'trial')
  return `${describe(gate.metric, figure)}, but ${open} left a question open that could make it otherwise (${describe(gate.metric, other)})`
}

function meets({ operator, threshold }: Gate, figure: Figure): boolean {
  return typeof figure === 'number' && operators[operator](figure, threshold)
}

function measure({ metric, tags }: Gate, trials: readonly TrialRow[], context: MetricContext): Figure {
  return metric.measure(
    trials.map((trial) => narrow(trial, tags)),
    { ...context, faults: context.faults?.filter(({ name }) => isNamed(tags, 'fault', name)) },
  )
}

function contextOf(
  selected: readonly Candidate[],
  { sequential, regressions, mutation, known }: GateContext,
): MetricContext {
  const context = { regressions, mutation, faults: known?.faults }
  if (!sequential) return context
  const keys = new Set(selected.map(({ planned }) => taskKey(planned)))
  return { ...context, tasks: sequential.tasks.filter((task) => keys.has(taskKey(task))) }
}

/** Leaves only the guards, faults and models that the tags name. */
function narrow(trial: TrialRow, tags: readonly Tag[]): TrialRow {
  return {
    ...trial,
    guards: trial.guards.filter((guard) => isNamed(tags, 'guard', guard.name)),
    faults: trial.faults.filter(({ fault }) => isNamed(tags, 'fault', fault)),
    usage: { ...trial.usage, models: trial.usage.models.filter(({ model }) => isNamed(tags, 'asked', model)) },
  }
}

function isNamed(tags: readonly Tag[], name: 'guard' | 'fault' | 'asked', value: string): boolean {
  return tags.every((tag) => tag.name !== name || fits(tag.pattern, value))
}

function describe({ name, unit }: Metric, figure: Figure): string {
  if (typeof figure !== 'number') return `${name} has no figure: ${figure.none}`
  const rounded = String(Number(figure.toFixed(6)))
  return `${name} is ${unit === 'usd' ? `$${rounded}` : unit === 'ms' ? `${rounded} ms` : rounded}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

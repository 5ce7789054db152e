import type { TrialRow } from '../../record/row.ts'
import type { UnderRecord } from '../../record/trial.ts'

/** A guard of a trial under one fault that broke it. */
export interface Broken {
  trial: TrialRow
  guard: string
  fault: string
  params: string
  outcome: UnderRecord['outcome']
}

/** Every guard of a trial that a fault broke, once for each fault. */
export function brokenIn(trial: TrialRow): Broken[] {
  return trial.guards.flatMap(({ name, under = [] }) =>
    under.map(({ entry, fault, outcome }) => {
      return { trial, guard: name, fault, params: paramsOf(trial.faults[entry]?.params), outcome }
    }),
  )
}

/** 'wrong-case'; 'afterMs 500, by ada'. */
function paramsOf(params: unknown): string {
  const values = Object.entries(Object(params) as Record<string, unknown>)
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  if (values.length === 1) return text(values[0]?.[1])
  return values.map(([name, value]) => `${name} ${text(value)}`).join(', ')
}

/** What a list of trials is narrowed by: 'fails-open guard-malformed wrong-case'. */
export function deedOf({ outcome, fault, params }: Broken): string {
  return `${outcome} ${fault} ${params}`.trimEnd()
}

import { errors, failed, inconclusive, trials } from './counts.ts'
import { faultsCoverage } from './coverage.ts'
import type { Metric } from './define.ts'
import { driftRegressed } from './drift.ts'
import { faultsUndelivered } from './faults.ts'
import { guardsBypassed, guardsFalseAlarms, guardsNotExercised } from './guards.ts'
import { modelCostMax, modelCostP95, modelCostTotal } from './models.ts'
import { guardsMutationScore } from './mutation.ts'
import { flaky, passHat3, passRate, passRateLow } from './rates.ts'
import { recoveredRate } from './recovery.ts'
import { tasksBad, tasksUndecided } from './tasks.ts'
import { callsP95, costOfPass, costP50, costP95, costTotal, stepsP95, virtualMsP95, wallMsP95 } from './usage.ts'

/** Every metric that a gate can name. A new one is one object, and one line here. */
export const metrics: readonly Metric[] = [
  passRate,
  passRateLow,
  passHat3,
  flaky,
  trials,
  failed,
  errors,
  inconclusive,
  guardsBypassed,
  guardsNotExercised,
  guardsFalseAlarms,
  guardsMutationScore,
  faultsUndelivered,
  faultsCoverage,
  costTotal,
  costP50,
  costP95,
  costOfPass,
  modelCostTotal,
  modelCostP95,
  modelCostMax,
  stepsP95,
  callsP95,
  wallMsP95,
  virtualMsP95,
  recoveredRate,
  tasksBad,
  tasksUndecided,
  driftRegressed,
]

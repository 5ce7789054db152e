import { UsageError } from '../kernel/errors.ts'
import type { RunBudget } from '../kernel/run-budget.ts'
import type { TrialRecord } from '../record/trial.ts'
import { DEFAULT_START } from '../stage/pacing.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { modeOf, type WorldModel } from '../world/models/define.ts'
import type { LiveDoor } from '../world/models/live/door.ts'
import { takeKeys } from '../world/models/live/keys.ts'
import { openDoor } from '../world/models/live/open-door.ts'
import { openUpstreams } from '../world/models/live/upstreams.ts'
import { ageOf, cassettePath } from '../world/models/recorded/cassette.ts'
import { hideSecrets } from '../world/models/recorded/hide.ts'
import { type Hiding, openRecording, type Recording } from '../world/models/recorded/recorder.ts'
import type { ModelSetup, Setup } from './setup.ts'

/** The real models of a run: their keys are here, and in no process that runs code of the project. */
export interface RealModels {
  readonly setup: ModelSetup
  /** What one trial has of them. */
  open(trial: ScheduledTrial, money: RunBudget): TrialModels
  /** What there is to say about them at the end. */
  notes(): string[]
}

export interface TrialModels {
  /** Undefined where none of its models is live. */
  live?: LiveDoor
  /** The trial is over: what was recorded of it is kept, unless its record says nothing. */
  over(record: TrialRecord): Promise<void>
}

/**
 * Takes the keys that the models of these trials need.
 * @throws {UsageError} a model cannot be had in the way that is asked for. @throws {PrerequisiteError} a key is not set.
 */
export function openRealModels(
  trials: readonly ScheduledTrial[],
  { models: setup, secrets, pool }: Pick<Setup, 'models' | 'secrets' | 'pool'>,
): RealModels {
  const realTime = pool.realTime === true
  checkModes(trials, setup)
  const models = trials.flatMap(modelsOf)
  const keys = takeKeys(models.map(([name, model]) => [name, model, modeOf(model, setup.mode)] as const))
  const compared = hideSecrets(secrets)
  const hide: Hiding = { written: hideSecrets(secrets, Object.fromEntries(keys)), compared }
  const upstreams = openUpstreams(keys)
  const troubles: string[] = []
  const replayed: string[] = []
  let kept = 0
  const replays = async ({ models = {} }: TrialRecord) => {
    for (const { recordedAt } of Object.values(models)) if (recordedAt !== undefined) replayed.push(recordedAt)
  }
  return {
    setup,
    open: (trial, money) => {
      const models = trial.loaded.world.models
      if (!Object.values(models).some((model) => modeOf(model, setup.mode) === 'live')) return { over: replays }
      const recording = setup.record ? recordingOf(trial, hide, realTime) : undefined
      const door = openDoor({ models, upstreamOf: upstreams.of, money, recording })
      return {
        live: door,
        over: async (record) => {
          if (!recording || record.verdict === 'error') return
          await door.quiet()
          // A trial that asked nobody needs nothing to be replayed, and takes nothing from an earlier recording.
          if (recording.asked === 0) return
          try {
            recording.save(cassettePath(trial.loaded.file, trial.id))
            kept++
          } catch (thrown) {
            troubles.push(`The cassette of ${trial.id} was not written: ${String((thrown as Error).message)}.`)
          }
        },
      }
    },
    notes: () => [
      ...upstreams.notes(),
      ...(kept > 0 ? [`${kept} ${kept === 1 ? 'cassette' : 'cassettes'} recorded.`] : []),
      ...(replayed.length > 0 ? [oldestOf(replayed)] : []),
      ...troubles,
    ],
  }
}

function oldestOf(replayed: readonly string[]): string {
  const [oldest = ''] = [...replayed].sort()
  return `Models were replayed from cassettes, the oldest recorded ${ageOf(oldest)} (${oldest.slice(0, 10)}).`
}

/** Those that a trial may ask: the one that it is crossed with, else any. */
function modelsOf({ contestant, loaded }: ScheduledTrial): [string, WorldModel][] {
  const all = Object.entries(loaded.world.models)
  const named = contestant.parameter ? undefined : contestant.model
  return named === null || named === undefined ? all : all.filter(([name]) => name === named)
}

function checkModes(trials: readonly ScheduledTrial[], { mode: asked }: ModelSetup): void {
  const models = trials.flatMap((trial) => modelsOf(trial).map(([name, model]) => ({ trial, name, model })))
  for (const { trial, name, model } of models) {
    if (modeOf(model, asked) === 'scripted' && !model.policy)
      throw new UsageError(
        `The model "${name}" of ${trial.scenario} cannot be scripted: it has no turns. Add \`turns\`, or a policy.`,
      )
    if (model.mode !== undefined && model.mode !== 'scripted' && !model.provider)
      throw new UsageError(
        `The model "${name}" of ${trial.scenario} cannot be ${model.mode}: nobody knows who serves it. Add its \`provider\`.`,
      )
  }
  if (asked === undefined || asked === 'scripted' || models.some(({ model }) => model.provider)) return
  throw new UsageError(`No model here can be ${asked}: none says who serves it. Add \`provider: 'openai'\`, say.`)
}

function recordingOf(trial: ScheduledTrial, hide: Hiding, realTime: boolean): Recording {
  const { id, scenario, variant, agent, model, repeat, loaded } = trial
  const startsAt = loaded.clockStart ?? (realTime ? Date.now() : DEFAULT_START)
  const of = { scenario, variant, agent, model, repeat }
  return openRecording({ trial: id, of, definition: loaded.definition }, startsAt, hide)
}

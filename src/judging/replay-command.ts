import { shellWords } from '../kernel/shell-words.ts'
import type { PlannedTrial } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'
import type { JudgeOrder } from './order.ts'

/** Where the turns came from of the models that were asked. */
export function originsOf({ events, calls }: Evidence): TrialRecord['models'] {
  const asked = new Set(calls.map(({ call }) => call.model))
  const { models = {} } = eventsOf(events, 'trial-started')[0] ?? {}
  const found = Object.entries(models).filter(([name]) => asked.has(name))
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** The command that runs a trial again. */
export function replayCommand(
  {
    scenario,
    variant,
    agent,
    model,
    repeat,
  }: Pick<PlannedTrial, 'scenario' | 'variant' | 'agent' | 'model' | 'repeat'>,
  { rootSeed, askedTier, again }: Pick<JudgeOrder, 'rootSeed' | 'askedTier' | 'again'>,
  models: TrialRecord['models'] = {},
): string {
  if (again !== undefined) return again
  const [origin] = Object.values(models)
  const mode = origin ? ['--models', origin.mode] : []
  const who = model === null ? agent : `${agent}@${model}`
  const only = repeat === 1 ? [] : ['--trials', String(repeat), '--grep', `~r${repeat}\\b`]
  const words = [
    'npx',
    'mettle',
    'run',
    scenario,
    '--variant',
    variant,
    '--agent',
    who,
    '--seed',
    rootSeed,
    ...mode,
    ...(askedTier ? ['--tier', askedTier] : []),
    ...only,
  ]
  return shellWords(words)
}

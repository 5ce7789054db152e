import type { CallStory } from '../../trace/evidence.ts'
import { seenWord, statusWord } from './event.ts'

/**
 * Where the agent saw something else than what the world did, in one sentence; null where both agree. A refusal of a
 * guard is no difference: nothing was done and nothing was claimed.
 */
export function differenceOf({ executed, delivered }: CallStory): string | null {
  if (!delivered || delivered.outcome === 'refused') return null
  if (!executed) {
    return delivered.outcome === 'ok' || delivered.outcome === 'error'
      ? `The world was not asked; the agent saw ${seenWord(delivered)}.`
      : null
  }
  const did = statusWord(executed.outcome, executed.status)
  const saw = seenWord(delivered)
  if (delivered.outcome === 'broken' || delivered.outcome === 'gone')
    return `The world answered ${did}; the agent saw ${saw}.`
  const status = delivered.status ?? executed.status
  if (delivered.outcome !== executed.outcome || status !== executed.status) {
    return `The world answered ${did}; the agent saw ${saw}.`
  }
  return delivered.output === undefined ? null : 'The agent saw another body than the world answered.'
}

import { readRecording } from '../trace/recording.ts'
import type { Agent } from './define.ts'

/**
 * An agent that does again what was recorded: the same calls in the same order, whatever they are answered, and the same last word.
 * @param recording As `mettle import` writes it. @throws {Error} it is none.
 */
export function recordedAgent(recording: unknown): Agent['run'] {
  const { calls, answer } = readRecording(recording)
  return async (_, { tools }) => {
    for (const { tool, input } of calls) {
      // A guard or a fault may stop one of them; what comes of that is for the verdict.
      await tools[tool]?.call(input).catch(() => {})
    }
    return answer
  }
}

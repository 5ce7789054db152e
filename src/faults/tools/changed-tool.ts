import type { Call } from '../../boundary/call.ts'
import { TOOLS, type WorldTools } from '../../boundary/world-handle.ts'
import type { Random } from '../../kernel/random.ts'
import type { CallStory } from '../../trace/evidence.ts'

/** The tool of that name, else the one that is called, else one by chance. Undefined where there is none. */
export function chosenTool(
  { target }: Pick<Call, 'target'>,
  tools: WorldTools,
  random: Random,
  named?: string,
): string | undefined {
  const names = tools.names()
  if (named !== undefined) return names.find((name) => name === named)
  const called = target.replace(/^tool /, '')
  return names.find((name) => name === called) ?? (names.length > 0 ? random.pick(names) : undefined)
}

/** The tool that was changed ahead of a call, where the client came by it after that: it asked which there are, or called it. */
export function metChange(story: CallStory, all: readonly CallStory[]): string | undefined {
  const change = story.meanwhile?.find(({ collection }) => collection === TOOLS)
  if (!change) return undefined
  const later = all.filter(({ proposed }) => proposed.seq >= story.proposed.seq)
  const met = later.some(({ call, delivered }) => {
    const concerned = call.lists || call.target === `tool ${change.id}`
    return concerned && delivered !== undefined && delivered.outcome !== 'gone' && delivered.outcome !== 'broken'
  })
  return met ? change.id : undefined
}

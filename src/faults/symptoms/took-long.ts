import type { CallStory } from '../../trace/evidence.ts'

/** How a stream that stood still looks from outside: it took at least that long, or its client had enough of it. */
export function tookLong({ executed, delivered }: CallStory, ms: number, what: string): string | undefined {
  const { streamedMs = 0, outcome, output } = delivered ?? {}
  if (!executed || streamedMs === 0) return undefined
  // Some clients leave a stream at its last event: they have had all of it.
  if (outcome === 'gone' && output !== undefined) return `the client gave up waiting for ${what}`
  return streamedMs >= ms ? `${what} came after ${ms} ms` : undefined
}

import { isBounded } from '../../trace/bounded.ts'
import type { EventOf } from '../../trace/event.ts'
import type { CallStory } from '../../trace/evidence.ts'
import { type Leaf, leavesOf } from './leaves.ts'

/** A good reply that told the agent something else than the world had said. */
export interface Lie {
  story: CallStory
  delivered: EventOf<'delivered'>
  /** What it said that is not so. None where it only left things out. */
  falsehoods: Leaf[]
}

/** More falsehoods of one reply than this are not followed. */
const MAX_FALSEHOODS = 100

/**
 * The lie in a call's reply, 'unknown' where the world's own reply is too large to compare, undefined where there is none.
 * What is said is taken fact by fact: this value, under this name, of the thing with this id. So items may change their
 * order and objects their nesting. A body that is no JSON any more is no lie: anyone can see that.
 */
export function lieIn(story: CallStory): Lie | 'unknown' | undefined {
  const { executed, delivered } = story
  if (executed?.outcome !== 'ok' || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
  if (isBounded(executed.output)) return 'unknown'
  // Small in the world and huge on the way: anyone can see that as well.
  if (isBounded(delivered.output)) return undefined
  if (typeof delivered.output === 'string' && typeof executed.output !== 'string') return undefined
  const [truth, told] = [factsOf(executed.output), factsOf(delivered.output)]
  const falsehoods = [...told].filter(([fact]) => !truth.has(fact)).map(([, leaf]) => leaf)
  if (falsehoods.length === 0 && [...truth.keys()].every((fact) => told.has(fact))) return undefined
  return { story, delivered, falsehoods: falsehoods.slice(0, MAX_FALSEHOODS) }
}

function factsOf(output: CallStory['call']['input']): Map<string, Leaf> {
  const facts = new Map<string, Leaf>()
  for (const leaf of leavesOf(output)) {
    facts.set(JSON.stringify([leaf.owner, leaf.name, String(leaf.value)]), leaf)
  }
  return facts
}

import type { Json } from '../../kernel/json.ts'
import type { Evidence } from '../../trace/evidence.ts'
import { holdsWord, type Leaf, leavesOf } from './leaves.ts'
import { names } from './text.ts'

/** Which values are also true of something: value as text -> what they are true of. */
export type Truths = ReadonlyMap<string, ReadonlySet<string>>

/** What the agent could know rightly: what the task says, and what the world said in replies that arrived. */
export function truthsOf({ task, calls }: Evidence): Truths {
  const truths = new Map<string, Set<string>>()
  const learn = (json: Json) => {
    for (const leaf of leavesOf(json)) {
      const of = truths.get(String(leaf.value)) ?? new Set()
      truths.set(String(leaf.value), of.add(placeOf(leaf)))
    }
  }
  learn(task.data)
  for (const { executed, delivered } of calls) if (executed && delivered?.outcome === 'ok') learn(executed.output)
  return truths
}

/**
 * Does a value carry a falsehood? One that is true of nothing else counts wherever it stands, if it is long enough to be
 * told from chance (3 characters), else under its own name. One that is also true of something else counts under its own
 * name beside the id of the thing that it was said of.
 */
export function carries(json: Json, falsehood: Leaf, truths: Truths): boolean {
  if (isUnique(falsehood, truths))
    return isTelling(falsehood) ? holdsWord(json, falsehood.value) : isSaid(json, falsehood)
  return falsehood.owner !== '' && isSaid(json, falsehood) && holdsWord(json, falsehood.owner)
}

/** The same for words: only a value that is true of nothing else, and long enough, can be told from chance. */
export function saysIn(text: string, falsehood: Leaf, truths: Truths): boolean {
  return isUnique(falsehood, truths) && isTelling(falsehood) && names(text, falsehood.value)
}

function isSaid(json: Json, { name, value }: Leaf): boolean {
  for (const leaf of leavesOf(json)) {
    if (leaf.name === name && String(leaf.value) === String(value)) return true
  }
  return false
}

/** What was true of the same thing before, and is told again too late, is a falsehood of its own. */
function isUnique(leaf: Leaf, truths: Truths): boolean {
  const of = truths.get(String(leaf.value))
  return of === undefined || (of.size === 1 && of.has(placeOf(leaf)))
}

function isTelling({ value }: Leaf): boolean {
  return (typeof value === 'string' || typeof value === 'number') && String(value).trim().length >= 3
}

function placeOf({ owner, name }: Leaf): string {
  return JSON.stringify([owner, name])
}

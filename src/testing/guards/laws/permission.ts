import type { Action } from '../deps.ts'
import { byEffects, type Law } from '../law.ts'

export interface PermissionLaw<A extends Action> {
  /** What is tried: who does what, and the grants and revocations that you have. */
  actions: readonly A[]
  /** May this be done, behind those that were put to the guard before? */
  may(action: A, before: readonly A[]): boolean
  /** Actions that change rights and do nothing else. Default: none. */
  changes?(action: A): boolean
}

/** Nothing is done that nobody may do, and what somebody may do is let through. A change of rights acts at once. */
export function permission<A extends Action>({ actions, may, changes = () => false }: PermissionLaw<A>): Law<A> {
  const described = (action: A) => Object.values(action).join(' ')
  const rule = byEffects<A>({
    // A change that comes while an action is under way counts for either side.
    excess: (deeds, { puts }) => {
      const wrong = deeds.find(({ did, at, put: { begun } }) => {
        const before = puts.filter((one) => one.begun < at && changes(one.action))
        const over = before.filter(({ ended }) => ended !== undefined && ended < begun)
        return !may(did, actionsOf(before)) && !may(did, actionsOf(over))
      })
      return wrong && `${described(wrong.did)} is not allowed`
    },
    isSound: () => true,
  })
  return {
    name: 'permission',
    source: 'law',
    actions,
    waits: () => [],
    oddities: (action) => (changes(action) ? ['a change of rights'] : []),
    describe: described,
    broken: rule.broken,
    owed: (story, put) => {
      if (changes(put.action)) return undefined
      const done = story.puts.filter((one) => one.ended !== undefined && one.ended < put.begun && changes(one.action))
      const open = story.puts.filter(
        (one) => changes(one.action) && !done.includes(one) && one.begun < (put.ended ?? 0),
      )
      if (open.length > 0 || !may(put.action, actionsOf(done))) return undefined
      return 'was refused though it is allowed'
    },
    sum: ({ deeds }) => `${deeds.length} done`,
  }
}

function actionsOf<A extends Action>(puts: readonly { action: A }[]): A[] {
  return puts.map(({ action }) => action)
}

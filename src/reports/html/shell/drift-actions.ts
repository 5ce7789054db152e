import type { Compared } from '../../define.ts'
import type { ActionBehaviour } from '../../text/behaviour.ts'
import { dollars, percent } from '../../text/quantity.ts'

/** Kinds of action that are drawn. */
const ROWS = 100

/** What stands where a side keeps no actions, and where it has nothing to share. */
const [UNKNOWN, NOTHING] = ['not kept', '–']

const FIGURES: readonly [name: string, tell: (kind: ActionBehaviour) => string][] = [
  ['Calls', ({ calls }) => calls.toLocaleString('en-US')],
  ['Success', ({ success }) => percent(success)],
  ['Error', ({ error }) => percent(error)],
  ['Denied', ({ denied }) => percent(denied)],
  ['Approval rejected', ({ rejection }) => (rejection === undefined ? NOTHING : percent(rejection))],
  ['Retries', ({ retries }) => retries.toLocaleString('en-US')],
  ['Cost a trial', ({ costPerTask }) => dollars(costPerTask)],
]

/** Each kind of action with the figures of both sides. */
export function actionRows({ base, head }: Compared['behind'][number]['actions']) {
  const [left, right] = [byName(base), byName(head)]
  const names = [...new Set([...left.keys(), ...right.keys()])]
  return {
    rows: names.slice(0, ROWS).map((action) => ({
      action,
      access: (right.get(action) ?? left.get(action))?.access ?? 'unknown',
      cells: FIGURES.map(([name, tell]) => {
        const [one, other] = [cell(base, left.get(action), tell), cell(head, right.get(action), tell)]
        return { name, base: one, head: other, same: one === other }
      }),
    })),
    more: Math.max(0, names.length - ROWS),
    unknown: base === null && head !== null,
  }
}

function byName(kinds: readonly ActionBehaviour[] | null): Map<string, ActionBehaviour> {
  return new Map((kinds ?? []).map((kind) => [kind.action, kind]))
}

function cell(kept: unknown, kind: ActionBehaviour | undefined, tell: (kind: ActionBehaviour) => string): string {
  if (kept === null) return UNKNOWN
  return kind ? tell(kind) : NOTHING
}

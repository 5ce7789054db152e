import { createHook } from 'node:async_hooks'

// Held before agent code loads: what looks for leftovers must not be among them.
const realSetImmediate = setImmediate
const { getActiveResourcesInfo } = process

/** What can run code of a trial later, though it keeps no process alive and so is not among what is active. */
const SLEEPERS =
  /^(Timeout|Immediate|MESSAGEPORT|WORKER|PROCESSWRAP|FSEVENTWRAP|STATWATCHER|SIGNALWRAP|UDPWRAP)$|SERVERWRAP$/

/** How many turns of the event loop what was closed may take to be gone. */
const TURNS = 5

/**
 * Follows what trials leave behind in this process. `mark` says which trial the running code belongs to. The function
 * that it returns names what is left since the last time it was asked: it would act in the next trial.
 */
export function watchLeftovers(mark: () => string | undefined): () => Promise<string[]> {
  const sleepers = new Map<number, string>()
  const init = (id: number, kind: string) => {
    if (SLEEPERS.test(kind) && mark() !== undefined) sleepers.set(id, kind)
  }
  const hook = { init, destroy: (id: number) => void sleepers.delete(id), trackPromises: false }
  if (hooksWithoutPromises()) createHook(hook).enable()
  let before = tally(getActiveResourcesInfo())
  return async () => {
    const find = () => [
      ...grown(tally(getActiveResourcesInfo()), before),
      ...grown(tally(sleepers.values()), new Map()),
    ]
    for (let turn = 0; turn < 2 || (turn < TURNS && find().length > 0); turn++) await nextTurn()
    const found = find()
    before = tally(getActiveResourcesInfo())
    sleepers.clear()
    return found
  }
}

/** Where Node cannot leave promises out, following them would cost more than the trials. */
function hooksWithoutPromises(): boolean {
  let promises = 0
  const hook = createHook({ init: (_, kind) => void (kind === 'PROMISE' && promises++), trackPromises: false }).enable()
  void Promise.resolve()
  hook.disable()
  return promises === 0
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve))
}

function tally(kinds: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

/** '2 x Timeout' for each kind of which there are more. */
function grown(now: Map<string, number>, before: Map<string, number>): string[] {
  return [...now].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0)
    return more > 0 ? [`${more} x ${kind}`] : []
  })
}

import type { ProcessTree } from '../../kernel/process-tree.ts'
import type { Stage } from '../../stage/stage.ts'

/** How long the next look waits behind the last one, in ms. */
const LOOK_MS = 200

/** Ends the trial where the processes of its agent take more memory than they may, together. Returns the way to call it off. */
export function watchMemory(tree: ProcessTree, stage: Stage): () => void {
  const { maxMemoryBytes } = stage.scenario.limits
  let over = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const { memory } = await tree.measure()
    if (over || endIfOver(tree, stage)) return
    if (memory > maxMemoryBytes)
      stage.stop('memory-limit', `${megabytes(memory)} MB of ${megabytes(maxMemoryBytes)} MB`)
    else timer = setTimeout(look, LOOK_MS)
  }
  timer = setTimeout(look, LOOK_MS)
  return () => {
    over = true
    clearTimeout(timer)
  }
}

/** Ends the trial where the system has ended one of the agent's processes for want of memory. */
export function endIfOver({ overMemory }: ProcessTree, { scenario, stop }: Stage): boolean {
  if (!overMemory?.()) return false
  stop('memory-limit', `all of ${megabytes(scenario.limits.maxMemoryBytes)} MB`)
  return true
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}

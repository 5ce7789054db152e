import type { ProcessTree } from '../../kernel/process-tree.ts'
import type { Stage } from '../../stage/stage.ts'

/** How long the next look waits behind the last one, in ms. */
const LOOK_MS = 200

/** Ends the trial where the processes of its agent take more memory than they may, together. Returns the way to call it off. */
export function watchMemory(tree: ProcessTree, { scenario, stop }: Stage): () => void {
  const { maxMemoryBytes } = scenario.limits
  let over = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const { memory } = await tree.measure()
    if (over) return
    if (memory > maxMemoryBytes) stop('memory-limit', `${megabytes(memory)} MB of ${megabytes(maxMemoryBytes)} MB`)
    else timer = setTimeout(look, LOOK_MS)
  }
  timer = setTimeout(look, LOOK_MS)
  return () => {
    over = true
    clearTimeout(timer)
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}

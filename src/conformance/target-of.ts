import type { Order } from './protocol.ts'
import { resolveFrom } from './resolve-from.ts'
import type { ConformanceTarget } from './target.ts'
import { targetsIn } from './targets-in.ts'

/** The target that a process is about. @throws {Error} its module exports none of that name. */
export async function targetOf({
  file,
  target: wanted,
  root,
}: Pick<Order, 'file' | 'target' | 'root'>): Promise<ConformanceTarget> {
  resolveFrom(root)
  const found = (await targetsIn(file)).find(({ name }) => name === wanted)
  if (!found) throw new Error(`${file} exports no target "${wanted}"`)
  return found
}

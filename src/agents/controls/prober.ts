import type { AgentTask, Shipped } from '../define.ts'

/** Sends the calls that a guard says it must refuse, each twice, in the variants in which guards are probed. */
export async function run(_task: AgentTask, _session: unknown, { probe }: Shipped): Promise<string> {
  if (!probe) throw new Error('prober probes guards: it runs in the variants of "mettle guards probe"')
  return probe()
}

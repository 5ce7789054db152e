import type { AgentSession } from 'mettle'

/** Looks up eight things and tries each until it is told. */
export async function run(_task: unknown, { tools }: AgentSession) {
  const told: unknown[] = []
  for (let item = 1; item <= 8; item++) {
    let reply = await tools.look_up?.call({ item })
    for (let tries = 1; reply?.isError && tries < 9; tries++) reply = await tools.look_up?.call({ item })
    told.push(reply?.content)
  }
  return { output: told }
}

import type { AgentSession } from '../agents/define.ts'
import { sqlDatabase } from '../channels/sql/client.ts'
import { sqlToolFunction, toolFunction } from '../channels/tools/function.ts'
import { suggest } from '../kernel/nearest.ts'
import { MODEL_URL } from '../world/models/model-route.ts'
import type { Stage } from './stage.ts'

/** What an agent in this process is given of its stage. */
export function openSession(stage: Stage): AgentSession {
  const { order, world, seam, principal, clock, random, signal } = stage
  const crossing = { seam, principal, clock, signal }
  const databases = new Map(Object.entries(stage.databases).map(([name, one]) => [name, sqlDatabase(one, crossing)]))
  const tools = Object.entries(world.tools).map(([name, tool]) => {
    const { description, inputSchema } = tool
    return [name, { description, inputSchema, call: toolFunction(tool, seam, principal, signal) }]
  })
  const sqlTools = world.sqlTools.flatMap((tool) => {
    const { name, description, inputSchema } = tool
    const database = databases.get(tool.database)
    return database ? [[name, { description, inputSchema, call: sqlToolFunction(tool, database) }]] : []
  })
  return {
    urls: world.urls,
    routes: world.routes,
    tools: Object.fromEntries([...tools, ...sqlTools]),
    databases: [...databases.keys()],
    sql: (name) => databases.get(name) ?? noDatabase(name, [...databases.keys()]),
    modelUrl: MODEL_URL,
    model: order.model,
    clock,
    random: random.fork('agent'),
    signal,
  }
}

function noDatabase(name: string, known: string[]): never {
  throw new Error(`There is no database "${name}" in this world.${suggest(name, known)}`)
}

import { dirname, resolve } from 'node:path'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import { messageOf } from '../../kernel/errors.ts'
import { environmentIn, type Surrounding } from '../../kernel/surrounding.ts'
import type { McpServer } from './define.ts'
import { type ServerProgram, startServer } from './program.ts'

/** The real servers of one trial. */
export interface OpenMcpServers {
  tools: Readonly<Record<string, ToolDoor>>
  close(): Promise<void>
}

const NONE: OpenMcpServers = { tools: {}, close: async () => {} }

interface Opening {
  /** Of the scenario: paths of servers are from its folder. */
  file: string
  surrounding: Surrounding
  /** Names of tools that the world has already. */
  taken: readonly string[]
  /** Told, at a call, that it takes real time. */
  real(what: string): void
}

/** Starts every server of a scenario. @throws {Error} names the server, and what it said. */
export async function openMcpServers(
  servers: Readonly<Record<string, McpServer>>,
  opening: Opening,
): Promise<OpenMcpServers> {
  if (Object.keys(servers).length === 0) return NONE
  const programs: ServerProgram[] = []
  const close = async () => {
    const left = (await Promise.all(programs.map((program) => program.end()))).flat()
    if (left.length > 0) throw new Error(left.join(', '))
  }
  try {
    const opened = await Promise.all(
      Object.entries(servers).map(async ([name, server]) => ({
        name,
        doors: await open(name, server, opening, programs),
      })),
    )
    return { tools: named(opened, opening.taken), close }
  } catch (thrown) {
    await close().catch(() => {})
    throw thrown
  }
}

async function open(
  name: string,
  server: McpServer,
  { file, surrounding, real }: Opening,
  programs: ServerProgram[],
): Promise<ToolDoor[]> {
  try {
    const cwd = resolve(dirname(file), server.cwd ?? '.')
    const program = startServer(server, cwd, environmentIn(surrounding, []))
    programs.push(program)
    // The protocol's library loads for scenarios that have such a server.
    const { connectServer } = await import('./server.ts')
    return await connectServer(server, program, () => real(`the MCP server "${name}"`))
  } catch (thrown) {
    const command = server.command.join(' ')
    throw new Error(`Failed to open the MCP server "${name}" (${command}): ${messageOf(thrown)}`, { cause: thrown })
  }
}

/** @throws {Error} two tools have one name. */
function named(
  opened: readonly { name: string; doors: readonly ToolDoor[] }[],
  taken: readonly string[],
): Record<string, ToolDoor> {
  const found = new Map<string, ToolDoor>()
  for (const { name, doors } of opened) {
    for (const door of doors) {
      if (taken.includes(door.name) || found.has(door.name)) {
        throw new Error(
          `Failed to open the MCP server "${name}": the world has a tool "${door.name}" already. Give one of them another name.`,
        )
      }
      found.set(door.name, door)
    }
  }
  return Object.fromEntries(found)
}

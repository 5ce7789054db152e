import type { Client } from '@modelcontextprotocol/client'
import type { Call } from '../../boundary/call.ts'
import type { Progress } from '../../boundary/progress.ts'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import { withDeadline } from '../../kernel/cleanup.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { McpServer } from './define.ts'
import { Pipes } from './pipes.ts'
import type { ServerProgram } from './program.ts'
import { type Answered, type Listed, servedTool } from './served-tool.ts'

type Library = typeof import('@modelcontextprotocol/client')

/** How long a server may take until it has said which tools it has, in real ms. */
const START_MS = 30_000
/** A call waits as long as its trial does. */
const NO_TIMEOUT = 2 ** 31 - 1
const INFO = { name: 'mettle', version: '1.0.0' }

/** @throws {Error} it does not start, does not speak MCP, or has no such tool as the scenario declares. */
export async function connectServer(
  { tools: declared = {} }: Pick<McpServer, 'tools'>,
  program: ServerProgram,
  real: () => void,
): Promise<ToolDoor[]> {
  const library = await import('@modelcontextprotocol/client')
  const over = program.ended.then((how) => Promise.reject(new Error(`it ${how}`)))
  over.catch(() => {})
  const connected = withDeadline(() => shake(library, program), START_MS)
  const { client, listed } = await Promise.race([connected, over])
  const names = listed.map(({ name }) => name)
  for (const name of Object.keys(declared)) {
    if (!names.includes(name)) throw new Error(`it has no tool "${name}" as \`tools\` says.${suggest(name, names)}`)
  }
  let underWay = 0
  const ask = async (name: string, input: Json, { signal, progress }: Call) => {
    real()
    if (underWay++ === 0) program.awake(true)
    try {
      return await Promise.race([
        callTool(client, { name, input, signal, ...(progress && { progress }) }, library),
        over,
      ])
    } catch (thrown) {
      if (signal.aborted) throw signal.reason
      throw thrown
    } finally {
      if (--underWay === 0) program.awake(false)
    }
  }
  program.awake(false)
  return listed.map((one) => servedTool(one, Object.hasOwn(declared, one.name) ? (declared[one.name] ?? {}) : {}, ask))
}

/** Speaks to servers of 2025-11-25 and before, and to those of 2026-07-28 that speak nothing else. */
async function shake(library: Library, program: ServerProgram): Promise<{ client: Client; listed: Listed[] }> {
  const connect = async (client: Client) => {
    await client.connect(new Pipes(program, library.deserializeMessage), { timeout: START_MS })
    return client
  }
  const client = await connect(new library.Client(INFO)).catch((thrown) => {
    if (!(thrown instanceof library.ProtocolError)) throw thrown
    return connect(new library.Client(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } }))
  })
  const listed: Listed[] = []
  let cursor: string | undefined
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor })
    listed.push(...page.tools)
    cursor = page.nextCursor
  } while (cursor !== undefined && listed.length < 10_000)
  return { client, listed }
}

interface Asked {
  name: string
  input: Json
  signal: AbortSignal
  progress?: (step: Progress) => void
}

/** What the protocol says no to is a no of the world; that nobody answers is its failure. */
async function callTool(
  client: Client,
  { name, input, signal, progress }: Asked,
  { ProtocolError }: Library,
): Promise<Answered> {
  try {
    const params = { name, arguments: input as Record<string, unknown> }
    return (await client.callTool(params, {
      signal,
      timeout: NO_TIMEOUT,
      ...(progress && { onprogress: progress }),
    })) as Answered
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown
    const error = { code: `mcp_${thrown.code}`, message: messageOf(thrown) }
    return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true }
  }
}

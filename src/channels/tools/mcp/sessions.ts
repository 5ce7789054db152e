import { randomUUID } from 'node:crypto'
import type { Protocol } from './protocol.ts'

type Server = InstanceType<Protocol['Server']>
type Transport = InstanceType<Protocol['WebStandardStreamableHTTPServerTransport']>

/** More conversations at a time are nobody's: the oldest ends. */
const MOST = 100

/** Conversations of clients from before MCP had none: they begin with `initialize`. */
export interface Sessions {
  /** Undefined for a request that is none of theirs. */
  answer(request: Request): Promise<Response | undefined>
  /** Calls something on each that is open. */
  each(tell: (server: Server) => Promise<void>): void
  close(): Promise<void>
}

export function openSessions(protocol: Protocol, serverFor: () => Server): Sessions {
  const open = new Map<string, { server: Server; transport: Transport }>()
  const end = async (id: string) => {
    const session = open.get(id)
    open.delete(id)
    await session?.server.close()
  }
  const begin = async (request: Request): Promise<Response> => {
    const server = serverFor()
    const transport: Transport = new protocol.WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => {
        open.set(id, { server, transport })
        const [oldest] = open.keys()
        if (open.size > MOST && oldest) end(oldest).catch(() => {})
      },
      onsessionclosed: (id) => void open.delete(id),
    })
    await server.connect(transport)
    return transport.handleRequest(request)
  }
  return {
    answer: async (request) => {
      const id = request.headers.get('mcp-session-id')
      if (id !== null) return open.get(id)?.transport.handleRequest(request) ?? noSession()
      return request.method === 'POST' && (await isFirst(request, protocol)) ? begin(request) : undefined
    },
    each: (tell) => {
      for (const { server } of open.values()) tell(server).catch(() => {})
    },
    close: async () => {
      await Promise.all([...open.keys()].map(end))
    },
  }
}

async function isFirst(request: Request, { isInitializeRequest }: Protocol): Promise<boolean> {
  try {
    return isInitializeRequest(await request.clone().json())
  } catch {
    return false
  }
}

function noSession(): Response {
  const error = { code: -32001, message: 'Session not found' }
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 })
}

/** A message of JSON-RPC, as far as it says where it belongs. */
export interface Message {
  id?: string | number
  method?: string
  params?: { name?: unknown; uri?: unknown; requestId?: string | number; _meta?: Record<string, unknown> }
}

/** Undefined for a line that is no object: whoever it is for says what is wrong with it. */
export function readMessage(line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line)
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : undefined
  } catch {
    return undefined
  }
}

/** The version that a message says it is of. From 2026-07-28 on each does. */
export function versionOf({ params }: Message): string | undefined {
  const version = params?._meta?.['io.modelcontextprotocol/protocolVersion']
  return typeof version === 'string' ? version : undefined
}

/** What a message says of itself in the headers of its request, from 2026-07-28 on. */
export function headersOf(message: Message): Record<string, string> {
  const version = versionOf(message)
  if (version === undefined || message.method === undefined) return {}
  const named = message.method === 'resources/read' ? message.params?.uri : message.params?.name
  const name = typeof named === 'string' && /^[\x20-\x7e]*$/.test(named) ? { 'mcp-name': named } : {}
  return { 'mcp-protocol-version': version, 'mcp-method': message.method, ...name }
}

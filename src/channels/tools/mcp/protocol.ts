/** The library that speaks MCP. It loads when a trial is first served over it. */
export type Protocol = typeof import('@modelcontextprotocol/server')

export function loadProtocol(): Promise<Protocol> {
  return import('@modelcontextprotocol/server')
}

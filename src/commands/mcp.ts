import { bridge } from '../channels/tools/mcp/bridge/bridge.ts'
import { UsageError } from '../kernel/errors.ts'

/**
 * Speaks MCP over standard input and output for the tools of a trial, until standard input ends.
 * @throws {UsageError} no address of tools is given.
 */
export async function mcpCommand(url = process.env.METTLE_MCP_URL): Promise<number> {
  if (url === undefined || !URL.canParse(url)) {
    const found = url === undefined ? 'no address is given' : `${JSON.stringify(url)} is no address`
    throw new UsageError(
      `Failed to reach the tools of a trial: ${found}. An agent that mettle starts has it as METTLE_MCP_URL; hand that on, or give it as the argument.`,
    )
  }
  await bridge(url, { input: process.stdin, write: (line) => void process.stdout.write(`${line}\n`) })
  return 0
}

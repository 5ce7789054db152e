import type { CallToolResult, ContentBlock, ReadResourceResult } from '@modelcontextprotocol/server'
import type { Json } from '../../../kernel/json.ts'
import type { ToolAnswer } from '../crossing.ts'
import type { Protocol } from './protocol.ts'

/**
 * An answer as MCP gives it. What is a list of MCP's own blocks is passed on; anything else is one text.
 * @throws {ProtocolError} there is no such tool: MCP has an error of its own for that.
 */
export function resultOf({ content, isError }: ToolAnswer, protocol: Protocol): CallToolResult {
  if (isError && codeOf(content) === 'unknown_tool') {
    throw new protocol.ProtocolError(protocol.ProtocolErrorCode.InvalidParams, messageIn(content))
  }
  return { content: blocksOf(content, protocol), ...(isError && { isError }) }
}

/** @throws {ProtocolError} the world does not say what there is. */
export function listOf<Result>({ content, isError }: ToolAnswer, protocol: Protocol): Result {
  if (isError) throw new protocol.ProtocolError(protocol.ProtocolErrorCode.InternalError, messageIn(content))
  return content as unknown as Result
}

/** @throws {ProtocolError} there is no such resource, or something says no. */
export function resourceOf({ content, isError }: ToolAnswer, protocol: Protocol): ReadResourceResult {
  const { ProtocolError, ProtocolErrorCode: codes } = protocol
  if (!isError) return { contents: [content] } as unknown as ReadResourceResult
  const code = codeOf(content) === 'unknown_resource' ? codes.ResourceNotFound : codes.InternalError
  throw new ProtocolError(code, messageIn(content))
}

function blocksOf(content: Json, { isSpecType }: Protocol): ContentBlock[] {
  if (Array.isArray(content) && content.length > 0 && content.every((one) => isSpecType.ContentBlock(one))) {
    return content as unknown as ContentBlock[]
  }
  return [{ type: 'text', text: typeof content === 'string' ? content : JSON.stringify(content) }]
}

type Said = { error?: { code?: Json; message?: Json } } | null

function codeOf(content: Json): Json | undefined {
  return (content as Said)?.error?.code
}

function messageIn(content: Json): string {
  const message = (content as Said)?.error?.message
  return typeof message === 'string' ? message : JSON.stringify(content)
}

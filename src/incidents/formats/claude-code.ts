import type { Json } from '../../kernel/json.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../../world/models/wires/fields.ts'
import type { Format } from '../incident.ts'
import { hearBlocks, incidentOf, newTalk, type Talk } from './messages.ts'

/** A session of Claude Code on the disk, or what it streams: the same messages, on the disk as a tree. */
export const claudeCode: Format = {
  name: 'claude-code',
  summary: 'A session of Claude Code: projects/*/*.jsonl, or what `--output-format stream-json` prints.',
  fits: (documents) =>
    documents.slice(0, 50).some((line) => {
      const { sessionId, session_id, type, message } = fieldsOf(line)
      return (sessionId ?? session_id) !== undefined && (type === 'system' || message !== undefined)
    }),
  read: (documents) => {
    const lines = documents.map(fieldsOf)
    const spoken = lines.filter(({ type, message }) => isSpoken(type) && message !== undefined)
    const talk = newTalk()
    const isTree =
      spoken.some(({ uuid }) => uuid !== undefined) && lines.some(({ parentUuid }) => parentUuid !== undefined)
    const run = isTree
      ? runIn(lines, talk)
      : spoken.filter(({ parent_tool_use_id: parent }) => (parent ?? null) === null)
    for (const { message } of run) hearBlocks(talk, withoutNoise(fieldsOf(message)))
    // Results of calls that were made at once hang at branches of their own.
    for (const { message } of spoken) hearResults(talk, fieldsOf(message))
    tellLosses(talk, lines, spoken)
    return incidentOf(talk)
  },
}

function isSpoken(type: Json | undefined): boolean {
  return type === 'user' || type === 'assistant'
}

/** From the last word that counts up to the first: what was taken back lies on other branches. */
function runIn(lines: readonly Fields[], talk: Talk): Fields[] {
  const byId = new Map(lines.flatMap((line) => (typeof line.uuid === 'string' ? [[line.uuid, line] as const] : [])))
  const last = lines.findLast(
    ({ type, isSidechain, isMeta, teamName }) => isSpoken(type) && isSidechain !== true && isMeta !== true && !teamName,
  )
  const way: Fields[] = []
  const seen = new Set<Fields>()
  for (let at = last; at && !seen.has(at); at = byId.get(String(at.parentUuid ?? at.logicalParentUuid))) {
    seen.add(at)
    way.unshift(at)
    if (at.subtype === 'compact_boundary')
      talk.lost.push('The conversation was compacted; the calls are those of all of it.')
  }
  const turns = new Set(way.flatMap(({ message }) => fieldsOf(message).id ?? []))
  // One answer of the model is several lines, and calls that were made at once branch off between them.
  return lines.filter((line) => {
    const { type, isMeta, isCompactSummary, message } = line
    const isOfTurn = turns.has(fieldsOf(message).id ?? null) && line.isSidechain !== true
    return isSpoken(type) && isMeta !== true && isCompactSummary !== true && (seen.has(line) || isOfTurn)
  })
}

/** Commands of the program itself, and what it says of them, are no words of the user's. */
function withoutNoise(message: Fields): Fields {
  if (message.role !== 'user') return message
  return /^\s*<(command|local-command|system-reminder)/.test(textOf(message.content)) ? {} : message
}

function hearResults(talk: Talk, { content }: Fields): void {
  const results = listOf(content).filter((block) => fieldsOf(block).type === 'tool_result')
  const fresh = results.filter((block) => !talk.answers.has(String(fieldsOf(block).tool_use_id)))
  hearBlocks(talk, { role: 'tool', content: fresh })
}

function tellLosses(talk: Talk, lines: readonly Fields[], spoken: readonly Fields[]): void {
  const names = new Map(talk.asked.map(({ id, tool }, at) => [id, `call ${at + 1} (${tool})`]))
  for (const [id, { output }] of talk.answers) {
    if (names.has(id) && typeof output === 'string' && output.includes('<persisted-output>'))
      talk.lost.push(`The answer to ${names.get(id)} was put into another file; its beginning is here.`)
  }
  const beside = spoken.some(({ isSidechain, parent_tool_use_id: parent }) => isSidechain === true || Boolean(parent))
  if (beside || talk.asked.some(({ tool }) => tool === 'Task' || tool === 'Agent'))
    talk.lost.push('Calls of sub-agents are left out: import their own files.')
  const denied = lines.flatMap(({ type, permission_denials }) => (type === 'result' ? listOf(permission_denials) : []))
  if (denied.length > 0) talk.lost.push(`${denied.length} calls were denied by the program; each is there, as failed.`)
}

import type { Json } from '../../../kernel/json.ts'
import type { Message, ShownFile } from '../define.ts'
import { WireError } from './define.ts'
import { joinTexts } from './tool-calls.ts'

// Google's rules of who speaks after whom: calls follow the user, and their results follow at once, all of them.

type Part =
  | { kind: 'text'; text: string; files?: ShownFile[] }
  | { kind: 'call'; id: string | undefined; name: string; input: Json }
  | { kind: 'result'; id: string | undefined; name: string; output: Json; files?: ShownFile[]; failed?: true }
  | { kind: 'other' }

/** What one side says before the other one does. */
interface Turn {
  role: 'user' | 'assistant'
  parts: Part[]
}

type Call = Extract<Message, { role: 'tool-call' }> & { given: boolean }

const NOTHING = '* GenerateContentRequest.contents: contents is not specified\n'
const CALL_FIRST = 'Please ensure that function response turn comes immediately after a function call turn.'
const USER_FIRST =
  'Please ensure that function call turn comes immediately after a user turn or after a function response turn.'
const IN_PAIRS =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the ' +
  'function call turn.'

/**
 * Puts calls and their results together: by their ids, and where one of the two has none by name, in order.
 * @throws {WireError} what the real API refuses.
 */
export function readTurns(turns: readonly Turn[]): Message[] {
  if (turns.length === 0) throw new WireError(NOTHING, 'contents')
  const said: Message[] = []
  let open: Call[] = []
  let calls = 0
  let before: Turn['role'] | undefined
  for (const { role, parts } of turns.reduce(joinAnswers, [])) {
    const asked = ofKind(parts, 'call')
    if (asked.length > 0 && (role === 'user' || before !== 'user')) throw new WireError(USER_FIRST, 'contents')
    checkResults(ofKind(parts, 'result').length, open.length)
    const next: Call[] = []
    const words = parts.flatMap((part): Message[] => {
      if (part.kind === 'text') return [{ role, text: part.text, ...(part.files && { files: part.files }) }]
      if (part.kind === 'result') return [resultOf(part, open)]
      if (part.kind !== 'call') return []
      const { id, name, input } = part
      const call = { role: 'tool-call' as const, id: id ?? `unnamed_${++calls}`, name, input }
      next.push({ ...call, given: id !== undefined })
      return [call]
    })
    said.push(...words.reduce<Message[]>(joinTexts, []))
    open = next
    before = role
  }
  checkResults(0, open.length)
  return said
}

/** Google's own SDK sends a streamed answer back as it came, each piece as if it were a turn. Results must come in one. */
function joinAnswers(turns: Turn[], next: Turn): Turn[] {
  const last = turns.at(-1)
  if (last?.role !== 'assistant' || next.role !== 'assistant') return [...turns, next]
  return [...turns.slice(0, -1), { ...last, parts: [...last.parts, ...next.parts] }]
}

function checkResults(results: number, calls: number): void {
  if (results > 0 && calls === 0) throw new WireError(CALL_FIRST, 'contents')
  if (results !== calls) throw new WireError(IN_PAIRS, 'contents')
}

/** Takes the call that is answered from those that are open. */
function resultOf({ id, name, output, files, failed }: Extract<Part, { kind: 'result' }>, open: Call[]): Message {
  const at = open.findIndex((call) => (id !== undefined && call.given ? call.id === id : call.name === name))
  const [call] = at < 0 ? [] : open.splice(at, 1)
  if (!call) throw new WireError(IN_PAIRS, 'contents')
  const beside = { ...(files && { files }), ...(failed && { failed }) }
  return { role: 'tool-result', id: call.id, name: call.name, output, ...beside }
}

function ofKind<K extends Part['kind']>(parts: readonly Part[], kind: K): Extract<Part, { kind: K }>[] {
  return parts.filter((part): part is Extract<Part, { kind: K }> => part.kind === kind)
}

import { type Answer, type Api, type Counted, newId, streamed, whole, words } from './answers.ts'
import type { Seen } from './stand-in.ts'

// Answers of Google's Gemini API, written after its API reference: "GenerateContentResponse", "Thought signatures".

const MODEL = 'acme-large-2026-10-01'
const SIGNATURE = 'CiQBVKhc7vB+vaaq6rA3JfWFCyfPJmqb2a9aGQYGvjnwDzRm4Xo='
const HEADERS = { 'server-timing': 'gfet4t7; dur=612', vary: 'Origin, X-Origin, Referer' }

const ADDRESS = /^\/v1\/models\/[^/:]+:(generateContent|streamGenerateContent\?alt=sse)$/

export const GENERATE_CONTENT: Api = {
  at: (path) => ADDRESS.test(path),
  hasResults: ({ body }) =>
    body.contents.some(({ parts }: { parts: object[] }) => parts.some((part) => 'functionResponse' in part)),
  answer: ({ path }, answer) => {
    const parts = partsOf(answer)
    const named = { modelVersion: MODEL, responseId: newId('resp').slice(5) }
    const chunk = (said: object[], counted: object, finishReason?: string) => ({
      candidates: [{ content: { parts: said, role: 'model' }, ...(finishReason && { finishReason }), index: 0 }],
      usageMetadata: counted,
      ...named,
    })
    if (!path.includes(':stream')) return whole(chunk(parts, usageOf(answer.usage), 'STOP'), HEADERS)
    const pieces = parts.flatMap((part) =>
      'text' in part ? words(String(part.text)).map((text) => ({ ...part, text })) : [part],
    )
    const open = { ...answer.usage, output: answer.usage.thought + 1 }
    const chunks = [
      ...pieces.map((piece) => chunk([piece], usageOf(open))),
      // A signature may come by itself, beside a text that is empty.
      chunk([{ text: '', thoughtSignature: SIGNATURE }], usageOf(answer.usage), 'STOP'),
    ]
    return streamed(chunks.map((each) => `data: ${JSON.stringify(each)}\r\n\r\n`).join(''), HEADERS)
  },
  wrong: unsigned,
}

type Sent = { parts: { functionCall?: { name: string }; thoughtSignature?: string }[] }

/** Of the calls in one turn, the first is signed. */
function unsigned({ body }: Seen): string | undefined {
  const first = (body.contents as Sent[]).flatMap(({ parts }) => parts.find((part) => part.functionCall) ?? [])
  const bare = first.find(({ thoughtSignature }) => thoughtSignature === undefined)
  return bare && `Function call is missing a thought_signature in functionCall parts: ${bare.functionCall?.name}.`
}

/** Thoughts are beside the candidates here. */
function usageOf({ input, cached, output, thought }: Counted) {
  return {
    promptTokenCount: input,
    ...(cached > 0 && { cachedContentTokenCount: cached }),
    candidatesTokenCount: output - thought,
    totalTokenCount: input + output,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: input }],
    ...(thought > 0 && { thoughtsTokenCount: thought }),
  }
}

function partsOf({ thought, text, calls = [] }: Answer): Record<string, unknown>[] {
  return [
    ...(thought === undefined ? [] : [{ text: thought, thought: true }]),
    ...(text === undefined ? [] : [{ text }]),
    // Of calls at once, the first alone is signed.
    ...calls.map(({ name, args }, at) => ({
      functionCall: { id: newId('fn').slice(3), name, args },
      ...(at === 0 && { thoughtSignature: SIGNATURE }),
    })),
  ]
}

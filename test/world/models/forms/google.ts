import { type Content, FunctionCallingConfigMode, GoogleGenAI, type Part } from '@google/genai'
import type { Json } from '../../../../src/kernel/json.ts'
import {
  base64,
  type Client,
  type Form,
  MODEL,
  namesOf,
  PARAMETERS,
  type Said,
  type Shown,
  TOOLS,
  withIds,
} from './form.ts'

function partOf({ mediaType: mimeType, data, url, name }: Shown): Part {
  const named = { mimeType, ...(name !== undefined && { displayName: name }) }
  return url ? { fileData: { fileUri: url, ...named } } : { inlineData: { data: base64(data), ...named } }
}

function contentOf(said: Said & { ids: string[] }, names: string[]): Content {
  if ('user' in said) return { role: 'user', parts: [{ text: said.user }, ...(said.shows ?? []).map(partOf)] }
  if ('assistant' in said) return { role: 'model', parts: [{ text: said.assistant }] }
  const idAt = (at: number) => ({ id: said.ids[at] ?? '' })
  if ('calls' in said)
    return {
      role: 'model',
      parts: said.calls.map(({ name, input }, at) => ({ functionCall: { ...idAt(at), name, args: input } })),
    }
  const parts = said.results.map((result, at) => {
    const response =
      'text' in result ? { output: result.text } : 'json' in result ? result.json : { error: result.error }
    return { functionResponse: { ...idAt(at), name: names[at] ?? '', response } }
  })
  return { role: 'user', parts }
}

function modeOf({ choice }: Form) {
  if (choice === undefined) return {}
  const mode = choice === 'none' ? FunctionCallingConfigMode.NONE : FunctionCallingConfigMode.ANY
  const allowed = typeof choice === 'object' && { allowedFunctionNames: choice.oneOf }
  return { toolConfig: { functionCallingConfig: { mode, ...allowed } } }
}

export const google: Client = {
  ends: { text: 'STOP', calls: 'STOP', 'max-tokens': 'MAX_TOKENS' },
  marksFailures: true,
  ask: async (url, form, streamed) => {
    const { models } = new GoogleGenAI({ apiKey: 'mettle', httpOptions: { baseUrl: url } })
    const request = {
      model: MODEL,
      contents: withIds(form.said).map((said, at) => contentOf(said, namesOf(form.said, at))),
      config: {
        ...(form.system !== undefined && { systemInstruction: form.system }),
        ...(form.tools && {
          tools: [{ functionDeclarations: TOOLS.map((name) => ({ name, parametersJsonSchema: PARAMETERS })) }],
        }),
        ...modeOf(form),
        ...(form.schema && { responseMimeType: 'application/json', responseJsonSchema: form.schema }),
      },
    }
    const chunks = []
    if (streamed) for await (const chunk of await models.generateContentStream(request)) chunks.push(chunk)
    else chunks.push(await models.generateContent(request))
    const parts = chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])
    const { usageMetadata: { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = {} } = chunks.at(-1) ?? {}
    return {
      text: parts.flatMap(({ text, thought }) => (thought ? [] : [text ?? ''])).join(''),
      reasoning: parts.flatMap(({ text, thought }) => (thought ? [text ?? ''] : [])).join(''),
      calls: parts.flatMap(({ functionCall: call }) =>
        call ? [{ name: call.name ?? '', input: (call.args ?? {}) as Json }] : [],
      ),
      end: String(chunks.at(-1)?.candidates?.[0]?.finishReason),
      usage: [promptTokenCount ?? 0, (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0)],
    }
  },
}

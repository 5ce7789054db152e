import { expect, test } from 'vitest'
import { manualClock } from '../../../src/kernel/clock.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { MODEL_ORIGIN, modelRoute } from '../../../src/world/models/model-route.ts'

/** A conversation of these words, in the form of its wire. */
type Spoken = (rules: string, ...words: string[]) => { [name: string]: Json }

const turns = (words: string[]) => words.map((content, at) => ({ role: at % 2 ? 'assistant' : 'user', content }))

const spoken: [path: string, Spoken][] = [
  ['/v1/responses', (instructions, ...words) => ({ model: 'm', instructions, input: turns(words) })],
  [
    '/v1/chat/completions',
    (content, ...words) => ({ model: 'm', messages: [{ role: 'system', content }, ...turns(words)] }),
  ],
  [
    '/v1beta/models/m:generateContent',
    (text, ...words) => ({
      systemInstruction: { parts: [{ text }] },
      contents: words.map((word, at) => ({ role: at % 2 ? 'model' : 'user', parts: [{ text: word }] })),
    }),
  ],
  ['/v1/messages', (system, ...words) => ({ model: 'm', system, messages: turns(words) })],
]

test.each(spoken)('%s: requests of one conversation begin alike, those of two do not', (path, say) => {
  const find = modelRoute({}, manualClock(0))
  const opening = (request: Json) => find('POST', new URL(path, MODEL_ORIGIN))?.provider?.opening(request)
  const first = opening(say('Be short.', 'Refund it'))
  expect(first).toBeDefined()
  expect(opening(say('Be short.', 'Refund it', 'Done.', 'Really?'))).toEqual(first)
  expect(opening(say('Be short.', 'Ship it'))).not.toEqual(first)
  expect(opening(say('Be long.', 'Refund it'))).not.toEqual(first)
  expect(opening('Refund it')).toBeUndefined()
})

test('what refers to an earlier response says nothing of where it began', () => {
  const provider = modelRoute({}, manualClock(0))('POST', new URL('/v1/responses', MODEL_ORIGIN))?.provider
  expect(provider?.opening({ model: 'm', input: 'And?', previous_response_id: 'resp_1' })).toBeUndefined()
})

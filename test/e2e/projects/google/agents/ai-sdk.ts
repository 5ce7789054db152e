import { createGoogle } from '@ai-sdk/google'
import { generateText, isStepCount, tool } from 'ai'
import type { Agent } from 'mettle'
import { z } from 'zod'

/** The AI SDK with its provider for Google, which has to be told where that is. */
export const run: Agent['run'] = async ({ text: prompt }, { urls }) => {
  const google = createGoogle({ baseURL: `${process.env.GOOGLE_GEMINI_BASE_URL}/v1beta` })
  const note = tool({
    description: 'Writes a note.',
    inputSchema: z.object({ text: z.string() }),
    execute: async (input) =>
      (await fetch(`${urls.desk}/notes`, { method: 'POST', body: JSON.stringify(input) })).json(),
  })
  const { text } = await generateText({ model: google('scripted'), prompt, tools: { note }, stopWhen: isStepCount(4) })
  return text
}

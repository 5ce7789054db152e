import { GoogleGenAI, Type } from '@google/genai'
import type { Agent } from 'mettle'

const note = {
  name: 'note',
  description: 'Writes a note.',
  parameters: { type: Type.OBJECT, properties: { text: { type: Type.STRING } } },
}

/** Google's own SDK with functions that it calls by itself; what it needs to know is in the environment. */
export const run: Agent['run'] = async ({ text }, { urls }) => {
  const ai = new GoogleGenAI({ httpOptions: { retryOptions: { attempts: 3, initialDelay: 20 } } })
  const callTool = (calls: { id?: string; args?: Record<string, unknown> }[]) =>
    Promise.all(
      calls.map(async ({ id = '', args }) => {
        const answer = await fetch(`${urls.desk}/notes`, { method: 'POST', body: JSON.stringify(args) })
        return { functionResponse: { id, name: 'note', response: { output: await answer.json() } } }
      }),
    )
  const tools = [{ tool: async () => ({ functionDeclarations: [note] }), callTool }]
  const chat = ai.chats.create({ model: 'scripted', config: { tools } })
  const pieces = await chat.sendMessageStream({ message: text })
  let said = ''
  for await (const { candidates } of pieces)
    said += candidates?.[0]?.content?.parts?.map((part) => part.text ?? '').join('')
  return said
}

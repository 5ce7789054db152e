import type { Json } from '../../kernel/json.ts'
import { fieldsOf, listOf } from '../../world/models/wires/fields.ts'
import type { Format } from '../incident.ts'
import { hearBlocks, incidentOf, newTalk } from './messages.ts'

/** A list of messages, a request with its messages, or that and the answer to it. */
export const anthropic: Format = {
  name: 'anthropic',
  summary: 'A list of messages as the Messages API of Anthropic has it, or a request with one.',
  fits: (documents) =>
    messagesIn(documents).some(({ content }) =>
      listOf(content).some((block) => /^(mcp_)?tool_(use|result)$/.test(String(fieldsOf(block).type))),
    ),
  read: (documents) => {
    const talk = newTalk()
    for (const message of messagesIn(documents)) hearBlocks(talk, message)
    return incidentOf(talk)
  },
}

function messagesIn(documents: readonly Json[]) {
  return documents.flatMap((document) => {
    const { messages, request, response } = fieldsOf(document)
    const said = messages ?? fieldsOf(request).messages
    const answer = response === undefined ? [] : [response]
    return (Array.isArray(document) ? document : said ? [...listOf(said), ...answer] : [document]).map(fieldsOf)
  })
}

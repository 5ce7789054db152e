import type { Json } from '../../kernel/json.ts'
import { type Fields, fieldsOf, listOf } from '../../world/models/wires/fields.ts'
import type { Format } from '../incident.ts'
import { hearItem, hearMessage, incidentOf, newTalk } from './messages.ts'

const ITEM = /^(function|mcp|custom_tool|local_shell)_call(_output)?$/

/** Messages of Chat Completions, or items of Responses: a list, a request with one, or that and the answer to it. */
export const openai: Format = {
  name: 'openai',
  summary: 'A list of messages of Chat Completions or of items of Responses, or a request with one.',
  fits: (documents) =>
    saidIn(documents).some(
      ({ type, role, tool_calls }) => ITEM.test(String(type)) || role === 'tool' || Array.isArray(tool_calls),
    ),
  read: (documents) => {
    const talk = newTalk()
    for (const one of saidIn(documents)) (one.type === undefined ? hearMessage : hearItem)(talk, one)
    return incidentOf(talk)
  },
}

function saidIn(documents: readonly Json[]): Fields[] {
  return documents.flatMap((document) => {
    if (Array.isArray(document)) return document.map(fieldsOf)
    const { request, response, messages, input, choices, output, ...rest } = fieldsOf(document)
    if (request !== undefined) return saidIn([request, ...(response === undefined ? [] : [response])])
    const said = [...listOf(messages), ...userOr(input), ...listOf(choices).map((one) => fieldsOf(one).message ?? null)]
    const all = [...said, ...(rest.type === undefined ? listOf(output) : [])]
    return (all.length > 0 ? all : [document]).map(fieldsOf)
  })
}

/** The input of Responses may be the user's words alone. */
function userOr(input: Json | undefined): Json[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input)
}

import { fieldsOf, textOf } from '../../world/models/wires/fields.ts'
import type { Format } from '../incident.ts'
import { hearItem, incidentOf, newTalk } from './messages.ts'

/** What the program says in the name of its user, before the user's first word. */
const SYNTHETIC = /^\s*(<(environment_context|user_instructions|permissions|INSTRUCTIONS)\b|# AGENTS\.md)/

/** A rollout of OpenAI's codex: lines of `{ timestamp, type, payload }`. What is told twice counts where it is an item. */
export const codex: Format = {
  name: 'codex',
  summary: 'A rollout of codex: sessions/YYYY/MM/DD/rollout-*.jsonl.',
  fits: (documents) =>
    documents.slice(0, 20).some((line) => {
      const { type, payload } = fieldsOf(line)
      return payload !== undefined && /^(session_meta|response_item|turn_context|event_msg)$/.test(String(type))
    }),
  read: (documents) => {
    const talk = newTalk()
    for (const { type, payload } of documents.map(fieldsOf)) {
      const item = fieldsOf(payload)
      if (type === 'compacted') talk.lost.push('The conversation was compacted; the calls are those of all of it.')
      if (type !== 'response_item') continue
      if (item.role === 'user' && SYNTHETIC.test(textOf(item.content))) continue
      hearItem(talk, item)
    }
    if (talk.asked.length > 0)
      talk.lost.push('Whether a call failed is not in a rollout: mark those that did as failed in the recording.')
    return incidentOf(talk)
  },
}

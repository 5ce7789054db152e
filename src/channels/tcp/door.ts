import { executing } from '../../boundary/current.ts'
import { hasBody, type Reply } from '../../boundary/reply.ts'
import type { Door, Seen } from '../../boundary/seam.ts'
import type { ServiceWorld } from '../../boundary/service-world.ts'
import { type BodyEnd, watchBody } from '../../boundary/watch-body.ts'
import { isWhole, type TcpOutput, WholeBody } from '../../boundary/wire.ts'
import type { Json } from '../../kernel/json.ts'
import { Conversation } from './conversation.ts'
import type { Inbox } from './inbox.ts'
import { pour } from './pour.ts'

/** Carries a connection across the seam: what the service says is the body of its answer. */
export function tcpDoor(inbox: Inbox, service: ServiceWorld): Door<void> {
  const { client } = inbox
  let conversation: Conversation | undefined
  const exchanged = (received: Json): Json => ({ sent: conversation?.sent() ?? '', received })
  return {
    execute: async (call) => {
      const told = executing.getStore()
      if (!told) throw new TypeError('a connection is made by a call alone')
      const upstream = await service.connect()
      conversation = new Conversation(inbox, upstream, service.talk(call.id, told.effect))
      return { kind: 'ok', output: { body: conversation.body } }
    },
    read: (output, streamed) => (hasBody(output) ? exchanged(asText(streamed)) : output.content),
    render: (reply, streamed) => {
      if (reply.kind === 'broken') return renderBroken(reply.how, inbox)
      const { output } = reply
      if (!hasBody(output)) return { seen: { outcome: 'error', output: output.content }, give: () => void client.end() }
      const body = watchBody(bytesOf(output), (end, passed, bounded) =>
        streamed(seenOf(end, bounded ?? exchanged(asText(passed)))),
      )
      const give = () => {
        inbox.answered()
        void pour(body, client, conversation?.ended)
      }
      return { seen: 'streaming', give }
    },
  }
}

function bytesOf({ body }: TcpOutput): ReadableStream<Uint8Array> {
  if (!isWhole(body)) return body
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(body.bytes)
      controller.close()
    },
  })
}

/** Text where it is some: most protocols can be read. */
function asText(said = new WholeBody('')): Json {
  return said.isText ? said.text : said.json
}

function seenOf(end: BodyEnd, output: Json): Seen {
  if (end === 'failed') return { outcome: 'broken', how: 'truncated', output }
  return { outcome: end === 'cancelled' ? 'gone' : 'ok', output }
}

type How = Extract<Reply, { kind: 'broken' }>['how']

/** One that gives no reply stays open and silent until its client has enough of it. */
function renderBroken(how: How, inbox: Inbox) {
  const seen = { outcome: 'broken', how } as const
  const give = () => {
    const { client } = inbox
    inbox.answered()
    if (how !== 'no-reply') return void client.resetAndDestroy()
    inbox.pass(
      () => true,
      () => void client.end(),
    )
  }
  return { seen, give }
}

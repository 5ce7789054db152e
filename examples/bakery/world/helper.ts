import { type Conversation, defineModel, type Json, usd } from 'mettle'

/** Stands in for a model: a pure function of the conversation, so that every run says the same. */
export const helper = defineModel({
  price: { input: usd('1'), output: usd('4') },
  policy: (conversation) => {
    const bags = Number(/\b\d+\b/.exec(textOf(conversation))?.[0])
    const orders = resultsOf(conversation, 'list_orders').at(-1)
    const order = (orders as Order[] | undefined)?.find((one) => one.bags === bags)
    const tried = resultsOf(conversation, 'order_flour')
    const refused = tried.find((result) => (result as { status?: number }).status)
    if (refused) return { text: `Nothing was ordered: ${JSON.stringify(refused)}.` }
    // It looks before the first try and after each one.
    if (resultsOf(conversation, 'list_orders').length <= tried.length) return call('list_orders', {})
    if (!order) return call('order_flour', { bags })
    if (resultsOf(conversation, 'book_flour').length === 0) return call('book_flour', { bags })
    return { text: `Ordered: ${order.id}.` }
  },
})

interface Order {
  id: string
  bags: number
}

function call(name: string, input: Json) {
  return { toolCalls: [{ name, input }] }
}

function resultsOf({ messages }: Conversation, name: string): Json[] {
  return messages.flatMap((message) =>
    message.role === 'tool-result' && message.name === name ? [message.output] : [],
  )
}

function textOf({ messages }: Conversation): string {
  return messages.map((message) => (message.role === 'user' ? message.text : '')).join(' ')
}

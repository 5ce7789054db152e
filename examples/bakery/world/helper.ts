import { defineModel, type Json, toolResults, usd, userText } from 'mettle'

/** Stands in for a model: a pure function of the conversation, so that every run says the same. */
export const helper = defineModel({
  price: { input: usd('1'), output: usd('4') },
  policy: (conversation) => {
    const bags = Number(/\b\d+\b/.exec(userText(conversation))?.[0])
    const orders = toolResults(conversation, 'list_orders').at(-1)
    const order = (orders as Order[] | undefined)?.find((one) => one.bags === bags)
    const tried = toolResults(conversation, 'order_flour')
    const refused = tried.find((result) => (result as { status?: number }).status)
    if (refused) return { text: `Nothing was ordered: ${JSON.stringify(refused)}.` }
    // It looks before the first try and after each one.
    if (toolResults(conversation, 'list_orders').length <= tried.length) return call('list_orders', {})
    if (!order) return call('order_flour', { bags })
    if (toolResults(conversation, 'book_flour').length === 0) return call('book_flour', { bags })
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

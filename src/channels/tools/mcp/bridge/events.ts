import type { IncomingMessage } from 'node:http'

/** What each event of a stream says, in order. One that its stream cuts short is told at its end, as far as it came. */
export async function* eventsIn(stream: IncomingMessage): AsyncGenerator<string> {
  stream.setEncoding('utf8')
  let text = ''
  try {
    for await (const part of stream as AsyncIterable<string>) {
      const events = (text + part).replaceAll('\r\n', '\n').split('\n\n')
      text = events.pop() ?? ''
      yield* events.map(dataOf).filter((data) => data !== '')
    }
  } catch (thrown) {
    const rest = dataOf(text)
    if (rest === '') throw thrown
    yield rest
  }
}

/** All of a body, or as much as came of it. @throws {Error} nothing came. */
export async function textOf(stream: IncomingMessage): Promise<string> {
  stream.setEncoding('utf8')
  let text = ''
  try {
    for await (const part of stream as AsyncIterable<string>) text += part
  } catch (thrown) {
    if (text === '') throw thrown
  }
  return text
}

function dataOf(event: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'))
  return lines.map((line) => line.slice(5).trimStart()).join('')
}

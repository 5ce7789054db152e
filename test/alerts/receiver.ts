import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Alert } from '../../src/record/alert.ts'

/** A server that takes alerts, and notes when each came in (ms since 1970). */
export async function openReceiver(answer: (alert: Alert, response: ServerResponse) => void) {
  const got: { alert: Alert; at: number; request: IncomingMessage }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const alert = JSON.parse(body) as Alert
      got.push({ alert, at: Date.now(), request })
      answer(alert, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url, got, close }
}

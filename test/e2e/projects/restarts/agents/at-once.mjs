// Asks for one refund ten times at once, on a connection each.
import { Agent, request } from 'node:http'

const [key] = process.argv.slice(2)
const url = new URL(`${process.env.PAYMENTS_URL}/v1/refunds`)
const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': 'one' }) }
const body = JSON.stringify({ charge: 'ch_5002', amount: 12_000, reason: 'duplicate' })

const once = () =>
  new Promise((resolve) => {
    const asked = request(url, { method: 'POST', headers, agent: new Agent() }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode))
    })
    asked.once('error', () => resolve(0))
    asked.end(body)
  })

await Promise.all(Array.from({ length: 10 }, once))
console.log('done')

// Clients in a process of their own, which know nothing of mettle: each asks as a line of the input says, and tells what it got:
// a status, headers and a body, or the code of its failure, with the status where there was one by then.
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { createInterface } from 'node:readline'
import axios from 'axios'
import * as undici from 'undici'

const clients = {
  fetch: async ({ url, ...init }, hear) => {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    hear(response.status, Object.fromEntries(response.headers))
    return await response.bytes()
  },
  'node:http': ({ url, body, headers, ...init }, hear) => {
    const { promise, resolve, reject } = Promise.withResolvers()
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const request = url.startsWith('https:') ? secure : plain
    const asked = request(url, { ...init, headers: { ...headers, ...length } }, (response) => {
      hear(response.statusCode, response.headers)
      response.toArray().then((parts) => resolve(Buffer.concat(parts)), reject)
    })
    asked.on('error', reject).end(body)
    return promise
  },
  axios: async ({ body: data, ...init }, hear) => {
    const as = { validateStatus: () => true, responseType: 'arraybuffer', maxRedirects: 0 }
    const response = await axios.request({ ...init, ...as, data })
    hear(response.status, { ...response.headers })
    return Buffer.from(response.data)
  },
  undici: async ({ url, ...init }, hear) => {
    const response = await undici.request(url, init)
    hear(response.statusCode, response.headers)
    return await response.body.bytes()
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { client, timeoutMs, ...ask } = JSON.parse(line)
  const told = {}
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const body = await clients[client]({ ...ask, signal }, (status, headers) =>
      Object.assign(told, { status, headers }),
    )
    told.body = Buffer.from(body).toString('base64')
  } catch (error) {
    told.error = codeOf(error)
  }
  process.stdout.write(`${JSON.stringify(told)}\n`)
}

/** The innermost code, else the name: what a caller would look at. */
function codeOf({ code, name, message, cause }) {
  if (cause && typeof cause === 'object') return codeOf(cause)
  return typeof code === 'string' ? code : name === 'Error' ? message : name
}

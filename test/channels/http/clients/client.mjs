// Clients in a process of their own, which know nothing of mettle: each asks as a line of the input says, and tells what it got.
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { createInterface } from 'node:readline'
import axios from 'axios'
import * as undici from 'undici'

const clients = {
  fetch: async ({ url, method, headers, body, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.bytes() }
  },
  'node:http': ({ url, method, headers, body, timeoutMs }) => {
    const { promise, resolve, reject } = Promise.withResolvers()
    const signal = AbortSignal.timeout(timeoutMs)
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const request = url.startsWith('https:') ? secure : plain
    const asked = request(url, { method, headers: { ...headers, ...length }, signal }, async (response) => {
      const parts = await response.toArray().catch(reject)
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts ?? []) })
    })
    asked.on('error', reject).end(body)
    return promise
  },
  axios: async ({ url, method, headers, body: data, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const as = { validateStatus: () => true, responseType: 'arraybuffer', maxRedirects: 0, signal }
    const response = await axios.request({ url, method, headers, data, ...as })
    return { status: response.status, headers: { ...response.headers }, body: Buffer.from(response.data) }
  },
  undici: async ({ url, method, headers, body, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await undici.request(url, { method, headers, body, signal })
    return { status: response.statusCode, headers: response.headers, body: await response.body.bytes() }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { client, ...ask } = JSON.parse(line)
  const told = await clients[client](ask).then(
    ({ status, headers, body }) => ({ status, headers, body: Buffer.from(body).toString('base64') }),
    (error) => ({ error: codeOf(error) }),
  )
  process.stdout.write(`${JSON.stringify(told)}\n`)
}

/** The innermost code, else the name: what a caller would look at. */
function codeOf({ code, name, message, cause }) {
  if (cause && typeof cause === 'object') return codeOf(cause)
  return typeof code === 'string' ? code : name === 'Error' ? message : name
}

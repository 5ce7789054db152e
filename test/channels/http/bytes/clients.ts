import { createHash } from 'node:crypto'
import { request as nodeRequest } from 'node:http'
import axios from 'axios'
import { request as undici } from 'undici'

/** What a client got: the digest of the bytes, and the cookies. */
interface Got {
  digest: string
  cookies: string[]
  text: string
}

interface Sent {
  method: string
  headers?: Record<string, string>
  body?: Uint8Array | FormData
}

export type Send = (url: string, sent: Sent) => Promise<Got>

function gotten(bytes: Uint8Array, cookies: readonly string[] | string | undefined): Got {
  const digest = createHash('sha256').update(bytes).digest('hex')
  return { digest, cookies: [cookies ?? []].flat(), text: Buffer.from(bytes).toString() }
}

/** Four clients, each in its own words. Only node:http and undici leave compression on. */
export const clients: Readonly<Record<string, Send>> = {
  fetch: async (url, sent) => {
    const response = await fetch(url, sent as RequestInit)
    return gotten(await response.bytes(), response.headers.getSetCookie())
  },
  'node:http': async (url, { body, ...sent }) => {
    const whole = body instanceof FormData ? new Response(body) : undefined
    const bytes = whole ? await whole.bytes() : (body as Uint8Array | undefined)
    const type = whole?.headers.get('content-type')
    const headers = { ...sent.headers, ...(type && { 'content-type': type }) }
    return new Promise((resolve, reject) => {
      const request = nodeRequest(url, { ...sent, headers }, async (response) => {
        resolve(gotten(Buffer.concat(await response.toArray()), response.headers['set-cookie']))
      })
      request.on('error', reject).end(bytes)
    })
  },
  axios: async (url, { body, ...sent }) => {
    const data = body && { data: body instanceof FormData ? body : Buffer.from(body) }
    const options = { ...sent, ...data, url, responseType: 'arraybuffer', adapter: 'http' } as const
    const response = await axios.request(options)
    return gotten(response.data, response.headers['set-cookie'])
  },
  undici: async (url, { body = null, method, headers = {} }) => {
    const response = await undici(url, { method: method as 'POST', headers, body: body as UndiciBody })
    return gotten(new Uint8Array(await response.body.arrayBuffer()), response.headers['set-cookie'])
  },
}

type UndiciBody = Uint8Array | null

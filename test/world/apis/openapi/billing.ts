import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Json } from '../../../../src/kernel/json.ts'
import { type OpenedApi, openApi } from '../../../../src/world/apis/openapi/open.ts'
import type { OpenApiSource } from '../../../../src/world/apis/openapi/source.ts'
import { type ApiWorld, apiWorld } from '../../../fixtures/api-world.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

/** An answer and all that can be seen of it. */
export interface Answer {
  status: number
  body: Json
  headers: Headers
}

/** An API of a specification in `fixtures/specifications`, in one trial. */
export interface SpecWorld extends ApiWorld {
  opened: OpenedApi
  ask(call: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** @param base Where it is served. */
export function specWorld(name: string, base: string, said: Omit<OpenApiSource, 'file'> = {}, api = name): SpecWorld {
  const opened = openApi({ ...said, file: fileOf(name) }, api)
  const world = apiWorld(opened)
  return {
    ...world,
    opened,
    ask: async (call, body, headers = {}) => {
      const [method = 'GET', path = ''] = call.split(' ')
      const type = body instanceof URLSearchParams || body === undefined ? {} : { 'content-type': 'application/json' }
      const text = typeof body === 'string' || body instanceof URLSearchParams ? body : JSON.stringify(body)
      const response = await world.fetch(base + path, {
        method,
        headers: { authorization: 'Bearer key', ...type, ...headers },
        ...(body !== undefined && { body: text }),
      })
      const said = await response.text()
      return { status: response.status, headers: response.headers, body: said === '' ? null : JSON.parse(said) }
    },
  }
}

export function billing(said: Omit<OpenApiSource, 'file'> = {}): SpecWorld {
  return specWorld('billing', 'https://billing.test/v1', said)
}

export const INVOICE = { customer: 'cus_ada1', lines: [{ text: 'Flour', cents: 1_200 }] }

/** Members of an answer that is one object. */
export function membersOf({ body }: Pick<Answer, 'body'>): Record<string, Json> {
  return body as Record<string, Json>
}

function fileOf(name: string): string {
  if (name === 'payments') return join(ROOT, 'examples/payments/scenarios/payments.yaml')
  return join(ROOT, 'fixtures/specifications', name.includes('.') ? name : `${name}.yaml`)
}

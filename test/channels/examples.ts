import { executing } from '../../src/boundary/current.ts'
import type { HttpOutput, Reply, SqlResult, ToolOutput } from '../../src/boundary/reply.ts'
import type { SqlSession } from '../../src/boundary/sql-world.ts'
import { createServing } from '../../src/channels/http/serving.ts'
import type { ChannelExample } from '../../src/testing/channel-contract.ts'
import type { ModelWire } from '../../src/trace/events/call.ts'

type Offered = ReturnType<ChannelExample['world']>

const NOTHING: Offered = {
  world: {
    http: { route: () => undefined },
    urls: {},
    routes: [],
    tools: {},
    sqlTools: [],
    modelOrigin: 'https://m.test',
  },
  databases: {},
}

/** A host that answers whatever it is asked: an API's, or a provider's of models. */
function host(origin: string, wire?: ModelWire): ChannelExample {
  const output = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"done":true}' }
  return {
    world: (ran) => ({
      ...NOTHING,
      world: {
        ...NOTHING.world,
        http: {
          route: (method, url) => ({
            ...(wire && { wire }),
            target: `desk ${method} ${url.pathname}`,
            access: 'write',
            path: {},
            declare: () => ({ items: 1 }),
            execute: async (): Promise<Reply<HttpOutput>> => {
              ran()
              return { kind: 'ok', output }
            },
          }),
        },
      },
    }),
    call: async (_, { world: { http }, seam, principal, signal }) => {
      const serving = createServing()
      serving.open({ http, seam, principal, belongs: () => true, note: () => {} })
      const headers = new Headers({ 'content-type': 'application/json' })
      const request = { method: 'POST', url: new URL('/v1/things', origin), headers, body: '{}' }
      const { ok } = await serving.serve(request, signal.aborted ? new AbortController().signal : signal, 'fetch')
      return ok ? 'yes' : 'no'
    },
  }
}

export const anApi = host('https://desk.test')
export const aProvider = host('https://m.test', 'responses')

export const aTool: ChannelExample = {
  world: (ran) => ({
    ...NOTHING,
    world: {
      ...NOTHING.world,
      tools: {
        act: {
          name: 'act',
          description: 'Acts.',
          inputSchema: {},
          access: 'write',
          parse: (input) => ({ input }),
          declare: () => ({ items: 1 }),
          execute: async (): Promise<Reply<ToolOutput>> => {
            ran()
            return { kind: 'ok', output: { content: { done: true } } }
          },
        },
      },
    },
  }),
  call: async ({ tools }) => {
    const answer = await tools?.act?.call({})
    return answer?.isError === false ? 'yes' : 'no'
  },
}

const DELETED: SqlResult = { command: 'DELETE', rowCount: 1, rows: [], fields: [] }

/** A database of one row, which every statement deletes. */
export const aDatabase: ChannelExample = {
  world: (ran) => ({
    ...NOTHING,
    databases: {
      shop: {
        name: 'shop',
        hints: () => ({ target: 'shop DELETE items', access: 'write' }),
        session: (): SqlSession => ({
          execute: async () => {
            ran()
            const here = executing.getStore()
            const row = { collection: 'shop.items', op: 'delete', id: '1', before: { id: 1 } } as const
            if ((await here?.inspect?.([{ call: here.call, ...row }])) !== 'undo') here?.effect(row)
            return { kind: 'ok', output: { content: DELETED } }
          },
          fail: async () => {},
          sever: async () => {},
          cancel: async () => {},
        }),
      },
    },
  }),
  call: async ({ sql }) => {
    try {
      await sql?.('shop').query('DELETE FROM items')
      return 'yes'
    } catch (thrown) {
      // A SQLSTATE is the server's word; ECONNRESET and ETIMEDOUT are the network's.
      if (/^[0-9A-Z]{5}$/.test((thrown as { code: string }).code)) return 'no'
      throw thrown
    }
  },
}

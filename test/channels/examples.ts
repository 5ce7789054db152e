import { executing } from '../../src/boundary/current.ts'
import type { ModelProvider } from '../../src/boundary/http-world.ts'
import type { Reply, SqlResult, ToolOutput } from '../../src/boundary/reply.ts'
import type { SqlSession } from '../../src/boundary/sql-world.ts'
import { type HeaderList, type HttpOutput, jsonOutput, WholeBody } from '../../src/boundary/wire.ts'
import { NEVER, openExchange } from '../../src/channels/http/exchange.ts'
import type { ChannelExample } from '../../src/testing/channel-contract.ts'
import { hookDoor } from '../../src/world/hooks.ts'
import { noService } from './no-service.ts'

type Offered = ReturnType<ChannelExample['world']>

/** A world in which there is nothing. */
export const NOTHING: Offered = {
  world: {
    http: { route: () => undefined },
    urls: {},
    routes: [],
    tools: {},
    sqlTools: [],
    resources: [],
    catalogue: { names: () => [], face: () => undefined, watch: () => () => {} },
    modelOrigin: 'https://m.test',
    hook: (name) => hookDoor(name, {}, () => ''),
  },
  databases: {},
}

/** A host that answers whatever it is asked: an API's, or a provider's of models. */
function host(origin: string, provider?: ModelProvider): ChannelExample {
  const output = jsonOutput(200, { done: true })
  const headers: HeaderList = [['content-type', 'application/json']]
  return {
    world: (ran) => ({
      ...NOTHING,
      world: {
        ...NOTHING.world,
        http: {
          route: (method, url) => ({
            ...(provider && { provider }),
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
      const exchange = openExchange({ http, seam, principal, note: () => {} })
      const request = { method: 'POST', url: new URL('/v1/things', origin), headers, body: new WholeBody('{}') }
      const delivered = await exchange(request, signal.aborted ? NEVER : signal, 'fetch')
      if (delivered.kind === 'broken') throw new Error(`It broke: ${delivered.how}.`)
      return delivered.head.status < 400 ? 'yes' : 'no'
    },
  }
}

export const anApi = host('https://desk.test')
export const aProvider = host('https://m.test', {
  wire: 'responses',
  isTurn: true,
  refusal: ({ status, code, message, headers = {} }) => ({
    status,
    headers,
    body: { error: { message, type: code, param: null, code } },
  }),
  opening: () => undefined,
})

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
        service: noService,
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

// What a call over the network takes more than one to a bare server of node:http: by the URL of an API, and through the proxy.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { http } from '../../src/channels/http.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { compileScenario } from '../../src/scenario/compile.ts'
import { openStage } from '../../src/stage/stage.ts'
import type { Asking } from '../contenders/http-client.ts'
import { SOURCE_FLAGS } from '../flags.ts'
import { SHOP, shop } from '../project/shop.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'

const CALLS = 1_500
/** Rounds that are not counted: the pace is steady after some ten thousand calls. */
const WARM = 8
const PATH = '/v1/items/tea'
const BODY = JSON.stringify({ name: 'Tea', price: 4 })
/** Added by the hop, the seam and the handler together, us. */
const LIMITS = { url: 100, proxy: undefined }

const scenario = compileScenario('bench/network', import.meta.filename, {
  task: { text: 'Ask.' },
  world: { apis: { shop } },
  limits: { maxCalls: 1_000_000 },
  scorers: [],
})
const order = { id: 'bench', seed: 's', variant: 'calm', model: null, agent: { name: 'bench' } }
const stage = await openStage(order, scenario, { clock: systemClock(), write: () => {} })
const server = await http.serve?.()
if (!server) throw new Error('The channel http opens no server.')
const { env } = server.offer(stage)
const bare = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': BODY.length }).end(BODY)
})
bare.listen(0, '127.0.0.1')
await once(bare, 'listening')

const client = (own: Record<string, string>) =>
  fork(join(import.meta.dirname, '../contenders/http-client.ts'), [], { execArgv: SOURCE_FLAGS, env: { ...own } })
const clients = { bare: client({}), url: client({}), proxy: client(env) }
const urls = {
  bare: `http://127.0.0.1:${(bare.address() as AddressInfo).port}${PATH}`,
  url: env.SHOP_URL + PATH,
  proxy: SHOP + PATH,
}
for (let round = 0; round < WARM; round++) for (const side of ['bare', 'url', 'proxy'] as const) await take(side)
const figures = await interleave({ bare: () => take('bare'), url: () => take('url'), proxy: () => take('proxy') })
for (const each of Object.values(clients)) each.disconnect()
finish([rowOf('url', 'by the URL of an API'), rowOf('proxy', 'by its own name, through the proxy with TLS')])

/** Microseconds per call of the CPU time of both ends: what the clock on the wall says where nothing else runs. */
async function take(side: keyof typeof clients): Promise<number> {
  const child: ChildProcess = clients[side]
  const answered = once(child, 'message')
  const start = process.cpuUsage()
  child.send({ url: urls[side], calls: CALLS } satisfies Asking)
  const [own] = await answered
  const { user, system } = process.cpuUsage(start)
  return (user + system) / CALLS + (own as number)
}

function rowOf(side: keyof typeof LIMITS, how: string): Row {
  const added = figures[side].map((us, round) => us - (figures.bare[round] ?? Number.NaN))
  const limit = LIMITS[side]
  return {
    what: `network, added to a GET over a bare server of node:http: ${how}`,
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(figures[side]).toFixed(0)} us, ${median(figures.bare).toFixed(0)} us bare; both ends`,
    ...(limit && { target: `<= ${limit} us`, met: median(added) <= limit }),
    workers: '1 call at a time, 1 connection',
  }
}

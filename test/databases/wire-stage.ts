import { Client, type ClientConfig } from 'pg'
import type { ChannelOffer, ChannelServer } from '../../src/boundary/channel.ts'
import { sql } from '../../src/channels/sql.ts'
import type { DatabaseInput } from '../../src/world/databases/define.ts'
import { openHall, type SqlHall, type SqlStage, type StageOptions } from './stage.ts'

/** A hall with the server for drivers of other processes before it. */
export interface WireHall extends AsyncDisposable {
  hall: SqlHall
  server: ChannelServer
  stage(options?: StageOptions): Promise<WireStage>
}

export interface WireStage extends SqlStage {
  offer: ChannelOffer
  /** The URL of the database `shop`. */
  url: string
  /** A client of the `pg` driver that is logged in. */
  client(config?: ClientConfig): Promise<Client>
}

export async function openWireHall(input: DatabaseInput): Promise<WireHall> {
  const hall = await openHall(input)
  const server = await sql.serve?.()
  if (!server) throw new Error('the channel sql has no server')
  return {
    hall,
    server,
    stage: async (options) => {
      const stage = await hall.stage(options)
      const offer = server.offer(stage.channelStage)
      const url = offer.env.DATABASE_URL ?? ''
      return {
        ...stage,
        offer,
        url,
        client: async (config = {}) => {
          const client = new Client({ connectionString: url, ...config })
          client.on('error', () => {})
          await client.connect()
          return client
        },
        end: async () => {
          await offer.close()
          return stage.end()
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await hall[Symbol.asyncDispose]()
    },
  }
}

/** What a driver's client made of it: 'ok', or the code of its error. */
export const codeOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'ok',
    (thrown) => thrown.code ?? thrown.message,
  )

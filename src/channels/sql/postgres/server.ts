import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { ChannelOffer, ChannelServer, ChannelStage } from '../../../boundary/channel.ts'
import { ANY_PLACE } from '../../../boundary/server-place.ts'
import type { SqlPipe } from '../../../boundary/sql-pipe.ts'
import { Connections } from '../../../kernel/connections.ts'
import { suggest } from '../../../kernel/nearest.ts'
import { Conversation } from './conversation.ts'
import { type Entry, entryDoor } from './entry.ts'
import { ProtocolViolation } from './frames.ts'
import { Inbox } from './inbox.ts'
import { authenticate, newKey, readOpening, refuse, Threshold } from './log-in.ts'
import { int32, message, readyForQuery } from './messages.ts'
import { type Verifier, verifierOf } from './scram.ts'

const HOST = '127.0.0.1'
/** Nobody needs another name: the password says who it is. */
const USER = 'agent'
/** So many may be about to log in. */
const MOST_STRANGERS = 64
/** As long as PostgreSQL gives them, in ms. */
const PATIENCE_MS = 60_000

/** One trial, as it is served. */
class Offer {
  readonly token: string
  readonly conversations = new Set<Conversation>()
  /** What comes to its end with each of them. */
  readonly talks = new Set<Promise<void>>()
  readonly stage: ChannelStage
  readonly #taken = new Map<string, Set<number>>()
  #verifier: Verifier | undefined

  constructor(stage: ChannelStage, token: string) {
    this.token = token
    this.stage = stage
  }

  /** Made when somebody logs in: most trials have no client of this kind. */
  get verifier(): Verifier {
    this.#verifier ??= verifierOf(this.token)
    return this.#verifier
  }

  /**
   * Which connection to this database a client's is. One that is made in place of another has the number of that: what is
   * tried again on it is the same call.
   */
  place(database: string, socket: Socket): number {
    const taken = this.#taken.get(database) ?? new Set()
    this.#taken.set(database, taken)
    let place = 1
    while (taken.has(place)) place++
    // It may be gone already, and says so once.
    if (socket.destroyed) return place
    taken.add(place)
    socket.once('close', () => taken.delete(place))
    return place
  }

  /** Resolves when what clients have said is done. */
  async said(): Promise<void> {
    await Promise.allSettled(this.talks)
  }

  async close(): Promise<void> {
    await Promise.all([...this.conversations].map((one) => one.end()))
  }
}

/** A PostgreSQL server for the trials of this process, told apart by their passwords. */
export async function servePostgres(place = ANY_PLACE): Promise<ChannelServer> {
  const offers = new Set<Offer>()
  const talks = new Map<string, Conversation>()
  const connections = new Connections()
  let strangers = 0
  const server = createServer((socket) => {
    connections.add(socket)
    // It shows as the end of the connection.
    socket.on('error', () => {})
    socket.setNoDelay(true)
    if (strangers >= MOST_STRANGERS) return refuse(socket, '53300', 'sorry, too many clients already')
    strangers++
    let left = false
    const known = () => {
      if (!left) strangers--
      left = true
    }
    receive(socket, offers, talks, known)
      .catch((thrown) => {
        if (thrown instanceof ProtocolViolation) refuse(socket, '08P01', thrown.message)
        else socket.destroy()
      })
      .finally(known)
  })
  const port = await listening(server, place.port())
  return {
    ports: [port],
    offer: (stage) => {
      const offer = new Offer(stage, place.token())
      offers.add(offer)
      const heard = async () => {
        await connections.gone()
        await offer.said()
      }
      const close = async () => {
        offers.delete(offer)
        await offer.close()
      }
      return offered(offer, port, { heard, close })
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...offers].map((offer) => offer.close()))
      connections.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve((server.address() as AddressInfo).port))
  })
}

function offered({ token, stage }: Offer, port: number, ends: Pick<ChannelOffer, 'heard' | 'close'>): ChannelOffer {
  const names = Object.keys(stage.databases)
  const urls = names.map(
    (name) => [name, `postgres://${USER}:${token}@${HOST}:${port}/${encodeURIComponent(name)}`] as const,
  )
  const [first] = urls
  if (!first) return { env: {}, told: {}, ...ends }
  const each = urls.map(([name, url]) => [`${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_DATABASE_URL`, url])
  const env = {
    DATABASE_URL: first[1],
    ...Object.fromEntries(each),
    PGHOST: HOST,
    PGPORT: String(port),
    PGUSER: USER,
    PGPASSWORD: token,
    PGDATABASE: first[0],
  }
  return { env, told: { databases: Object.fromEntries(urls) }, ...ends }
}

/** From the first byte to the last. */
async function receive(
  socket: Socket,
  offers: ReadonlySet<Offer>,
  talks: Map<string, Conversation>,
  known: () => void,
): Promise<void> {
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  const threshold = new Threshold(socket)
  const opening = await readOpening(threshold, socket)
  if (opening.kind === 'gone') return void socket.end()
  if (opening.kind === 'cancel') {
    talks.get(`${opening.process} ${opening.key}`)?.cancel()
    return void socket.end()
  }
  const { said } = opening
  const user = said.get('user') ?? ''
  const candidates = () => [...offers].map((offer) => ({ offer, ...offer.verifier }))
  const found = await authenticate(threshold, socket, user, candidates)
  if (!found || !offers.has(found.offer)) return
  socket.setTimeout(0)
  known()
  const { offer } = found
  const talking = talk({ socket, threshold, said, offer, talks })
  offer.talks.add(talking)
  await talking.finally(() => offer.talks.delete(talking))
}

interface Talk {
  socket: Socket
  threshold: Threshold
  said: Map<string, string>
  offer: Offer
  talks: Map<string, Conversation>
}

async function talk({ socket, threshold, said, offer, talks }: Talk): Promise<void> {
  const { stage } = offer
  const name = said.get('database') || said.get('user') || ''
  const world = Object.hasOwn(stage.databases, name) ? stage.databases[name] : undefined
  if (!world) {
    const hint = suggest(name, Object.keys(stage.databases)).trim()
    return refuse(socket, '3D000', `database "${name}" does not exist`, { H: hint })
  }
  const no = refusalOf(said)
  if (no) return refuse(socket, '0A000', no)
  threshold.leave()
  const inbox = new Inbox(socket, threshold.frames)
  const conversation = new Conversation({ socket, inbox, world, stage, place: offer.place(name, socket) })
  offer.conversations.add(conversation)
  try {
    const pipe = await letIn({ world, said, socket, stage }, conversation)
    if (!pipe) return
    const key = newKey()
    talks.set(`${pipe.process} ${key}`, conversation)
    greet(socket, pipe, key)
    await conversation.run(pipe)
    talks.delete(`${pipe.process} ${key}`)
  } finally {
    offer.conversations.delete(conversation)
  }
}

const YES = /^(on|true|yes|1|t|y|database)$/i

function refusalOf(said: ReadonlyMap<string, string>): string | undefined {
  if (YES.test(said.get('replication') ?? '')) return 'replication connections are not supported here'
  const encoding = said.get('client_encoding')?.replace(/[^a-z0-9]/gi, '') ?? 'utf8'
  return /^(utf8|unicode|sqlascii)$/i.test(encoding) ? undefined : 'only client_encoding UTF8 is supported here'
}

/** A connection of its own to the real server, as the agent's role. Undefined where there is none, which the client was told. */
async function letIn(entry: Entry, listener: Conversation): Promise<SqlPipe | undefined> {
  const { world, socket, stage } = entry
  const door = entryDoor(entry, listener)
  if (!stage.seam.connections) return door.render(await door.execute(), () => {}).give()
  const gaveUp = new AbortController()
  const leave = () => gaveUp.abort(new Error('The client is gone'))
  socket.once('close', leave)
  try {
    const signal = AbortSignal.any([gaveUp.signal, stage.signal])
    const read = { channel: 'sql', access: 'read', principal: stage.principal, items: 1 } as const
    return await stage.seam.cross({ ...read, target: `${world.name} CONNECT`, input: {}, opens: true, signal }, door)
  } finally {
    socket.off('close', leave)
  }
}

/** What every client is told at first. */
function greet(socket: Socket, { settings, process }: SqlPipe, key: number): void {
  const told = [...settings].map(([name, value]) => message('S', name, value))
  socket.write(Buffer.concat([...told, message('K', int32(process, key)), readyForQuery('idle')]))
}

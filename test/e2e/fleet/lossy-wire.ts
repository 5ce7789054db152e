import { connect, createServer, type Socket } from 'node:net'

/** A way to PostgreSQL on which answers are lost, but for what they answer: the server has done it by then. */
export interface LossyWire extends AsyncDisposable {
  /** The same login by this way. */
  url(of: string): string
  /** What the lost answers were to, a kind each. */
  lost: string[]
}

/** Statements that leave something behind. */
const CHANGES = /\b(INSERT INTO|UPDATE|DELETE FROM|take_call|settle_call)\b/i

/**
 * The first answer to each kind of change is lost, and the connection with it. Within a transaction it is that to its COMMIT.
 * @param socket Of the server.
 */
export async function lossyWire(socket: string): Promise<LossyWire> {
  const lost: string[] = []
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(socket)
    for (const one of [client, upstream]) open.add(one.on('error', () => {}).on('close', () => open.delete(one)))
    const asked = openAsked(lost)
    client.on('data', (bytes) => {
      asked.hear(bytes)
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      if (!asked.loses()) return void client.write(bytes)
      client.destroy()
      upstream.destroy()
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return {
    lost,
    url: (of) => of.replace(/localhost\/(\w+)\?.*/, `127.0.0.1:${port}/$1`),
    [Symbol.asyncDispose]: () => {
      for (const one of open) one.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

/** What was asked on one connection. */
function openAsked(lost: string[]) {
  let [kind, inTransaction, isDue] = ['', false, false]
  const next = (text: string) => {
    if (/^BEGIN/.test(text)) [kind, inTransaction] = ['', true]
    else if (/^COMMIT/.test(text)) [inTransaction, isDue] = [false, kind !== '']
    else if (CHANGES.test(text)) {
      kind = `${inTransaction ? kind : ''}${inTransaction && kind ? '; ' : ''}${text.trim().slice(0, 90).replaceAll(/\s+/g, ' ')}`
      isDue = !inTransaction
    }
  }
  return {
    hear: (bytes: Buffer) => {
      for (const text of statementsIn(bytes)) next(text)
    },
    /** Is the answer that comes now lost? */
    loses: () => {
      if (!isDue) return false
      isDue = false
      if (lost.includes(kind)) return false
      lost.push(kind)
      return true
    },
  }
}

/** The texts of Query ('Q') and Parse ('P') messages: this client sends each in one piece. */
function statementsIn(bytes: Buffer): string[] {
  const texts: string[] = []
  for (let at = 0; at + 5 <= bytes.length; ) {
    const [type, length] = [String.fromCharCode(bytes[at] ?? 0), bytes.readInt32BE(at + 1)]
    // The start of a connection has no type.
    if (length < 4) return texts
    const body = bytes.subarray(at + 5, at + 1 + length).toString('utf8')
    if (type === 'Q') texts.push(body.split('\0')[0] ?? '')
    if (type === 'P') texts.push(body.split('\0')[1] ?? '')
    at += 1 + length
  }
  return texts
}

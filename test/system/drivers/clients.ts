import { join } from 'node:path'
import { Client } from 'pg'
import postgres from 'postgres'
import type { WireStage } from '../../databases/wire-stage.ts'
import { program } from './program.ts'

/** What a client told of a statement: the rows that it changed, or an error. */
export interface Told {
  rows?: number
  /** SQLSTATE, where the server said it. */
  code?: string
  message?: string
  /** What the client itself calls a connection that broke. */
  broke?: string
  /** It waited in vain, and was given up. */
  gaveUp?: true
}

type Ask = (stage: WireStage, statement: string, waitsMs: number) => Promise<Told>

/** Each makes a connection of its own for a statement. */
export const CLIENTS: Readonly<Record<string, Ask>> = {
  pg: async ({ url }, statement, waitsMs) => {
    const client = new Client({ connectionString: url })
    client.on('error', () => {})
    const connected = client.connect().then(() => client.query(statement))
    const asked = connected.then(({ rowCount }) => ({ rows: rowCount ?? 0 }), nodeError)
    const told = await within(asked, waitsMs)
    void client.end().catch(() => {})
    return told
  },
  'postgres.js': async ({ url }, statement, waitsMs) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    const asked = sql.unsafe(statement).then(({ count }) => ({ rows: count }), nodeError)
    const told = await within(asked, waitsMs)
    void sql.end({ timeout: 0 })
    return told
  },
  'psycopg 3': psycopg('psycopg', 'python3-psycopg'),
  psycopg2: psycopg('psycopg2', 'python3-psycopg2'),
  psql: async ({ offer }, statement, waitsMs) => {
    const argv = ['timeout', seconds(waitsMs), 'psql', '-X', '-v', 'VERBOSITY=verbose', '-c', statement]
    const { code, stdout, stderr } = await program(argv, { ...offer.env }, 'postgresql-client')
    if (code === TIMED_OUT) return { gaveUp: true }
    const [, state, message] = /^ERROR: {2}(\w{5}): (.*)$/m.exec(stderr) ?? []
    if (state !== undefined && message !== undefined) return { code: state, message }
    // It tells no SQLSTATE of a connection that it did not get.
    const fatal = /FATAL: {2}(.*)$/m.exec(stderr)?.[1]
    if (fatal !== undefined) return { message: fatal }
    const changed = /^UPDATE (\d+)$/m.exec(stdout)?.[1]
    return changed === undefined ? { broke: `psql ${code}` } : { rows: Number(changed) }
  },
}

/** What timeout(1) ends with where it had to. */
const TIMED_OUT = 124

const seconds = (ms: number) => String(ms / 1_000)

function psycopg(module: string, installs: string): Ask {
  const script = join(import.meta.dirname, 'ask_psycopg.py')
  return async ({ offer }, statement, waitsMs) => {
    const argv = ['timeout', seconds(waitsMs), '/usr/bin/python3', script, module, statement]
    const { code, stdout, stderr } = await program(argv, { ...offer.env }, installs)
    if (code === TIMED_OUT) return { gaveUp: true }
    if (code !== 0) throw new Error(stderr)
    const { rows, name, code: state, message } = JSON.parse(stdout)
    if (rows !== undefined) return { rows }
    if (state !== null) return { code: state, message }
    return message === null ? { broke: name } : { message }
  }
}

/** What comes of the server has a severity; what comes of the socket has none. */
function nodeError(thrown: { code?: string; message: string; severity?: string }): Told {
  const { code = thrown.message, message, severity } = thrown
  return severity === undefined ? { broke: code } : { code, message }
}

function within(asked: Promise<Told>, ms: number): Promise<Told> {
  return Promise.race([asked, new Promise<Told>((resolve) => setTimeout(() => resolve({ gaveUp: true }), ms))])
}

import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const CLIENTS = [
  'fetch',
  'node:http',
  'axios',
  'undici',
  'curl',
  'curl --http1.1',
  'urllib',
  'http.client',
] as const
export type ClientName = (typeof CLIENTS)[number]

export interface Ask {
  url: string
  method: string
  headers?: Record<string, string>
  body?: string
  timeoutMs: number
}

/** What a client got: an answer, or its failure, with the status where there was one by then. */
export interface Told {
  status?: number
  headers?: Record<string, string>
  body?: Buffer
  error?: string
}

/** A client in a process of its own, which finds its way by its environment alone. */
export interface Client extends Disposable {
  ask(ask: Ask): Promise<Told>
}

const FOLDER = join(import.meta.dirname, '../../channels/http/clients')

export function openClient(name: ClientName, env: Record<string, string>): Client {
  const whole = { PATH: process.env.PATH ?? '', ...env }
  if (name.startsWith('curl')) return curl(name.split(' ').slice(1), whole)
  const isPython = name === 'urllib' || name === 'http.client'
  const [program, file] = isPython ? ['python3', 'client.py'] : [process.execPath, 'client.mjs']
  return driven(name, spawn(program, [join(FOLDER, file)], { env: whole, stdio: ['pipe', 'pipe', 'inherit'] }) as never)
}

/** One process for all that it asks: a line for each. */
function driven(client: ClientName, child: ChildProcessWithoutNullStreams): Client {
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () => reject(new Error('python3 is missing. Install it: apt-get install python3')))
  })
  failed.catch(() => {})
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    ask: async (ask) => {
      child.stdin.write(`${JSON.stringify({ client, ...ask })}\n`)
      const { value = '{}' } = await Promise.race([lines.next(), failed])
      const { body, ...told } = JSON.parse(value)
      return { ...told, ...(body !== undefined && { body: Buffer.from(body, 'base64') }) }
    },
    [Symbol.dispose]: () => child.stdin.end(),
  }
}

/** A process for each. */
function curl(options: string[], env: Record<string, string>): Client {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-curl-'))
  const [body, head] = [join(folder, 'body'), join(folder, 'head')]
  return {
    ask: async ({ url, method, headers = {}, body: data, timeoutMs }) => {
      rmSync(body, { force: true })
      const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
      const sent = data === undefined ? [] : ['--data-binary', data]
      const fixed = [
        '-sS',
        '--suppress-connect-headers',
        '-X',
        method,
        '-o',
        body,
        '-D',
        head,
        '-m',
        String(timeoutMs / 1000),
      ]
      const failure = await run('curl', [...options, ...fixed, ...fields, ...sent, url], env)
      const [first = '', ...rest] = readFileSync(head, 'utf8').trimEnd().split('\r\n')
      const status = Number(/^HTTP\/\S+ (\d+)/.exec(first)?.[1])
      const heard = rest.map((line): [string, string] => {
        const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? []
        return [name.toLowerCase(), value]
      })
      const answer = status ? { status, headers: Object.fromEntries(heard) } : {}
      if (failure !== undefined) return { ...answer, error: `curl ${failure}` }
      return { ...answer, body: readOr(body) }
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Curl writes no file for nothing. */
function readOr(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

/** The exit code of a program that fails. */
function run(program: string, args: string[], env: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env }, (error) => {
      if (!error) resolve(undefined)
      else if (error.code === 'ENOENT') reject(new Error('curl is missing. Install it: apt-get install curl'))
      else resolve(Number(error.code))
    })
  })
}

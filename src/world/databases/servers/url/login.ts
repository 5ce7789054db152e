import { UsageError } from '../../../../kernel/errors.ts'
import type { Login } from '../server.ts'

/** Reads a postgres:// URL. Its host may be the folder of a socket: `postgres:///shop?host=/run/postgresql`. */
export function loginOf(text: string): Login {
  const url = /^postgres(ql)?:\/\//.test(text) ? URL.parse(text) : undefined
  if (!url)
    throw new UsageError(
      'Failed to read the URL of the database server. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
    )
  const host = url.searchParams.get('host') ?? url.hostname
  return {
    host: decodeURIComponent(host) || 'localhost',
    port: Number(url.searchParams.get('port') ?? url.port) || 5432,
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  }
}

import { UsageError } from '../../../../kernel/errors.ts'
import type { Login } from '../server.ts'

/** What `sslmode` of a URL asks for, as libpq has it: whether the server must be who it says. */
const ENCRYPTED: Readonly<Record<string, Login['ssl']>> = {
  require: { rejectUnauthorized: false },
  'verify-ca': { rejectUnauthorized: true },
  'verify-full': { rejectUnauthorized: true },
}

/** Is it the URL of a server, and no other choice? */
export function isUrl(choice: string): boolean {
  return /^postgres(ql)?:\/\//.test(choice)
}

/**
 * Reads a postgres:// URL. Its host may be the folder of a socket: `postgres:///shop?host=/run/postgresql`. What it does not
 * say is taken from nowhere else.
 */
export function loginOf(text: string): Login {
  const url = isUrl(text) ? URL.parse(text) : undefined
  if (!url)
    throw new UsageError(
      'Failed to read the URL of the database server. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE.',
    )
  const ssl = ENCRYPTED[url.searchParams.get('sslmode') ?? '']
  const host = url.searchParams.get('host') ?? url.hostname
  return {
    // A URL has the address of IPv6 in brackets, a socket does not.
    host: decodeURIComponent(host).replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: Number(url.searchParams.get('port') ?? url.port) || 5432,
    user: decodeURIComponent(url.username) || 'postgres',
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
    ...(ssl && { ssl }),
  }
}

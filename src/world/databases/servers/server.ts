/** How to log in to a server: what the `pg` client takes. `host` may be the folder of a unix socket. */
export interface Login {
  host: string
  port: number
  user: string
  password: string
  database: string
  /** Its connections are encrypted, as `tls.connect` takes it. */
  ssl?: { rejectUnauthorized: boolean }
}

/** A PostgreSQL server that runs for one run. Disposing of it leaves nothing behind. */
export interface DatabaseServer extends AsyncDisposable {
  /** Eight of [a-z0-9], new in each run. Databases and roles are named `mettle_<runId>_...`: on a server that others use too, these are the run's own. */
  runId: string
  backend: 'embedded' | 'container' | 'url'
  /** 15 to 18. */
  majorVersion: number
  /** The administrator's login, to the database `postgres`. Known to the parent process alone. */
  admin: Login
}

/** What a backend needs to start a server. */
export interface ServerOrder {
  /** Digest of all that `prepare` does: a data folder that was prepared before under the same digest is used again. */
  digest: string
  /** Builds what every lane is cloned from. Not called where a prepared data folder was found. */
  prepare(server: DatabaseServer): Promise<void>
  /** Aborts on Ctrl-C. */
  signal?: AbortSignal
}

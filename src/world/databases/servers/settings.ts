/** Settings by name, as `postgres -c` takes them. */
export type Settings = Readonly<Record<string, string>>

/** Connections that a server takes: 16 lanes with 5 each, the harness's own, and some to spare. */
const MAX_CONNECTIONS = '120'

/** What makes equal statements give equal answers, and what a run relies on. */
const EXPECTED: Settings = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  statement_timeout: '0',
  track_activities: 'on',
  // A scan starts at a table's first row, and one process reads it: rows come in the same order each time.
  synchronize_seqscans: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  // A query ends soon after its client was killed.
  client_connection_check_interval: '100ms',
  max_connections: MAX_CONNECTIONS,
}

/** A server that lives for one run need not survive a power failure. */
const SHORT_LIVED: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  checkpoint_timeout: '1h',
  // It moves rows and changes plans at moments of its own choice. Lanes vacuum between trials.
  autovacuum: 'off',
  jit: 'off',
  huge_pages: 'off',
  // In the data folder, where the end of the server or of its folder takes it along.
  dynamic_shared_memory_type: 'mmap',
  shared_buffers: '64MB',
  max_logical_replication_workers: '0',
  // An agent's sort does not fill the disk.
  temp_file_limit: '1GB',
  cluster_name: 'mettle',
  // Agents can raise whatever they like, as often as they like; only what ends a session or the server is worth a line.
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
}

/** By the first version that knows them. */
const SINCE: Readonly<Record<number, Settings>> = {
  // Passwords are random and long: slowing down a guesser slows down only the harness's own logins.
  16: { scram_iterations: '1' },
  18: { io_method: 'sync' },
}

/** The settings of a server that the harness starts for one run. */
export function settingsFor(majorVersion: number): Settings {
  const newer = Object.entries(SINCE).filter(([since]) => majorVersion >= Number(since))
  return Object.assign({}, EXPECTED, SHORT_LIVED, ...newer.map(([, settings]) => settings))
}

/** `{ jit: 'off' }` -> `['-c', 'jit=off']` */
export function asArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

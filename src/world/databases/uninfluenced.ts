/**
 * Makes a client of the pg driver by what it is told alone: what it is not told it would take from the PG... variables of
 * whoever started the harness, session settings and TLS among it. The driver reads them when a client is made.
 */
export function uninfluenced<T>(make: () => T): T {
  const ambient = Object.entries(process.env).filter(([name]) => name.startsWith('PG'))
  for (const [name] of ambient) delete process.env[name]
  try {
    return make()
  } finally {
    for (const [name, value] of ambient) process.env[name] = value
  }
}

/** Variables without those by which PostgreSQL's clients are told. */
export function withoutPostgres(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith('PG')))
}

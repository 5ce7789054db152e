import { messageOf } from '../../kernel/errors.ts'
import { startServer } from '../../world/databases/servers/start-server.ts'
import type { Examination } from './check.ts'

/** Starts the server for real: that its programs are there says little. */
export const postgres: Examination = {
  name: 'postgres',
  look: async ({ database }) => {
    const started = performance.now()
    try {
      await using server = await startServer('embedded', { digest: 'doctor', prepare: async () => {} })
      const ms = Math.round(performance.now() - started)
      return { status: 'ok', found: `embedded PostgreSQL ${server.majorVersion}, started in ${ms} ms` }
    } catch (thrown) {
      const found = `the embedded PostgreSQL does not start: ${messageOf(thrown)}`
      if (!database.startsWith('embedded')) return { status: 'warn', found, advice: 'The config uses another server.' }
      const advice =
        "Only scenarios with databases need it. Use another server: database: 'container' or a postgres:// URL in the config."
      return { status: 'fail', found, advice }
    }
  },
}

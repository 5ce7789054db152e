import { rmSync } from 'node:fs'
import { createServer, type ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import type { Examination } from './check.ts'

/** Databases are reached over unix sockets, the report over a port of this machine. */
export const sockets: Examination = {
  name: 'sockets',
  look: async () => {
    const folder = makeTemporary('mettle-doctor-', [tmpdir()])
    try {
      await listen({ host: '127.0.0.1', port: 0 })
      await listen({ path: join(folder, 'socket') })
      return { status: 'ok', found: 'a port of 127.0.0.1 and a unix socket can be opened' }
    } catch (thrown) {
      return {
        status: 'fail',
        found: `no socket can be opened: ${messageOf(thrown)}`,
        advice:
          'Allow this user to listen on 127.0.0.1 and in the folder for temporary files, and keep the path of TMPDIR short.',
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function listen(where: ListenOptions): Promise<void> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => server.close(() => resolve()))
  })
}

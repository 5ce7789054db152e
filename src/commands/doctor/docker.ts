import { request } from 'node:http'
import { messageOf } from '../../kernel/errors.ts'
import type { Diagnosis, Examination } from './check.ts'

const DEFAULT = 'unix:///var/run/docker.sock'
const LIMIT_MS = 3_000

/** Needed for `--database container` and for services alone. */
export const docker: Examination = {
  name: 'docker',
  look: async ({ database }) => {
    const host = process.env.DOCKER_HOST || DEFAULT
    try {
      return { status: 'ok', found: `answers at ${host}, API ${await ping(host)}` }
    } catch (thrown) {
      return {
        status: severity(database),
        found: `no answer at ${host}: ${messageOf(thrown)}`,
        advice:
          'Only --database container and scenarios with services need it. Start Docker, and make sure that `docker info` works for this user.',
      }
    }
  },
}

export const testcontainers: Examination = {
  name: 'testcontainers',
  look: ({ database }) => {
    try {
      import.meta.resolve('testcontainers')
      return { status: 'ok', found: 'installed' }
    } catch {
      return {
        status: severity(database),
        found: 'not installed',
        advice: 'Only --database container and scenarios with services need it: npm install --save-dev testcontainers',
      }
    }
  },
}

function severity(database: string): Diagnosis['status'] {
  return database.startsWith('container') ? 'fail' : 'warn'
}

/** Resolves to the version of the API. */
function ping(host: string): Promise<string> {
  const url = new URL(host.replace(/^tcp:/, 'http:'))
  const place = url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port || 2375 }
  return new Promise((resolve, reject) => {
    const asked = request({ ...place, path: '/_ping', timeout: LIMIT_MS }, (response) => {
      response.resume()
      resolve(String(response.headers['api-version'] ?? 'unknown'))
    })
    asked.on('timeout', () => asked.destroy(new Error(`nothing came within ${LIMIT_MS} ms`)))
    asked.on('error', reject)
    asked.end()
  })
}

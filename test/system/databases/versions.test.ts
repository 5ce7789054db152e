import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../e2e/cli.ts'
import { endElsewhere, query, startElsewhere } from '../../world/databases/stage.ts'
import { installed } from '../installed.ts'

const project = join(ROOT, 'fixtures/postgres-versions')
beforeAll(() => installed(project))

test.each([15, 16, 17, 18])('PostgreSQL %i, where the project has it beside the default', async (version) => {
  const server = await startElsewhere(`embedded:${version}`, { cwd: project })
  expect(server.majorVersion).toBe(version)
  const [row] = await query(
    server.admin,
    "SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_encoding') AS encoding",
  )
  expect(row).toEqual({ version, encoding: 'UTF8' })
  // The libraries that the programs load on demand are there, too.
  await query(server.admin, "CREATE COLLATION german (provider = icu, locale = 'de')")
  expect(await query(server.admin, `SELECT 'ä' < 'b' COLLATE german AS sorted`)).toEqual([{ sorted: true }])
  expect(await endElsewhere(server)).toBe(0)
})

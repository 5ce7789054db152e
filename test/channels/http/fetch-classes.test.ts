import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '../../../src')

/** In a process of its own: doors are closed once and for all. Tells which of fetch's classes are somebody's proxy. */
async function proxiesAfter(install: string): Promise<string[]> {
  const script = `
    import { isProxy } from 'node:util/types'
    ${install}
    const { get, set, append, delete: remove } = Headers.prototype
    const all = { Headers, Request, Response, get, set, append, remove }
    process.stdout.write(JSON.stringify(Object.keys(all).filter((name) => isProxy(all[name]))))
    process.exit()
  `
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
  })
  return JSON.parse(stdout) as string[]
}

test('a process with closed doors has the fetch classes of Node itself', async () => {
  const doors = `
    import { installDoors } from '${SOURCE}/hosts/function/doors/doors.ts'
    import { createServing } from '${SOURCE}/channels/http/serving.ts'
    installDoors(createServing())
  `
  expect(await proxiesAfter(doors)).toEqual([])
})

test('control: the interceptor alone leaves its own in their place', async () => {
  const interceptor = `
    import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
    new HttpRequestInterceptor().apply()
  `
  expect(await proxiesAfter(interceptor)).toEqual(['Headers', 'Request', 'Response', 'set', 'append', 'remove'])
})

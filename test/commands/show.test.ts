import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT, runProject, startMettle, temporaryFolder } from '../e2e/cli.ts'

/** Starts `mettle show`, and hands over its address. */
async function show(folder: string, args: string[] = []) {
  let told = (_: string) => {}
  const url = new Promise<string>((done) => {
    told = (text) => {
      const found = /http:\S+/.exec(text)
      if (found) done(found[0])
    }
  })
  const { child, ended } = startMettle(['show', folder, '--no-open', ...args], { cwd: ROOT, onOutput: told })
  onTestFinished(() => void child.kill('SIGKILL'))
  const gone = ended.then(({ stderr }) => Promise.reject(new Error(stderr)))
  gone.catch(() => {})
  return { url: await Promise.race([url, gone]), child, ended }
}

/** As a client that repairs no path: `fetch` would take '..' out. */
function ask(url: string, path: string, { method = 'GET', headers = {} } = {}) {
  return new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((done, fail) => {
    const asked = request(url, { path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    asked.on('error', fail).end()
  })
}

test('serves the folder of one run to whoever knows the token, and nothing else', async () => {
  const { out } = await runProject('several', ['--reporter', 'json'])
  const outside = join(temporaryFolder(), 'secret.txt')
  writeFileSync(outside, 'SECRET')
  symlinkSync(outside, join(out, 'link.txt'))
  copyFileSync(outside, `${out}-beside.txt`)
  const { url, child, ended } = await show(out)
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
  const { pathname: base } = new URL(url)

  // The page was not there: it is rendered from the stored run.
  const page = await ask(url, base)
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.body).toContain('<title>mettle')
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect((await ask(url, `${base}run.json`)).body).toContain('"schemaVersion"')

  const refused = [
    '/',
    '/index.html',
    `/${'0'.repeat(32)}/`,
    `${base}../secret.txt`,
    `${base}..%2f..%2f..%2f..%2f..%2fetc%2fpasswd`,
    `${base}%2e%2e/run-beside.txt`,
    `${base}../run-beside.txt`,
    `${base}/etc/passwd`,
    `${base}link.txt`,
    `${base}traces`,
    `${base}%00`,
    `${base}%zz`,
    base.slice(0, -1),
  ]
  for (const path of refused) expect([path, (await ask(url, path)).status]).toEqual([path, 404])
  expect((await ask(url, base, { headers: { host: 'evil.test' } })).status).toBe(404)
  expect((await ask(url, base, { method: 'POST' })).status).toBe(404)

  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  await expect(ask(url, base)).rejects.toThrow('ECONNREFUSED')
})

test('says what is wrong where there is no run, or no such port', async () => {
  const empty = join(temporaryFolder(), 'empty')
  mkdirSync(empty)
  await expect(show(empty)).rejects.toThrow('does not exist. Run "mettle run" first')
  await expect(show(empty, ['--port', '0'])).rejects.toThrow('1 to 65535')
  rmSync(empty, { recursive: true })
})

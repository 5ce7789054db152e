import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const bin = resolve(import.meta.dirname, '../bin/mettle.js')

/** A package with the entry and a command line of its own, which answers with what it got. */
function planted(cli: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-bin-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(bin, join(folder, 'bin/mettle.js'))
  const exports = { '.': { 'mettle-source': './src/index.ts', default: './dist/index.js' } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'mettle', type: 'module', exports }))
  const suffix = cli.slice(-'ts'.length)
  mkdirSync(join(folder, cli, '..'), { recursive: true })
  writeFileSync(join(folder, cli, `../index.${suffix}`), `export const origin = '${cli}'\n`)
  const body = "const { origin } = await import('mettle')\n  console.log(origin, argv.join(' '))\n  return 7"
  const argv = suffix === 'ts' ? 'argv: string[]' : 'argv'
  writeFileSync(join(folder, cli), `export async function main(${argv}) {\n  ${body}\n}\n`)
  return join(folder, 'bin/mettle.js')
}

function start(
  entry: string,
  nodeArguments: string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const options = { env: { ...process.env, ...env } }
    const words = [...nodeArguments, entry, 'run', '--list']
    const child = execFile(process.execPath, words, options, (_, stdout, stderr) => {
      done({ code: child.exitCode, stdout, stderr })
    })
  })
}

test('the source is run where there is one, and "mettle" means the source', async () => {
  expect(await start(planted('src/cli.ts'))).toMatchObject({ code: 7, stdout: 'src/cli.ts run --list\n' })
})

test('the build is run where there is no source, and "mettle" means the build', async () => {
  expect(await start(planted('dist/cli.js'))).toMatchObject({ code: 7, stdout: 'dist/cli.js run --list\n' })
})

/** Starts the entry in a process that takes itself for another. */
function startAs(fake: string) {
  return start(planted('src/cli.ts'), ['--import', `data:text/javascript,${encodeURIComponent(fake)}`])
}

test.each(['20.20.2', '22.21.9', '18.0.0'])('Node %s is refused with a message', async (version) => {
  const { code, stderr } = await startAs(`Object.defineProperty(process, 'version', { value: 'v${version}' })`)
  expect(code).toBe(3)
  expect(stderr).toContain(`mettle needs Node >= 22.22; this is v${version}. Install`)
})

test.each(['22.22.0', '24.0.0'])('Node %s is not', async (version) => {
  expect(await startAs(`Object.defineProperty(process, 'version', { value: 'v${version}' })`)).toMatchObject({
    code: 7,
  })
})

test('Windows is refused with the reason and a way that works; Linux and macOS are not', async () => {
  const on = (platform: string) => startAs(`Object.defineProperty(process, 'platform', { value: '${platform}' })`)
  const { code, stderr } = await on('win32')
  expect(code).toBe(3)
  expect(stderr).toContain('mettle does not run on Windows: ')
  expect(stderr).toContain('Run it in WSL: `wsl --install`')
  for (const platform of ['linux', 'darwin']) expect(await on(platform)).toMatchObject({ code: 7, stderr: '' })
})

test.each([['--permission'], ['--permission', '--allow-fs-read=*']])(
  '%s %s is refused with what to do',
  async (...flags) => {
    const { code, stderr } = await start(planted('src/cli.ts'), flags)
    expect(code).toBe(3)
    expect(stderr).toContain('Take `--permission` out of NODE_OPTIONS')
  },
)

test('the process counts and sorts as on every machine, whatever the language and the time zone of its user', async () => {
  const cli = `export async function main(argv: string[]) {
    const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
    console.log(locale, timeZone, argv.join(' '))
    return 7
  }`
  const entry = planted('src/cli.ts')
  writeFileSync(join(entry, '../../src/cli.ts'), cli)
  const as = (env: Record<string, string>) => start(entry, [], env)
  const expected = { code: 7, stdout: 'en-US UTC run --list\n', stderr: '' }
  expect(await as({ LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' })).toEqual(expected)
  expect(await as({ LANG: 'en_US.UTF-8', LC_ALL: 'ar_EG.UTF-8', TZ: 'America/New_York' })).toEqual(expected)
  expect(await as({ LC_MESSAGES: 'ja_JP', LC_ALL: '' })).toEqual(expected)
})

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
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [...nodeArguments, entry, 'run', '--list'], (_, stdout, stderr) => {
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

test.each(['20.20.2', '22.21.9', '18.0.0'])('Node %s is refused with a message', async (version) => {
  const fake = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })
    Object.defineProperty(process, 'version', { value: 'v${version}' })`
  const { code, stderr } = await start(planted('src/cli.ts'), [
    '--import',
    `data:text/javascript,${encodeURIComponent(fake)}`,
  ])
  expect(code).toBe(3)
  expect(stderr).toContain(`mettle needs Node >= 22.22; this is v${version}. Install`)
})

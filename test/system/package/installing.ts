import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { mkdir, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'
import { installed } from '../installed.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder of this file's own, gone when its tests are over. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mettle package ')))
  folders.push(folder)
  return folder
}

export interface Ended {
  code: unknown
  stdout: string
  stderr: string
  /** Both, for messages. */
  output: string
}

/** A Node of one's choice first on the path, as a user would have it: nothing of npm or vitest around it, but that packages come from npm's cache. */
export function environment(node: string): NodeJS.ProcessEnv {
  const added = /^(npm_|VITEST|NODE_(?!EXTRA_CA_CERTS$)|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|CI$|GITHUB_|INIT_CWD$)/
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !/node_modules/.test(folder))
  const npm = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' }
  return { ...Object.fromEntries(kept), ...npm, PATH: [dirname(node), ...path].join(delimiter) }
}

/** Runs a command in the environment of a user who has this Node. */
export function run(node: string, cwd: string, command: string, ...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    const options = { cwd, env: environment(node), timeout: 240_000, maxBuffer: 64_000_000 }
    const child = execFile(command, args, options, (_, stdout, stderr) => {
      done({ code: child.exitCode, stdout, stderr, output: stdout + stderr })
    })
  })
}

/** @throws {Error} with all that the command printed, unless it exits with 0. */
export async function mustRun(node: string, cwd: string, command: string, ...args: string[]): Promise<Ended> {
  const ended = await run(node, cwd, command, ...args)
  if (ended.code !== 0) throw new Error(`"${[command, ...args].join(' ')}" exited with ${ended.code}.\n${ended.output}`)
  return ended
}

/** The Node that runs this, and the oldest that the package allows. */
export async function nodes(): Promise<Record<'24' | '22', string>> {
  const folder = join(import.meta.dirname, 'node-22')
  await installed(folder)
  return {
    '24': process.execPath,
    '22': join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`),
  }
}

/** Builds and packs the package, one at a time: the folder of the build is there once. Resolves to the tarball. */
export async function pack(): Promise<string> {
  const folder = emptyFolder()
  await using _ = await soleBuilder()
  const { stdout } = await mustRun(process.execPath, ROOT, 'npm', 'pack', '--json', '--pack-destination', folder)
  const [, file = ''] = /"filename":\s*"([^"]+)"/.exec(stdout) ?? []
  return join(folder, file)
}

/** Waits until no other file of this test run builds. */
async function soleBuilder(): Promise<AsyncDisposable> {
  // All files of a run have one parent.
  const place = join(tmpdir(), `mettle-building-${process.ppid}`)
  while (!(await isMade(place))) await sleep(100)
  return { [Symbol.asyncDispose]: () => rmdir(place) }
}

async function isMade(place: string): Promise<boolean> {
  try {
    await mkdir(place)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw thrown
  }
}

const installations = new Map<string, Promise<string>>()

/** Installs the tarball into an empty folder, as a user would. Resolves to a copy of that folder. */
export async function install(node: string, tarball: string): Promise<string> {
  const key = `${node} ${tarball}`
  const installing = installations.get(key) ?? installAnew(node, tarball)
  installations.set(key, installing)
  const folder = emptyFolder()
  cpSync(await installing, folder, { recursive: true, verbatimSymlinks: true })
  return folder
}

async function installAnew(node: string, tarball: string): Promise<string> {
  const folder = emptyFolder()
  await mustRun(node, folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball)
  return folder
}

/** A project of a user's own, beside what an earlier install has brought. */
export function consumer(installedFolder: string): string {
  cpSync(join(import.meta.dirname, 'consumer'), installedFolder, { recursive: true })
  return installedFolder
}

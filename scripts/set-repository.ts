// Before `npm publish`: package.json says where the source is, by the origin of the clone that publishes.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const ADVICE =
  'Publish from a clone of the public repository, or name it: git remote add origin https://github.com/OWNER/NAME.git'

/** 'https://host/owner/name' of what git calls an origin; undefined where nobody else can follow it. */
function publicAddress(origin: string): string | undefined {
  const [, host, path] =
    /^(?:https:\/\/|ssh:\/\/)(?:[^@/]*@)?([^/:]+\.[a-z]{2,})(?::\d+)?\/(.+)$/i.exec(origin) ??
    /^[\w.-]+@([^/:]+\.[a-z]{2,}):(.+)$/i.exec(origin) ??
    []
  if (!host || !path) return undefined
  return `https://${host.toLowerCase()}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}`
}

function originOf(): string {
  try {
    return execFileSync('git', ['remote', 'get-url', 'origin'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return ''
  }
}

const origin = originOf()
const address = publicAddress(origin)
if (address) {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>
  const links = {
    homepage: `${address}#readme`,
    bugs: { url: `${address}/issues` },
    repository: { type: 'git', url: `git+${address}.git` },
  }
  writeFileSync('package.json', `${JSON.stringify({ ...manifest, ...links }, null, 2)}\n`)
} else {
  const found =
    origin === '' ? 'there is no remote "origin"' : `"${origin.replace(/\/\/[^@/]*@/, '//')}" is no public address`
  process.stderr.write(`Failed to say in package.json where the source is: ${found}. ${ADVICE}\n`)
  process.exitCode = 3
}

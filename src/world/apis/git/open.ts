import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, UsageError } from '../../../kernel/errors.ts'
import { digest } from '../../../kernel/json.ts'
import { suggest } from '../../../kernel/nearest.ts'
import type { Collection } from '../../collection.ts'
import type { Api } from '../define.ts'
import { forgeOf } from './forge.ts'
import { branchCalls, branchHandlers } from './rest/branches.ts'
import { commitHandlers } from './rest/commits.ts'
import { contentCalls, contentHandlers } from './rest/contents.ts'
import { pullCalls, pullHandlers } from './rest/pulls.ts'
import { seedOf } from './seed.ts'
import type { RepositorySource } from './source.ts'
import { mustHaveGit } from './wire/git.ts'
import { wireCalls, wireHandlers } from './wire/handlers.ts'

type Opened = Pick<Api, 'collections' | 'handlers' | 'calls' | 'standsFor' | 'prerequisites'> & { digest: string }

/** What was made of a source last: a scenario is loaded once for each of its tasks. */
const made = new WeakMap<RepositorySource, { name: string; opened: Opened }>()

/** What the forge's API has, and what is said of its calls. */
const KINDS = [
  [branchHandlers, branchCalls],
  [contentHandlers, contentCalls],
  [commitHandlers, () => ({})],
  [pullHandlers, pullCalls],
] as const

/** Makes the handlers of a repository. @throws {UsageError} its files cannot be read, or its settings name nothing. */
export function openRepository(source: RepositorySource, name: string): Opened {
  const known = made.get(source)
  if (known?.name === name) return known.opened
  const opened = open(source, name)
  made.set(source, { name, opened })
  return opened
}

function open(source: RepositorySource, name: string): Opened {
  const { repository, url = 'https://forge.test', branch = 'main' } = source
  mustKnowChecks(source)
  const files = filesFrom(source)
  const seed = seedOf(files, branch)
  const forge = forgeOf(name, source, seed)
  const path = `/${repository}.git`
  const api = `/repos/${repository}`
  const { origin } = new URL(url)
  return {
    collections: Object.values(forge.kept) as unknown as Collection<object>[],
    handlers: [...wireHandlers(forge, `${origin}${path}`), ...KINDS.flatMap(([make]) => make(forge, origin + api))],
    calls: { ...wireCalls(forge, path), ...Object.assign({}, ...KINDS.map(([, say]) => say(forge, api))) },
    standsFor: ['push ', 'merge '],
    prerequisites: mustHaveGit,
    digest: digest([...seed.refs]),
  }
}

/** @throws {UsageError} a branch waits for a check that nobody runs. */
function mustKnowChecks({ protect = {}, checks = {} }: RepositorySource): void {
  const known = Object.keys(checks)
  for (const [branch, rule] of Object.entries(protect)) {
    const stray = rule.checks?.find((name) => !known.includes(name))
    if (stray !== undefined)
      throw new UsageError(`protect["${branch}"]: there is no check "${stray}".${suggest(stray, known)}`)
  }
}

function filesFrom({ file, files = {} }: RepositorySource): Map<string, Buffer> {
  if (file === undefined)
    return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const))
  try {
    const found = readdirSync(file, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    const paths = found.map((one) => join(one.parentPath, one.name))
    const named = paths.map((path) => [path.slice(file.length + 1).replaceAll('\\', '/'), readFileSync(path)] as const)
    return new Map(named.filter(([path]) => !path.split('/').includes('.git')))
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}. Paths start at the scenario's folder.`)
  }
}

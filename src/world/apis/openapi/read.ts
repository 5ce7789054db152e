import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, join, resolve, sep } from 'node:path'
import { upgrade } from '@scalar/openapi-parser'
import { LineCounter, parseDocument } from 'yaml'
import { messageOf, UsageError } from '../../../kernel/errors.ts'
import { digestText } from '../../../kernel/json.ts'
import { shortPath } from '../../../kernel/short-path.ts'
import { isNode, type Node, textAt } from './node.ts'
import { type Reference, survey } from './survey.ts'

/** A specification as OpenAPI 3.1, whatever it was written in, with all of its files in one. */
export interface Specification {
  /** As messages name it. */
  file: string
  root: Node
  /** Of all its files: another text is another specification. */
  digest: string
}

/** Where the files that a specification refers to are put. */
const FILES = 'x-mettle-files'
const MOST_FILES = 1_000
const MOST_BYTES = 100 * 1024 * 1024

const known = new Map<string, { stamp: string; read: Specification }>()

/** Reads a specification once per process. @throws {UsageError} what is wrong with it, and where. */
export function readSpecification(file: string): Specification {
  const stamp = stampOf(file)
  const found = known.get(file)
  if (found?.stamp === stamp) return found.read
  const read = readAnew(file)
  known.set(file, { stamp, read })
  return read
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`Failed to load ${shortPath(file)}: there is no such file.`)
  if (found.size > MOST_BYTES) throw new UsageError(`Failed to load ${shortPath(file)}: it has more than 100 MB.`)
  return `${found.size} ${found.mtimeMs}`
}

function readAnew(file: string): Specification {
  const shown = shortPath(file)
  const files = new Files(file)
  const root = files.all[0]?.content ?? {}
  if (!isNode(root)) throw new UsageError(`Failed to load ${shown}: it holds no object.`)
  const version = textAt(root, 'openapi') ?? textAt(root, 'swagger')
  if (!version || !/^(2\.0|3\.[012](\.\d+)?)$/.test(version)) {
    const found = version === undefined ? 'says neither "openapi" nor "swagger"' : `is of version ${version}`
    throw new UsageError(`Failed to load ${shown}: it ${found}. Known: OpenAPI 3.0, 3.1 and 3.2, Swagger 2.0.`)
  }
  const others = files.all.slice(1).map(({ content }) => content)
  const whole = others.length > 0 ? { ...root, [FILES]: others } : root
  const digest = digestText(files.all.map(({ text }) => text).join('\0'))
  return { file: shown, root: upgraded(whole, shown), digest }
}

function upgraded(root: Node, shown: string): Node {
  try {
    const { specification } = upgrade(root as Parameters<typeof upgrade>[0])
    if (isNode(specification)) return specification
  } catch (thrown) {
    throw new UsageError(`Failed to load ${shown}: it cannot be read as OpenAPI 3.1: ${messageOf(thrown)}.`)
  }
  throw new UsageError(`Failed to load ${shown}: it cannot be read as OpenAPI 3.1.`)
}

interface ReadFile {
  path: string
  text: string
  content: unknown
}

/** A specification and all that it refers to, each file once. References are put to where the files come to stand. */
class Files {
  readonly all: ReadFile[] = []
  readonly #project: string
  #bytes = 0

  constructor(first: string) {
    const path = realpathSync(first)
    this.#project = projectOf(path)
    this.#add(path)
    for (let index = 0; index < this.all.length; index++) this.#follow(index)
  }

  #add(path: string): number {
    const shown = shortPath(path)
    const text = readFileSync(path, 'utf8')
    this.#bytes += text.length
    if (this.all.length >= MOST_FILES || this.#bytes > MOST_BYTES) {
      throw new UsageError(`Failed to load ${shown}: the specification has more than ${MOST_FILES} files or 100 MB.`)
    }
    return this.all.push({ path, text, content: parsed(text, shown) }) - 1
  }

  #follow(index: number): void {
    const { path, content } = this.all[index] as ReadFile
    for (const reference of survey(content, shortPath(path))) {
      const place = this.#placeOf(reference, index, path)
      if (place !== undefined) reference.put(place)
    }
  }

  /** Undefined where it stays as it is. */
  #placeOf(reference: Reference, index: number, path: string): string | undefined {
    const { to } = reference
    const [file = '', pointer = ''] = to.split('#', 2)
    if (file === '') return index === 0 ? undefined : `#/${FILES}/${index - 1}${pointer}`
    const found = this.#find(file, reference, path)
    return found === 0 ? `#${pointer}` : `#/${FILES}/${found - 1}${pointer}`
  }

  #find(file: string, { to, where }: Reference, from: string): number {
    const refuse = (why: string) => {
      const told = `Failed to load ${shortPath(from)}: ${where}: "$ref": "${to}" ${why}`
      return new UsageError(told)
    }
    if (/^([a-z][\w+.-]*:|\/\/)/i.test(file)) {
      throw refuse('leads to another machine. Put the file into the project and refer to it by its path.')
    }
    const path = realPath(resolve(dirname(from), decodeURIComponent(file)))
    if (path === undefined) throw refuse('leads to a file that does not exist.')
    if (!path.startsWith(this.#project + sep)) {
      throw refuse(`leads out of the project, ${this.#project}. Put the file into the project.`)
    }
    const found = this.all.findIndex((one) => one.path === path)
    return found < 0 ? this.#add(path) : found
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

/** The folder of the nearest package.json; the file's own where there is none. */
function projectOf(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (statSync(join(folder, 'package.json'), { throwIfNoEntry: false })) return folder
  }
  return dirname(file)
}

function parsed(text: string, shown: string): unknown {
  const isJson = /^\s*[{[]/.test(text) && extname(shown) !== '.yaml' && extname(shown) !== '.yml'
  try {
    return isJson ? JSON.parse(text) : readYaml(text, shown)
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw new UsageError(`Failed to load ${shown}: ${messageOf(thrown)}.`)
  }
}

function readYaml(text: string, shown: string): unknown {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: 'error' })
  const [problem] = document.errors
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0])
    throw new UsageError(`Failed to load ${shown}:${line}:${col}: ${problem.message}`)
  }
  return document.toJS()
}

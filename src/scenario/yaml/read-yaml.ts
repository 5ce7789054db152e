import { isMap, isNode, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml'
import { UsageError } from '../../kernel/errors.ts'
import type { PlaceOf } from '../explain.ts'

/** A YAML file as data. */
export interface YamlFile {
  value: unknown
  /** 'a.scenario.yaml:3:5: ', where a path in it was written down, or the nearest thing around it. */
  place: PlaceOf
}

/** Parses YAML 1.2. @param file As messages name it. @throws {UsageError} what is not YAML, with line and column. */
export function readYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  // What only warns, such as a tag that nobody knows, would change the meaning without a word.
  const problems = [...document.errors, ...document.warnings]
  if (problems.length > 0) {
    const told = problems.slice(0, 10).map(({ message, pos }) => `  ${at(lines, file, pos[0])}${message}`)
    throw new UsageError(`Failed to load ${file}:\n${told.join('\n')}`)
  }
  const place: PlaceOf = (path) => at(lines, file, offsetOf(document.contents, path))
  try {
    return { value: document.toJS(), place }
  } catch (thrown) {
    // Too many aliases: a small text that would become a huge value.
    throw new UsageError(`Failed to load ${file}: ${(thrown as Error).message}.`)
  }
}

function at(lines: LineCounter, file: string, offset: number): string {
  const { line, col } = lines.linePos(offset)
  return `${file}:${Math.max(1, line)}:${Math.max(1, col)}: `
}

/** Where the last step of a path that exists begins: a member at its key, an item at its value. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const step of path) {
    const next = stepInto(node, step)
    if (!next) return offset
    offset = next.offset
    node = next.node
  }
  return offset
}

function stepInto(node: unknown, step: PropertyKey): { node: unknown; offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) && item.range ? { node: item, offset: item.range[0] } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = (node.items as Pair<Node, Node | null>[]).find(({ key }) => String(key) === String(step))
  return pair?.key.range ? { node: pair.value, offset: pair.key.range[0] } : undefined
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Node } from 'typescript/unstable/ast'
import { isFunctionDeclaration, isVariableStatement } from 'typescript/unstable/ast/is'
import { commentAbove, isExported, parse } from './syntax.ts'

/** Folders below src/agents/ and what an agent in each of them is. */
const KINDS = { controls: 'control', chaos: 'chaos', attackers: 'attacker', saboteurs: 'saboteur' } as const

/** An agent as its own file describes it, in the comment above its `run`. */
export interface ShippedAgent {
  name: string
  kind: string
  /** Below src/agents/, without suffix. */
  file: string
  /** The first sentence. */
  summary: string
  /** Of attackers and saboteurs: the safeguard that is under attack. */
  attacks?: string
  /** Of saboteurs: the verdict, and what its reason says. Of attackers: what a sound safeguard does. */
  expect?: string
}

/** Every file below src/agents/ that exports `run`, by kind and name. */
export function shippedAgents(root: string): ShippedAgent[] {
  return Object.entries(KINDS).flatMap(([folder, kind]) => {
    const path = join(root, 'src/agents', folder)
    const files = existsSync(path) ? readdirSync(path).sort() : []
    return files.flatMap((file) => {
      const comment = commentOf(readFileSync(join(path, file), 'utf8'))
      const name = file.replace(/\.ts$/, '')
      return comment === undefined ? [] : [{ name, kind, file: `${folder}/${name}`, ...describe(comment) }]
    })
  })
}

/** The index of the agents: words about them. Their modules are loaded in a worker, never with this. */
export function agentIndex(root: string): Map<string, string> {
  const entries = shippedAgents(root).map(({ name, ...about }) => {
    const lines = Object.entries(about).map(([key, value]) => member(key, quote(value)))
    return `  ${/^\w+$/.test(name) ? name : quote(name)}: {\n${lines.join('')}  },\n`
  })
  const text = `// Generated. Do not edit.\nexport const agents = {\n${entries.join('')}} as const\n`
  return new Map([['src/agents/index.ts', text]])
}

/** A line, or two where it would be longer than biome has it. */
function member(key: string, value: string): string {
  const line = `    ${key}: ${value},\n`
  return line.length <= 121 ? line : `    ${key}:\n      ${value},\n`
}

/** The comment above `run`; '' for none, undefined where the file is no agent. */
function commentOf(text: string): string | undefined {
  const run = [...parse(text).statements].find(
    (statement) => isExported(statement) && namesOf(statement).includes('run'),
  )
  return run && (commentAbove(run) ?? '')
}

function namesOf(statement: Node): string[] {
  if (isFunctionDeclaration(statement)) return [statement.name?.getText() ?? '']
  return isVariableStatement(statement)
    ? [...statement.declarationList.declarations].map(({ name }) => name.getText())
    : []
}

function describe(comment: string): Pick<ShippedAgent, 'summary' | 'attacks' | 'expect'> {
  const [text = '', ...tags] = comment.split(/^@/m).map((part) => part.replace(/\s+/g, ' ').trim())
  const summary = /^.*?\.(?= |$)/.exec(text)?.[0] ?? text
  const tagged = tags.map((tag) => [tag.split(' ', 1)[0], tag.slice(tag.indexOf(' ') + 1)])
  return { summary, ...Object.fromEntries(tagged) }
}

function quote(text: string): string {
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replace(/['\\]/g, '\\$&')}'`
}

import type { SqlHints } from '../../../boundary/sql-hints.ts'
import type { SqlPart } from '../../../boundary/sql-pipe.ts'
import type { Access } from '../../../trace/events/call.ts'
import { readingFunctions } from './reading-functions.ts'

type Node = Record<string, unknown>

/** How many texts are remembered. An agent that makes up a new one for every call must not fill the memory. */
const REMEMBERED = 1_000
/** Longer texts are not parsed: nobody writes them by hand, and a parser's stack is finite. */
const LONGEST = 100_000
/** How many relations a target names. */
const NAMED = 8

type Parse = (text: string) => { stmts?: { stmt?: unknown; stmt_location?: number; stmt_len?: number }[] }

/** What the texts of statements say of them. */
export interface ReadsSql {
  hints(database: string, text: string): SqlHints
  /** The statements of a text. Undefined where the parser cannot tell. */
  split(text: string): SqlPart[] | undefined
}

let loading: Promise<ReadsSql> | undefined

/** The parser is PostgreSQL's own, loaded once per process. */
export function loadHints(): Promise<ReadsSql> {
  loading ??= load()
  return loading
}

async function load(): Promise<ReadsSql> {
  const { loadModule, parseSync } = await import('libpg-query')
  await loadModule()
  const known = new Map<string, SqlHints>()
  return {
    hints: (database, text) => {
      const key = `${database}\0${text}`
      const found = known.get(key)
      if (found) return found
      const hints = readHints(database, text, parseSync as Parse)
      if (known.size >= REMEMBERED) known.clear()
      known.set(key, hints)
      return hints
    },
    split: (text) => split(text, parseSync as Parse),
  }
}

/** Places are in bytes, as the parser has them. */
function split(text: string, parse: Parse): SqlPart[] | undefined {
  if (text.length > LONGEST) return undefined
  try {
    const { stmts = [] } = parse(text)
    if (stmts.length === 1 && !stmts[0]?.stmt_location) return [{ text, at: 0 }]
    const bytes = Buffer.from(text)
    return stmts.map(({ stmt_location: from = 0, stmt_len: length }) => ({
      text: bytes.toString('utf8', from, length ? from + length : bytes.length),
      at: [...bytes.toString('utf8', 0, from)].length,
    }))
  } catch {
    return undefined
  }
}

function readHints(database: string, text: string, parse: Parse): SqlHints {
  const read = readable(text)
  const statements = read === undefined ? undefined : tryToParse(read, parse)
  const [only] = statements ?? []
  if (!only || statements?.length !== 1) return { target: `${database} (unread)`, access: 'unknown' }
  const { verb, says, planned } = describe(only)
  const seen = planned ? asPlanned(lookThrough(only)) : lookThrough(only)
  const named = namesOf(verb, seen)
  const target = [database, verb, named].filter(Boolean).join(' ')
  const others = [...seen.writes, ...(seen.reads.size > 1 || verb !== 'SELECT' ? asReads(seen) : [])]
  const covers = [...new Set(others.map((other) => `${database} ${other}`))].filter((other) => other !== target)
  const access = says === 'read' && !(seen.writes.length === 0 && seen.harmless) ? 'unknown' : says
  const unordered = isUnordered(only)
  const control = CONTROL.has(verb)
  const still = isStill(only, verb)
  const chains = only[1].chain === true
  const rows = only[0] === 'SelectStmt' || WRITES[only[0]] !== undefined
  const feeds = only[0] === 'CopyStmt' && only[1].is_from === true && only[1].filename === undefined
  return {
    target,
    access,
    ...(covers.length > 0 && { covers }),
    ...(unordered && { unordered }),
    ...(control && { control }),
    ...(chains && { chains }),
    ...(still && { still }),
    ...(rows && { rows }),
    ...(feeds && { feeds }),
  }
}

/** Whatever else is not read: what begins or ends a transaction is, though it may be hidden behind as much as one likes. */
function readable(text: string): string | undefined {
  if (text.length <= LONGEST) return text
  const bare = withoutComments(text)
    .replace(/[\s;]+/g, ' ')
    .trim()
  return bare.length <= LONGEST && OF_TRANSACTIONS.test(bare) ? bare : undefined
}

const OF_TRANSACTIONS = /^(abort|begin|commit|end|prepare transaction|release|rollback|savepoint|start)\b/i

/** For commands that hold no text in quotes. Comments may be within comments. */
function withoutComments(text: string): string {
  let depth = 0
  let inLine = false
  let left = ''
  for (const part of text.split(/(\/\*|\*\/|--|[\r\n])/)) {
    if (inLine) inLine = !/^[\r\n]$/.test(part)
    else if (part === '/*') depth++
    else if (part === '*/') depth--
    else if (depth === 0 && part === '--') inLine = true
    else if (depth === 0) left += ` ${part}`
  }
  return left
}

function tryToParse(text: string, parse: Parse): [string, Node][] | undefined {
  try {
    return (parse(text).stmts ?? []).flatMap(({ stmt }) => Object.entries((stmt ?? {}) as Node) as [string, Node][])
  } catch {
    // PostgreSQL will say what is wrong with it.
    return undefined
  }
}

const STILL = new Set([
  'VariableSetStmt',
  'VariableShowStmt',
  'DiscardStmt',
  'ListenStmt',
  'UnlistenStmt',
  'DeallocateStmt',
])

/** It changes no rows, and is no query. */
function isStill([kind]: [string, Node], verb: string): boolean {
  return verb === 'BEGIN' || STILL.has(kind)
}

/** What it returns has no order of its own: a query without ORDER BY, or what a write returns. */
function isUnordered([kind, { sortClause, returningClause, returningList }]: [string, Node]): boolean {
  return kind === 'SelectStmt' ? sortClause === undefined : (returningClause ?? returningList) !== undefined
}

interface Seen {
  /** 'UPDATE orders', in the order of the text. */
  writes: string[]
  reads: Set<string>
  /** Nothing in it is known to do more than reading. */
  harmless: boolean
}

const WRITES: Readonly<Record<string, string>> = {
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
}

/** Walks through a whole statement, with a stack of its own: agents nest deeper than calls can be. */
function lookThrough([kind, statement]: [string, Node]): Seen {
  const seen: Seen = { writes: [], reads: new Set(), harmless: true }
  const ctes = new Set<string>()
  const relations: string[] = []
  const open: unknown[] = [{ [kind]: statement }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== 'object') continue
    for (const [name, node] of Object.entries(next).reverse()) {
      const inner = node as Node
      if (WRITES[name] && inner?.relation) seen.writes.push(`${WRITES[name]} ${relationName(inner.relation as Node)}`)
      if (name === 'CommonTableExpr') ctes.add(String(inner.ctename))
      if (typeof inner?.relname === 'string') relations.push(relationName(inner))
      if (name === 'FuncCall') seen.harmless &&= readingFunctions.has(functionName(inner))
      if (name === 'LockingClause' || name === 'intoClause') seen.harmless = false
      open.push(WRITES[name] ? { ...inner, relation: null } : node)
    }
  }
  seen.reads = new Set(relations.filter((relation) => !ctes.has(relation)))
  return seen
}

/** What is only planned writes nothing yet. */
function asPlanned({ writes, reads }: Seen): Seen {
  const relations = writes.map((write) => write.slice(write.indexOf(' ') + 1))
  return { writes: [], reads: new Set([...reads, ...relations]), harmless: true }
}

/** 'orders', 'audit.log'; what is in `public` goes by its own name. */
function relationName(relation: Node | undefined): string {
  const { schemaname, relname } = relation ?? {}
  const name = String(relname ?? '?')
  return schemaname === undefined || schemaname === 'public' ? name : `${schemaname}.${name}`
}

function functionName({ funcname = [] }: Node): string {
  const parts = (funcname as { String?: { sval?: string } }[]).map(({ String: text }) => text?.sval ?? '')
  return parts[0] === 'pg_catalog' ? parts.slice(1).join('.') : parts.join('.')
}

function asReads({ reads }: Seen): string[] {
  return [...reads].map((relation) => `SELECT ${relation}`)
}

/** The relations that a target names: those that it writes to, else those that it reads. */
function namesOf(verb: string, { writes, reads }: Seen): string {
  const [kind] = verb.split(' ')
  const own = writes.find((write) => write.startsWith(`${kind} `))
  const names = own ? [own.slice(own.indexOf(' ') + 1)] : [...reads].sort()
  if (names.length <= NAMED) return names.join(', ')
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
}

const TRANSACTIONS: Readonly<Record<string, string>> = {
  TRANS_STMT_BEGIN: 'BEGIN',
  TRANS_STMT_START: 'BEGIN',
  TRANS_STMT_COMMIT: 'COMMIT',
  TRANS_STMT_ROLLBACK: 'ROLLBACK',
  TRANS_STMT_SAVEPOINT: 'SAVEPOINT',
  TRANS_STMT_RELEASE: 'RELEASE',
  TRANS_STMT_ROLLBACK_TO: 'ROLLBACK TO',
}

const CONTROL = new Set([...Object.values(TRANSACTIONS), 'TRANSACTION'])

/** What changes nothing but the session that it is in. */
const OF_THE_SESSION = new Set(['DeallocateStmt', 'ClosePortalStmt', 'ListenStmt', 'UnlistenStmt', 'DiscardStmt'])

/** What runs something that its text does not hold, or changes neither rows nor the schema by itself. */
const MAY_WRITE = new Set(
  'CallStmt CheckPointStmt ConstraintsSetStmt DeclareCursorStmt DoStmt ExecuteStmt FetchStmt LockStmt NotifyStmt VacuumStmt'.split(
    ' ',
  ),
)

interface Described {
  verb: string
  /** What such a statement does, as far as its kind says. */
  says: Access
  /** What it holds is not run. */
  planned?: true
}

/** The verb of a statement, and what it does by itself. Beginning and ending a transaction changes nothing. */
function describe([kind, statement]: [string, Node]): Described {
  if (kind === 'SelectStmt') return { verb: 'SELECT', says: 'read' }
  if (kind === 'VariableShowStmt') return { verb: 'SHOW', says: 'read' }
  // Settings are the session's own affair: which of them a role may change is the server's to say.
  if (kind === 'VariableSetStmt') return { verb: `SET ${statement.name ?? 'ALL'}`, says: 'read' }
  if (WRITES[kind]) return { verb: WRITES[kind], says: 'write' }
  if (kind === 'TransactionStmt') {
    const verb = TRANSACTIONS[String(statement.kind)]
    return verb ? { verb, says: 'read' } : { verb: 'TRANSACTION', says: 'write' }
  }
  if (kind === 'ExplainStmt') return explained(statement)
  if (kind === 'CallStmt') return { verb: `CALL ${functionName((statement.funccall ?? {}) as Node)}`, says: 'unknown' }
  // 'CreateFunctionStmt' -> 'CREATE FUNCTION'
  const words = kind.replace(/Stmt$/, '').match(/[A-Z]+[a-z]*/g) ?? [kind]
  const verb = words.join(' ').toUpperCase()
  if (kind === 'PrepareStmt') return { verb, says: 'read', planned: true }
  if (kind === 'CopyStmt') return { verb, says: statement.is_from || statement.filename ? 'write' : 'read' }
  return { verb, says: OF_THE_SESSION.has(kind) ? 'read' : MAY_WRITE.has(kind) ? 'unknown' : 'write' }
}

/** A plan is only looked at, unless the statement is run for it. */
function explained({ query, options = [] }: Node): Described {
  const [inner] = Object.entries((query ?? {}) as Node) as [string, Node][]
  const runs = (options as { DefElem?: { defname?: string } }[]).some(({ DefElem }) => DefElem?.defname === 'analyze')
  const { verb, says } = inner ? describe(inner) : { verb: '', says: 'read' as const }
  return runs ? { verb: `EXPLAIN ANALYZE ${verb}`, says } : { verb: `EXPLAIN ${verb}`, says: 'read', planned: true }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ShippedAgent, shippedAgents } from './shipped-agents.ts'
import { code, table } from './table.ts'

const PAGE = 'docs/agents.md'

/** `docs/agents.md`: what each agent that attacks does, what it is after and how that ends, as its own comment says. */
export function agentTables(root: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const agents = shippedAgents(root)
  const text = ['attacker', 'saboteur'].reduce(
    (page, kind) =>
      withTable(
        page,
        kind,
        agents.filter((one) => one.kind === kind),
      ),
    before.get(PAGE) ?? readFileSync(join(root, PAGE), 'utf8'),
  )
  return new Map([[PAGE, text]])
}

/** @throws {Error} the page has no place for it. */
function withTable(page: string, kind: string, agents: readonly ShippedAgent[]): string {
  const [begin, end] = [`<!-- agents: ${kind} -->\n`, `<!-- /agents: ${kind} -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the table of every ${kind}.`)
  const rows = agents.map(({ name, summary, attacks = '', expect = '' }) => [code(name), summary, attacks, expect])
  const shown = table(['agent', 'what it does', 'the safeguard that it attacks', 'how that ends'], rows)
  return `${page.slice(0, from)}${begin}\n${shown}\n\n${page.slice(to)}`
}

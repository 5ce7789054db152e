import { resolve } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import type { Grounds, Leftover } from '../../kernel/leftover.ts'
import { ownerIn } from '../../kernel/owner.ts'
import { version } from '../../kernel/version.ts'
import { visible } from '../../kernel/visible.ts'
import { type Found, findLeftovers, ROUNDS } from '../../runs/leftovers.ts'
import type { Config } from '../../scenario/config.ts'
import type { Terminal } from '../terminal.ts'
import { openProject } from './config.ts'

/** One thing that was left, as it is told. */
interface Told {
  kind: string
  place: string
  /** Of the process that it was: null where it was killed before it could sign. */
  owner: { pid: number; startedAt: string | null } | null
  /** With --remove: why it is still there, null where it is gone. */
  trouble?: string | null
  /** With --remove: where it lies now, null where nothing of it was to be kept. */
  keptAt?: string | null
}

/** Where runs of a project leave something. @param config Undefined: there is no project here. */
export function groundsOf(config: Pick<Config, 'root' | 'out' | 'database'> | undefined): Grounds {
  const { root = '.', out = 'reports/latest', database = 'embedded' } = config ?? {}
  return { out: resolve(root, out), database }
}

/** Lists what dead runs have left, and removes it where that is asked. Resolves with the exit code: 1 where something is left. */
export async function leftoversCommand(
  { config: path, json, remove = false }: { config?: string; json?: boolean; remove?: boolean },
  terminal: Terminal,
): Promise<number> {
  const { config } = await openProject(path)
  const { told, unknown } = await look(groundsOf(config), remove)
  if (json) terminal.print(`${JSON.stringify({ mettle: version(), leftovers: told, unknown }, null, 2)}\n`)
  else print(told, unknown, remove, terminal)
  return told.some(({ trouble }) => trouble !== null) ? 1 : 0
}

/** Where all is removed it is looked again, until nothing more comes up. */
async function look(grounds: Grounds, remove: boolean) {
  const told = new Map<string, Told>()
  let unknown: { kind: string; why: string }[] = []
  for (let round = 0; round < (remove ? ROUNDS : 1); round++) {
    const found = await findLeftovers(grounds)
    unknown = found.flatMap(({ kind, unknown: why }) => (why === undefined ? [] : [{ kind, why }]))
    const fresh = found
      .flatMap(({ kind, left }) => left.map((one) => ({ kind, one })))
      .filter(({ one }) => !told.has(one.place))
    if (fresh.length === 0) break
    for (const { kind, one } of fresh)
      told.set(one.place, { ...asTold(kind, one), ...(remove && (await removed(one))) })
  }
  return { told: [...told.values()], unknown }
}

function asTold(kind: string, { place, owner }: Leftover): Told {
  const known = ownerIn(owner)
  return {
    kind,
    place,
    owner: known ? { pid: known.pid, startedAt: known.startedAt?.toISOString() ?? null } : null,
  }
}

async function removed(one: Leftover): Promise<Pick<Told, 'trouble' | 'keptAt'>> {
  try {
    await one.remove()
    return { trouble: null, keptAt: one.keptAt?.() ?? null }
  } catch (thrown) {
    return { trouble: messageOf(thrown), keptAt: null }
  }
}

function print(
  told: readonly Told[],
  unknown: readonly { kind: string; why: string }[],
  remove: boolean,
  terminal: Terminal,
) {
  const width = Math.max(0, ...told.map(({ kind }) => kind.length))
  for (const { kind, place, owner, trouble, keptAt } of told) {
    terminal.print(`${kind.padEnd(width)}  ${visible(place)}\n${' '.repeat(width)}  ${ownerText(owner)}\n`)
    if (trouble) terminal.print(`${' '.repeat(width)}  still there: ${visible(trouble)}\n`)
    if (keptAt) terminal.print(`${' '.repeat(width)}  set aside: ${visible(keptAt)}\n`)
  }
  for (const { kind, why } of unknown) terminal.print(`${kind}: not looked for, ${visible(why)}\n`)
  terminal.print(`${told.length > 0 || unknown.length > 0 ? '\n' : ''}${conclusion(told, remove)}\n`)
}

function ownerText(owner: Told['owner']): string {
  if (!owner) return 'of a process that was killed before it could sign, more than an hour ago'
  return `of process ${owner.pid}${owner.startedAt === null ? '' : `, started ${owner.startedAt}`}, which is dead`
}

function conclusion(told: readonly Told[], remove: boolean): string {
  if (told.length === 0) return 'Dead runs have left nothing here.'
  const count = `${told.length} ${told.length === 1 ? 'thing' : 'things'}`
  if (!remove) return `Dead runs have left ${count} here. \`mettle doctor --remove\` removes what is listed.`
  const still = told.filter(({ trouble }) => trouble !== null).length
  const kept = told.filter(({ keptAt }) => keptAt).length
  const gone = told.length - still - kept
  const aside = kept === 0 ? '' : ` Set aside ${kept === 1 ? 'a run' : `${kept} runs`}, with all that had finished.`
  if (gone === told.length) return `Removed ${count}.`
  return `Removed ${gone} of ${count}.${aside}`
}

/** 'process 2, temporary folder 1' */
export function countText(found: readonly Found[]): string {
  return found.flatMap(({ kind, left }) => (left.length === 0 ? [] : [`${kind} ${left.length}`])).join(', ')
}

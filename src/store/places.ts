import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { ownPid } from '../kernel/own-pid.ts'
import { ownerTag, TAG } from '../kernel/owner.ts'

/** What stands between the name of a run and the process that writes it, as long as the run is under way. */
const PARTIAL = '.partial-'

/** The end of the name of a run under way. */
export const PARTIAL_NAME = new RegExp(`\\.partial-\\d+(\\.taken-${TAG})?$`)

/** Where a run is written that will lie in a place. */
export function partialPlace(final: string): string {
  return `${final}${PARTIAL}${ownPid}`
}

/** Where a run lies on its way to another place: under a name of its own place, so that a watch does not take it for a change. */
export function takenPlace(path: string): string {
  return `${PARTIAL_NAME.test(path) ? path : partialPlace(path)}.taken-${ownerTag()}`
}

/** A run before the one that is there, or one that was killed. */
type Kind = 'previous' | 'unfinished'

/**
 * Where other runs of a place are kept: 'reports/previous' beside 'reports/latest', 'x.previous' beside 'x'; further ones in
 * 'reports/previous-2' and so on.
 */
export function placeBeside(final: string, kind: Kind, number = 1): string {
  const name = basename(final)
  return join(dirname(final), `${name === 'latest' ? kind : `${name}.${kind}`}${number === 1 ? '' : `-${number}`}`)
}

/** Does a place have the name of one that is kept beside another? */
export function isBeside(place: string): boolean {
  return /(^|\.)(previous|unfinished)(-\d+)?$/.test(basename(place))
}

/** Those of a kind that are there, by number. */
export function placesOf(final: string, kind: Kind): string[] {
  return namesIn(dirname(final))
    .flatMap((name) => {
      const number = Number(/-(\d+)$/.exec(name)?.[1] ?? 1)
      const place = placeBeside(final, kind, number)
      return basename(place) === name ? [{ place, number }] : []
    })
    .sort((one, other) => one.number - other.number)
    .map(({ place }) => place)
}

/** The first place of a kind for one more: none goes over another. */
export function freePlace(final: string, kind: Kind): string {
  for (let number = 1; ; number++) {
    const place = placeBeside(final, kind, number)
    if (!existsSync(place)) return place
  }
}

/** Where a run belongs that lies beside its place: 'reports/latest' of 'reports/unfinished-2'. */
export function placeOf(beside: string): string {
  const name = basename(beside)
  if (/^unfinished(-\d+)?$/.test(name)) return join(dirname(beside), 'latest')
  return join(dirname(beside), name.replace(/\.unfinished(-\d+)?$/, '').replace(PARTIAL_NAME, ''))
}

/** The tag of the process that is moving a run which lies there; undefined where nobody is. */
export function takenBy(path: string): string | undefined {
  return TAKEN.exec(path)?.[1]
}

const TAKEN = new RegExp(`\\.taken-(${TAG})$`)

/** Places beside this one, itself among them, into which runs are under way, were killed, or were moved. */
export function placesBeside(final: string): string[] {
  const folder = dirname(final)
  return namesIn(folder).flatMap((name) => {
    const place = name.replace(PARTIAL_NAME, '')
    return place === name ? [] : [join(folder, place)]
  })
}

/** Runs into a place that are under way, or were killed. */
export function partialsOf(final: string): string[] {
  const folder = dirname(final)
  return namesIn(folder)
    .filter((name) => name.startsWith(`${basename(final)}${PARTIAL}`))
    .map((name) => join(folder, name))
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : []
}

/** Is a path that of a run of this place, or below one? */
export function isOfPlace(final: string, path: string): boolean {
  const [name = ''] = relative(dirname(final), path).split(sep)
  if (name === basename(final) || name.startsWith(`${basename(final)}${PARTIAL}`)) return true
  const first = name.replace(/-\d+$/, '')
  return (['previous', 'unfinished'] as const).some((kind) => basename(placeBeside(final, kind)) === first)
}

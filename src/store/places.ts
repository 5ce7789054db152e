import { existsSync, readdirSync } from 'node:fs'
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

/** Where other runs of a place are kept: 'reports/previous' beside 'reports/latest', 'x.previous' beside 'x'. */
export function placeBeside(final: string, kind: 'previous' | 'unfinished'): string {
  const name = basename(final)
  return join(dirname(final), name === 'latest' ? kind : `${name}.${kind}`)
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
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Is a path that of a run of this place, or below one? */
export function isOfPlace(final: string, path: string): boolean {
  const [name = ''] = relative(dirname(final), path).split(sep)
  const places = [final, placeBeside(final, 'previous'), placeBeside(final, 'unfinished')]
  return places.some((place) => basename(place) === name) || name.startsWith(`${basename(final)}${PARTIAL}`)
}

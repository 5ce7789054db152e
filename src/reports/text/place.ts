import { posix, relative } from 'node:path'
import type { Place } from '../../record/run.ts'

/** Where a variant of a scenario is written down: a file from the root of the checkout, and a line from 1. */
export function placed(place: Place | undefined, variant: string): { file: string; line: number } | undefined {
  if (!place) return undefined
  const line = Object.hasOwn(place.variants, variant) ? place.variants[variant] : undefined
  return { file: inRepository(place.file), line: line ?? place.line }
}

/** Readers know files from the root of the checkout, which need not be the folder of the run. */
function inRepository(file: string): string {
  const { GITHUB_WORKSPACE: root } = process.env
  const below = root ? relative(root, process.cwd()).replaceAll('\\', '/') : ''
  return below === '' || below.startsWith('..') || posix.isAbsolute(file) ? file : posix.join(below, file)
}

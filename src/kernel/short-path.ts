import { isAbsolute, relative } from 'node:path'

/** A path for people: from the working directory where it lies inside, else as it is. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short
}

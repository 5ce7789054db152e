import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shortPath } from '../../kernel/short-path.ts'

/**
 * Where it went wrong, 'src/lib.ts:3': as Node shows it above an error that ends a process, or, where an import leads
 * nowhere, the line of the import.
 * @param shown What Node wrote to stderr.
 */
export function placeOf(message: string, shown: string): string | undefined {
  const importer = /imported from (\/.+)$/m.exec(message)?.[1] ?? /Require stack:\n- (\/.+)$/m.exec(message)?.[1]
  if (importer !== undefined) return placed(importer, lineOfImport(importer, message))
  const translated = /^(\/.+?):(\d+):\d+: ERROR:/m.exec(message)
  if (translated?.[1] !== undefined) return placed(translated[1], Number(translated[2]))
  // "file:///project/lib.ts:3" above the line in question, else the first frame that is not Node's.
  const above =
    /^(file:\/\/\/\S+|\/.+):(\d+)$/m.exec(shown) ?? /^ +at .*?(file:\/\/\/[^\s):]+):(\d+):\d+\)?$/m.exec(shown)
  if (above?.[1] === undefined) return undefined
  const file = above[1].startsWith('file:') ? fileURLToPath(above[1]) : above[1]
  return placed(file, Number(above[2]))
}

function placed(file: string, line: number): string {
  return line > 0 ? `${shortPath(file)}:${line}` : shortPath(file)
}

/** 0: no line names it. */
function lineOfImport(importer: string, message: string): number {
  const wanted = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1]
  if (wanted === undefined) return 0
  const names = (specifier: string) =>
    specifier === wanted ||
    specifier.startsWith(`${wanted}/`) ||
    (specifier.startsWith('.') && resolve(dirname(importer), specifier) === wanted)
  const lines = readText(importer).split('\n')
  return lines.findIndex((line) => [...line.matchAll(/['"]([^'"]+)['"]/g)].some(([, one]) => names(one ?? ''))) + 1
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

import { createHash } from 'node:crypto'
import { digest } from '../../kernel/json.ts'

/** The files of a project, as they go through a queue. */
export interface Bundle {
  /** The path of the config. */
  config: string
  files: BundledFile[]
}

export interface BundledFile {
  /** From the folder of the config, with slashes. */
  path: string
  executable: boolean
  bytes: Buffer
}

/** What a bundle may have at the most: bytes in all, and files. */
export const [MOST_BYTES, MOST_FILES] = [64_000_000, 20_000]

/** Of every path, byte and mark in it. */
export function digestOfBundle({ config, files }: Bundle): string {
  const lines = files.map(({ path, executable, bytes }) => [
    ...[path, executable],
    createHash('sha256').update(bytes).digest('hex'),
  ])
  return digest([config, lines.sort(([one = ''], [other = '']) => (one < other ? -1 : 1))])
}

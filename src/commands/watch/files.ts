import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { watch } from 'chokidar'

/** Editors and formatters write in bursts: so long it stays quiet before a burst is over, in ms. */
const BURST_MS = 100

interface Files {
  /** Absolute, without symbolic links. */
  root: string
  /** Says of a file that the runs themselves write it. */
  isOutput(file: string): boolean
  /** Sees each burst: absolute paths of the files that were written, added or removed. */
  onChange(files: string[]): void
}

/** Watches a project. What is installed, what is hidden, what git ignores and what runs write is left out. */
export async function watchFiles({ root, isOutput, onChange }: Files): Promise<{ close(): Promise<void> }> {
  const ignored = (file: string) => isOutput(file) || relative(root, file).split(sep).some(isHidden)
  const watcher = watch(root, { ignored, ignoreInitial: true })
  const burst = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const end = async () => {
    const files = [...burst]
    burst.clear()
    const own = await withoutIgnored(files, root)
    if (own.length > 0) onChange(own)
  }
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir' || ignored(file)) return
    burst.add(existsSync(file) ? realpathSync(file) : file)
    clearTimeout(timer)
    timer = setTimeout(() => void end(), BURST_MS)
  })
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))
  return {
    close: () => {
      clearTimeout(timer)
      return watcher.close()
    },
  }
}

function isHidden(name: string): boolean {
  return name === 'node_modules' || (name.startsWith('.') && name !== '..') || name.endsWith('~')
}

/** Where there is no git, or no repository, nothing is ignored by it. */
function withoutIgnored(files: readonly string[], root: string): Promise<string[]> {
  return new Promise((resolve) => {
    const git = execFile('git', ['check-ignore', '--stdin', '-z'], { cwd: root }, (_, stdout) => {
      const ignored = new Set(stdout.split('\0'))
      resolve(files.filter((file) => !ignored.has(file)))
    })
    git.on('error', () => {})
    git.stdin?.on('error', () => {})
    git.stdin?.end(files.join('\0'))
  })
}

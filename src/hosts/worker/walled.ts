import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { getCompileCacheDir } from 'node:module'
import type { Duplex } from 'node:stream'
import { endMarkedWithMe, endWithMe } from '../../kernel/end-with-me.ts'
import { ownMarker } from '../../kernel/left-processes.ts'
import type { OwnCommand } from '../../kernel/own-process.ts'
import { takeKept } from '../../trace/trace-file.ts'
import type { Dial } from '../programs/start.ts'
import { LENT_FD } from '../tiers/bubblewrap/gate.ts'
import { runFoldersBeside } from '../tiers/bubblewrap/shown.ts'
import { startInSandbox } from '../tiers/bubblewrap/start.ts'
import { leadOfPort, ownRunFolder, portsOf, type Wall } from './wall.ts'

/** A worker's process in a sandbox, as its parent holds it. */
export interface Walled {
  child: ChildProcess
  wire: Duplex
  dial: Dial | undefined
  /** The number of the worker itself; the child is what holds its sandbox. */
  program(): Promise<number | undefined>
  overMemory(): boolean
  /** The folder that it has in place of the run's. */
  place: string
  /** Once all of it is gone. */
  end(): Promise<unknown>
}

/** @throws {Error} no pipe to it, or no folder for it, can be made. */
export function startWalled(wall: Wall, { argv, env }: OwnCommand, file: string): Walled {
  const { place, own } = ownRunFolder(wall, file)
  const [root = '/', ...roots] = wall.roots
  const cache = getCompileCacheDir()
  const shown = [...roots, ...(cache ? [cache] : [])].map((path) => ({ source: path, target: path, writable: false }))
  const marker = `METTLE_TRIAL=${ownMarker()}`
  const start = startInSandbox({
    ...{ root, own, mounts: [...shown, ...wall.mounts], hidden: runFoldersBeside(wall.folder) },
    ...{ ports: portsOf(wall), leadOf: (port: number) => leadOfPort(wall, port), memoryBytes: wall.memoryBytes },
    ...{ dialled: true, lent: true },
  })({ argv, cwd: root, env: { ...env, TMPDIR: '/tmp' }, marker })
  const { child, tree, dial, program } = start
  endWithMe(child)
  const letGo = endMarkedWithMe(marker)
  child.stdin.on('error', () => {})
  child.stdin.end()
  start.begun.catch(() => child.kill('SIGKILL'))
  const wire = (child.stdio as readonly unknown[])[LENT_FD] as Duplex
  return {
    ...{ child, wire, dial, place },
    program: async () => program?.(),
    overMemory: () => tree.overMemory?.() ?? false,
    end: async () => {
      await tree.end()
      letGo()
      takeKept(place, wall.folder)
      rmSync(place, { recursive: true, force: true })
    },
  }
}

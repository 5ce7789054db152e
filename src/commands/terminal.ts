import type { Reporter, StoredRun } from '../reports/define.ts'
import { wantsColor } from '../reports/list/paint.ts'
import { onGitHub } from './step-summary.ts'

/** Where commands print. */
export interface Terminal {
  print(text: string): void
  /** A line that the next one replaces; on a terminal only. */
  status(text: string): void
  render(reporter: Reporter, run: StoredRun): Promise<string>
  readonly color: boolean
}

/** The process's own stdout. Honours NO_COLOR, FORCE_COLOR and whether it is a terminal. */
export function openTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const live = Boolean(stream.isTTY) && !process.env.CI
  const color = wantsColor(stream, process.env)
  let shown = false
  const clear = () => {
    if (shown) stream.write('\r\x1b[2K')
    shown = false
  }
  return {
    color,
    print: (text) => {
      clear()
      // An old form of a workflow command, which counts anywhere in a line.
      stream.write(onGitHub() ? text.replaceAll('##[', '## [') : text)
    },
    status: (text) => {
      if (!live) return
      clear()
      stream.write(text.slice(0, widthOf(stream, 80) - 1))
      shown = true
    },
    render: async (reporter, run) => reporter.render(run, { color, width: widthOf(stream, 100) }),
  }
}

/** Some terminals, and those of CI systems, say that they have no columns. */
function widthOf({ columns }: { columns?: number }, usual: number): number {
  return columns || usual
}

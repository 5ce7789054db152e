/** A step of the tutorial, as a reader takes it. */
export type Step =
  | { kind: 'command'; command: string }
  | { kind: 'write'; path: string; content: string }
  /** What the command before it prints, line by line. */
  | { kind: 'prints'; code: number; lines: string[] }

const FENCE = /(?:<!-- (.*?) -->\n)?```(\w*)\n([\s\S]*?)^```$/gm

/** Reads the steps from the page's fences: `sh` is run, what follows a comment is written or printed. @throws {Error} a fence of which nobody says what it is. */
export function readSteps(page: string): Step[] {
  return [...page.matchAll(FENCE)].flatMap(([, comment = '', language = '', text = '']): Step[] => {
    const [, path] = /^write: (\S+)$/.exec(comment) ?? []
    const [, code] = /^prints, exit code (\d+)$/.exec(comment) ?? []
    const lines = text.split('\n').filter((line) => line !== '')
    if (path !== undefined) return [{ kind: 'write', path, content: text }]
    if (code !== undefined) return [{ kind: 'prints', code: Number(code), lines }]
    if (language === 'sh') return lines.map((command) => ({ kind: 'command', command }))
    throw new Error(`The tutorial has a block that is neither run, written nor printed: ${text}`)
  })
}

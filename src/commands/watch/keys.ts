import type { ReadStream } from 'node:tty'

const CTRL_C = '\x03'

/**
 * Tells each key that is pressed; 'interrupt' for Ctrl-C, which a terminal that gives single keys no longer tells by a
 * signal. What is piped in counts as keys too.
 */
export function openKeys(onKey: (key: string) => void, stdin: ReadStream = process.stdin): { close(): void } {
  const hear = (text: string) => {
    for (const key of text) onKey(key === CTRL_C ? 'interrupt' : key)
  }
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.setEncoding('utf8').on('data', hear)
  return {
    close: () => {
      stdin.off('data', hear)
      if (stdin.isTTY) stdin.setRawMode(false)
      stdin.pause()
    },
  }
}

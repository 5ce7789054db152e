import { dirname, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The path of a file that a module names. @param called The function that the module calls: a path is meant from there. */
export function fromCaller(file: string | URL, called: (input: never) => unknown): string {
  if (file instanceof URL) return fileURLToPath(file)
  if (file.startsWith('file:')) return fileURLToPath(file)
  if (isAbsolute(file)) return file
  const from = callerOf(called)
  return from === undefined ? resolve(file) : resolve(dirname(from), file)
}

/** The file of the code that calls a function. */
function callerOf(called: (input: never) => unknown): string | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 1
    Error.prepareStackTrace = (_, [site]) => site?.getFileName()
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder, called)
    const name = holder.stack
    if (typeof name !== 'string' || name === '') return undefined
    return name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name
  } finally {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
}

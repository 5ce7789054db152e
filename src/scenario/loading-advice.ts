import { builtinModules } from 'node:module'

/** Why a module did not load, as far as it says so itself. */
export interface LoadFailure {
  message: string
  code?: string | undefined
}

const TSX = 'Install tsx and it is read as it is: npm install --save-dev tsx'

/** What to do about a module that does not load. */
export function loadingAdvice({ message, code }: LoadFailure): string {
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return `Node can strip types only. ${TSX}`
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.(tsx|jsx)"/.test(message)) return TSX
  if (code === 'ERR_UNSUPPORTED_DIR_IMPORT') return `Name the file, or leave it to tsx. ${TSX}`
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return missing(message)
  if (/^Invalid or unexpected token/.test(message)) return `Node reads no decorators. ${TSX}`
  if (/does not provide an export named/.test(message)) {
    return 'Correct the name. A type is imported by "import type".'
  }
  if (/^require is not defined/.test(message)) return 'Use import, or call the file .cjs.'
  return ''
}

/** `@/lib`, `~/lib`: no package can be called that. */
const ALIAS = /^(@\/|~|#|src\/|app\/|lib\/)/

function missing(message: string): string {
  const name = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1] ?? ''
  if (name.startsWith('/') || name.startsWith('.')) {
    return `Node finds a file by its whole name: './lib.ts', not './lib' or './lib.js'. ${TSX}`
  }
  if (ALIAS.test(name) || builtinModules.includes(name)) {
    return `Aliases of tsconfig.json are unknown to Node. ${TSX}`
  }
  return `Run: npm install ${packageOf(name)}. If it is an alias of tsconfig.json: npm install --save-dev tsx`
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}

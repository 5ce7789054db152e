import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'

const FOLDER = join(import.meta.dirname, '../src/reports/html')
/** In the order of the cascade. */
const STYLES = ['ground', 'head', 'tiles', 'tables', 'filters', 'trials', 'lanes', 'rows', 'narrow']
const TARGET = join(FOLDER, 'templates.generated.ts')

/** The generated files of the HTML report: path -> content. Templates, styles and script become one module. */
export async function precompile(): Promise<Map<string, string>> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.hbs'))
    .sort()
  const members = names.map((file) => `  '${file.replace('.hbs', '')}': ${compile(read(file))},`)
  const content = [
    '// Generated. Do not edit.',
    '// @ts-nocheck: what handlebars writes is plain JavaScript.',
    'export const templates: Readonly<Record<string, object>> = {',
    ...members,
    '}',
    `export const styles = ${JSON.stringify(STYLES.map((name) => read(`styles/${name}.css`)).join(''))}`,
    `export const interaction = ${JSON.stringify(read('interaction.js'))}`,
    '',
  ].join('\n')
  return new Map([[TARGET, content]])
}

/** Strict: a name that the view does not have is an error, not an empty place on the page. */
export function compile(template: string, options: { noEscape?: boolean } = {}): string {
  const strict = { strict: true, knownHelpersOnly: true, preventIndent: true }
  return String(Handlebars.precompile(template, { ...strict, ...options }))
}

function read(file: string): string {
  return readFileSync(join(FOLDER, file), 'utf8').replaceAll('\r\n', '\n')
}

if (import.meta.main) {
  const outdated: string[] = []
  for (const [path, content] of await precompile()) {
    if (process.argv.includes('--check')) {
      if (content !== readFileSync(path, 'utf8')) outdated.push(path)
    } else writeFileSync(path, content)
  }
  for (const path of outdated) console.error(`${path} is not up to date: run node scripts/precompile-templates.ts.`)
  process.exitCode = outdated.length > 0 ? 1 : 0
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import Handlebars from 'handlebars'

const FOLDER = join(import.meta.dirname, '../src/reports/html')
/** In the order of the cascade. */
const STYLES = ['ground', 'bar', 'overview', 'tables', 'list', 'trial', 'tracks', 'steps', 'beside', 'narrow']
const IN_PAGE = join(FOLDER, 'browser/templates.generated.ts')

/**
 * The generated files of the HTML report: path -> content. The templates of the shell run before the page exists, those
 * of the page within it; the page's script carries them.
 */
export async function precompile(_root?: string, options: CompileOptions = {}): Promise<Map<string, string>> {
  const inPage = templateModule(join(FOLDER, 'browser/templates'), options)
  const styles = STYLES.map((name) => read(join(FOLDER, `styles/${name}.css`))).join('')
  return new Map([
    [join(FOLDER, 'shell/templates.generated.ts'), templateModule(join(FOLDER, 'shell'), options)],
    [IN_PAGE, inPage],
    [join(FOLDER, 'assets.generated.ts'), assetModule(await minify(styles), await bundle(inPage))],
  ])
}

export interface CompileOptions {
  /** Escapes nothing: a control for tests. */
  noEscape?: boolean
}

/** Strict: a name that the view does not have is an error, not an empty place on the page. */
export function compile(template: string, options: CompileOptions = {}): string {
  const strict = { strict: true, knownHelpersOnly: true, preventIndent: true }
  return String(Handlebars.precompile(template, { ...strict, ...options }))
}

function templateModule(folder: string, options: CompileOptions): string {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.hbs'))
    .sort()
  const members = names.map((file) => `  '${file.replace('.hbs', '')}': ${compile(read(join(folder, file)), options)},`)
  return [
    '// Generated. Do not edit.',
    '// @ts-nocheck: what handlebars writes is plain JavaScript.',
    'export const templates: Readonly<Record<string, object>> = {',
    ...members,
    '}',
    '',
  ].join('\n')
}

function assetModule(styles: string, script: string): string {
  const members = Object.entries({ styles, script }).map(
    ([name, text]) => `export const ${name} = ${JSON.stringify(text)}`,
  )
  return ['// Generated. Do not edit.', ...members, ''].join('\n')
}

/** The page's script: one text, no import left in it. @param plugins What changes the code on its way: for tests. */
export async function bundle(templates: string, plugins: readonly Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(FOLDER, 'browser/main.ts')],
    ...{ bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', charset: 'utf8' },
    target: 'es2024',
    plugins: [given(templates), withoutNode, ...plugins],
  })
  return textOf(outputFiles)
}

async function minify(styles: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: styles, loader: 'css' },
    ...{ minify: true, write: false, charset: 'utf8' },
    target: 'chrome125',
  })
  return textOf(outputFiles)
}

/** Neither may end its own element. */
function textOf(files: readonly { text: string }[]): string {
  const [file] = files
  if (!file || /<\/(script|style)/i.test(file.text))
    throw new Error('Failed to bundle: the text would end its element.')
  return file.text
}

/** The templates as they were compiled just now, not as they lie on disk. */
function given(templates: string): Plugin {
  return {
    name: 'templates',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\/templates\.generated\.ts$/ }, ({ path }) => ({ path, namespace: 'given' }))
      onLoad({ filter: /.*/, namespace: 'given' }, () => ({ contents: templates, loader: 'ts' }))
    },
  }
}

/** What the page shares with node asks node for digests in places that the page does not reach. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node', sideEffects: false }))
    onLoad({ filter: /.*/, namespace: 'node' }, () => ({ contents: 'module.exports = {}' }))
  },
}

function read(file: string): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
}

if (import.meta.main) for (const [path, content] of await precompile()) writeFileSync(path, content)

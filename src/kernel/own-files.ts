import { fileURLToPath } from 'node:url'

/** Does the source run, as it does in mettle's repository? Else what was built of it does. */
export const fromSource = import.meta.url.endsWith('.ts')

/**
 * The file of one of mettle's own modules, which a process or a worker is started with.
 * @param path From src/, without the suffix: 'hosts/worker/worker'. What is built has it as an entry (tsdown.config.ts).
 */
export function ownModule(path: string): string {
  return fileURLToPath(new URL(`../${path}.${fromSource ? 'ts' : 'js'}`, import.meta.url))
}

/** Where all of that lies that starts with `ownModule`, package.json among it. */
export function ownCode(): string[] {
  return ['..', '../../package.json'].map((path) => fileURLToPath(new URL(path, import.meta.url)).replace(/\/$/, ''))
}

/** A file of the package that is no module. @param path From package.json's folder: 'templates/init/config.ts'. */
export function ownFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

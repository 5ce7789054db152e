import { readFileSync } from 'node:fs'
import { ownFile } from '../../kernel/own-files.ts'
import type { Project } from './project.ts'

/** A template's text. @param path Below templates/: 'init/agents/careful.ts'. */
export function readTemplate(path: string): string {
  return readFileSync(ownFile(`templates/${path}`), 'utf8')
}

/** A module of the templates in the project's language, and with its suffix where it imports its neighbours. */
export function moduleFor({ language, suffix }: Pick<Project, 'language' | 'suffix'>, text: string): string {
  const own = text.replaceAll(/(['"]\.{1,2}\/[^'"\n]*)\.ts(['"])/g, `$1${suffix}$2`)
  return language === 'ts' ? own : withoutTypes(own)
}

/** 'agents/careful.ts' -> 'agents/careful.mjs' */
export function pathFor({ suffix }: Pick<Project, 'suffix'>, path: string): string {
  return path.replace(/\.ts$/, suffix)
}

/** Templates use no other types than these: imports of them, and parameters of functions that have one. */
function withoutTypes(text: string): string {
  const bare = (signature: string) => signature.replaceAll(/(\w)\??: \w+(?=[,)])/g, '$1')
  return text.replaceAll(/^import type .*\n+/gm, '').replaceAll(/^.*\bfunction \w+\(.*\{$/gm, bare)
}

/** The text of a part, named. Templates are called 'sample-part'; their tests import them by their kind. */
export function partNamed(kind: string, name: string, path: string): string {
  return readTemplate(`create/${path}`)
    .replaceAll(`'./${kind}.ts'`, `'./${name}.ts'`)
    .replaceAll('sample-part', name)
    .replaceAll('samplePart', camelCase(name))
}

/** 'lost-reply' -> 'lostReply' */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

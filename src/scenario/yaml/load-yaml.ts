import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../kernel/errors.ts'
import { pathText } from '../explain.ts'
import { readYaml, type YamlFile } from './read-yaml.ts'
import { resolveReferences } from './references.ts'

/** Reads a scenario in YAML as what a module would export. @throws {UsageError} with file, line and column. */
export async function loadYaml(
  file: string,
  shown: string,
  load: (file: string) => Promise<Record<string, unknown>>,
): Promise<YamlFile> {
  const { value, place } = readYaml(readFileSync(file, 'utf8'), shown)
  const problems: string[] = []
  const complain = (path: PropertyKey[], message: string) => {
    problems.push(`  ${place(path)}${pathText(path)}: ${message}`)
  }
  const resolved = await resolveReferences(value, { folder: dirname(file), load, complain })
  if (problems.length > 0) throw new UsageError(`Failed to load ${shown}:\n${problems.join('\n')}`)
  return { value: resolved, place }
}

import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import type { Place } from './explain.ts'

/** Fills a task's text from its data. Handlebars is loaded for texts that are templates only. */
export async function renderTask(task: { text: string; data: Json }, file: string, place: Place = () => '') {
  if (!task.text.includes('{{')) return task
  const { default: handlebars } = await import('handlebars')
  try {
    const template = handlebars.compile(task.text, { noEscape: true, strict: true })
    return { ...task, text: template(task.data) }
  } catch (thrown) {
    throw new UsageError(
      `Failed to load ${file}:\n  ${place(['task', 'text'])}task.text: ${explain(messageOf(thrown), task.data)}`,
    )
  }
}

/** Handlebars says of a name that is missing: '"nope" not defined in [object Object] - 1:6'. */
function explain(message: string, data: Json): string {
  const missing = /^"(\w+)" not defined/.exec(message)?.[1]
  const known = typeof data === 'object' && data !== null ? Object.keys(data) : []
  return missing === undefined ? message : `there is no "${missing}" in task.data.${suggest(missing, known)}`
}

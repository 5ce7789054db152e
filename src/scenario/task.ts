import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'

/** Fills a task's text from its data. Handlebars is loaded for texts that are templates only. */
export async function renderTask(task: { text: string; data: Json }, file: string) {
  if (!task.text.includes('{{')) return task
  const { default: handlebars } = await import('handlebars')
  try {
    const template = handlebars.compile(task.text, { noEscape: true, strict: true })
    return { ...task, text: template(task.data) }
  } catch (thrown) {
    throw new UsageError(`Failed to load ${file}:\n  task.text: ${messageOf(thrown)}`)
  }
}

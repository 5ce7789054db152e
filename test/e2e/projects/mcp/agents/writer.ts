import type { AgentSession } from 'mettle'

/** Writes what it is asked to, once, and looks where it does not know. */
export async function run(task: { data: unknown }, { tools }: AgentSession) {
  const { call = 'write_file', ...input } = task.data as { call?: string }
  const names = Object.keys(tools)
  const errors: string[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const files = await tools.list_files?.call({})
    if ((files?.content as string[] | undefined)?.includes('note.txt')) break
    const answer = await tools[call]?.call(input).catch(({ code }) => ({ isError: true, content: String(code) }))
    if (answer?.isError) errors.push(JSON.stringify(answer.content))
  }
  const read = await tools.read_file?.call({ path: 'note.txt' })
  return { names, errors, read: read?.content ?? null }
}

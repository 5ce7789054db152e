/** How deep and how far a reply is looked through. */
const [DEEPEST, MOST] = [16, 5_000]

const KINDS = new Set(['tool_use', 'function_call', 'tool_call', 'custom_tool_call'])

/** The names of the tools that a model's reply asks for, each once, whatever wire it was written for; streamed ones too. */
export function chosenTools(output: unknown): string[] {
  const names = new Set<string>()
  walk(output, (value) => {
    const name = nameIn(value)
    if (name !== undefined) names.add(name)
  })
  return [...names]
}

/** The words of a model's reply, whatever wire it was written for; what is streamed is put together. */
export function saidIn(output: unknown): string {
  const [whole, parts]: string[][] = [[], []]
  walk(output, ({ type, text, content, refusal, delta, parts: said }) => {
    // Google's, whole or a piece of a stream.
    if (Array.isArray(said)) parts?.push(...said.map((part) => part?.text).filter((each) => typeof each === 'string'))
    if (typeof text === 'string') (type === 'text_delta' ? parts : whole)?.push(text)
    // Chat Completions have it beside their tool calls: `message`, and in a stream `delta`.
    if (typeof content === 'string') whole?.push(content)
    // What it declines: OpenAI's wires have it beside what they say.
    if (typeof refusal === 'string') whole?.push(refusal)
    const piece = typeof delta === 'object' && delta !== null ? wordsIn(delta) : delta
    if (typeof piece === 'string' && type !== 'response.function_call_arguments.delta') parts?.push(piece)
  })
  return (parts?.length ? parts.join('') : (whole?.join(' ') ?? '')).trim()
}

/** Of a piece on Chat Completions. */
function wordsIn({ content, refusal }: { content?: unknown; refusal?: unknown }): unknown {
  return content ?? refusal
}

/** Looks at each object of a reply, outer ones first. */
function walk(output: unknown, look: (value: Record<string, unknown>) => void): void {
  let left = MOST
  const visit = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || left-- <= 0) return
    if (typeof value === 'string') for (const event of streamed(value)) visit(event, depth + 1)
    if (typeof value !== 'object' || value === null) return
    look(value as Record<string, unknown>)
    for (const member of Object.values(value)) visit(member, depth + 1)
  }
  visit(output, 0)
}

function nameIn({ type, name, function: chosen, functionCall }: Record<string, unknown>): string | undefined {
  if (typeof name === 'string' && KINDS.has(String(type))) return name
  const inner = (chosen ?? functionCall) as { name?: unknown } | null | undefined
  return typeof inner === 'object' && typeof inner?.name === 'string' ? inner.name : undefined
}

/** What the lines of a stream hold. */
function streamed(text: string): unknown[] {
  return text
    .split('\n')
    .slice(0, MOST)
    .flatMap((line) => {
      if (!line.startsWith('data:')) return []
      try {
        return [JSON.parse(line.slice('data:'.length))]
      } catch {
        return []
      }
    })
}

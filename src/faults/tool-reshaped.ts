import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { defineFault } from './define.ts'
import { renamed } from './replies/renamed.ts'
import { chosenTool, metChange } from './tools/changed-tool.ts'

const params = z.strictObject({ tool: z.string().min(1).optional(), field: z.string().min(1).optional() })

export const toolReshaped = defineFault<z.infer<typeof params>, z.input<typeof params>>({
  name: 'tool-reshaped',
  summary: 'Somebody renames a member of what a tool takes right before the world runs the call.',
  seat: 'world',
  channels: ['tool'],
  params,
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: false,
  inject:
    ({ tool, field }, _past, { tools }) =>
    async (call, next, { random }) => {
      const name = chosenTool(call, tools, random, tool)
      const members = name === undefined ? [] : membersOf(tools.face(name)?.inputSchema ?? null)
      const known = field === undefined ? members : members.filter((member) => member === field)
      if (name !== undefined && known.length > 0) {
        const from = random.pick(known)
        tools.rename(name, from, renamed(from))
      }
      return next()
    },
  symptom: (story, _params, all = [story]) => {
    const name = metChange(story, all)
    return name === undefined ? undefined : `the tool ${name} took other members than before`
  },
})

/** Those that it asks for, else those that it takes. */
function membersOf(schema: Json): string[] {
  if (!isObject(schema)) return []
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  return required.length > 0 ? required : Object.keys((schema.properties ?? {}) as object)
}

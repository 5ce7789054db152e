import { z } from 'zod'
import type { ToolDoor } from '../../../src/boundary/tool-world.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { usd } from '../../../src/kernel/money.ts'
import { type LiveTools, liveTools } from '../../../src/world/catalogue.ts'
import { resourceDoor } from '../../../src/world/resource.ts'
import { defineSqlTool, defineTool, ToolRefusal } from '../../../src/world/tool.ts'
import { sqlToolDoor, toolDoor } from '../../../src/world/tool-door.ts'
import { aDatabase } from '../examples.ts'
import type { Staging } from './served.ts'

/** A world with a tool that acts, one that looks, one that never ends, and one that is a statement. */
export function aWorld(): {
  world: Staging['world']
  changing: LiveTools['handle']
  /** What a tool says of itself now. */
  shown: LiveTools['read']
  ran: Json[]
  gaveUp: () => Promise<void>
} {
  const ran: Json[] = []
  const gone = Promise.withResolvers<void>()
  const mail = defineTool({
    description: 'Send mail',
    input: z.strictObject({ to: z.string(), copies: z.int().min(1).default(1) }),
    access: 'write',
    items: ({ copies }) => copies,
    cost: ({ copies }) => usd(copies),
    handler: (input, { progress }) => {
      ran.push(input)
      progress({ progress: 1, total: 2, message: 'half' })
      if (input.to === 'bug') throw new Error('inside')
      return input.to === 'nobody' ? new ToolRefusal('There is no such person') : { sent: input.copies }
    },
  })
  const look = defineTool({
    description: 'Look',
    input: z.object({}),
    access: 'read',
    handler: () => [
      { type: 'text', text: 'two blocks' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    ],
  })
  const forget = defineSqlTool({
    description: 'Delete items',
    input: z.object({}),
    database: 'shop',
    statement: () => ({ text: 'DELETE FROM items' }),
  })
  const { databases, world } = aDatabase.world(() => void ran.push('DELETE'))
  const doors = Object.entries({ mail, look }).map(([name, one]) => [name, toolDoor(name, one as never, String)])
  const tools = { ...Object.fromEntries(doors), wait: waiting(gone.resolve) } as Record<string, ToolDoor>
  const { handle, read, ...live } = liveTools(tools, [sqlToolDoor('forget', forget as never)])
  return {
    world: { databases, world: { ...world, ...live, resources: [handbook, logo] } },
    changing: handle,
    shown: read,
    ran,
    gaveUp: () => gone.promise,
  }
}

const handbook = resourceDoor('handbook', {
  uri: 'file:///handbook.md',
  mimeType: 'text/markdown',
  text: () => '# Rules',
})
const logo = resourceDoor('logo', { base64: 'AAAA' })

/** Runs until its client gives up. */
function waiting(gaveUp: () => void): ToolDoor {
  return {
    name: 'wait',
    description: 'Waits',
    inputSchema: { type: 'object' },
    access: 'read',
    parse: (input) => ({ input }),
    declare: () => ({ items: 1 }),
    execute: ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          gaveUp()
          reject(signal.reason)
        })
      }),
  }
}

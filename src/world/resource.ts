import type { ResourceDoor } from '../boundary/tool-world.ts'

/** Something to read that the world offers to clients of MCP. */
export interface Resource {
  /** 'file:///handbook.md', 'crm://accounts/7'. Default: `world://NAME`. */
  uri?: string
  description?: string
  /** Default: 'text/plain'; for bytes 'application/octet-stream'. */
  mimeType?: string
  /** What it says; code sees the world as it is when it is read. One of this and `base64`. */
  text?: string | (() => string | Promise<string>)
  /** Bytes that are no text. */
  base64?: string
}

/** A resource as channels use it. */
export function resourceDoor(name: string, { uri = `world://${name}`, text, base64, ...more }: Resource): ResourceDoor {
  const mimeType = more.mimeType ?? (base64 === undefined ? 'text/plain' : 'application/octet-stream')
  const { description } = more
  return {
    ...{ name, uri, mimeType, ...(description !== undefined && { description }) },
    declare: () => ({ items: 1 }),
    execute: async () => {
      const said =
        base64 === undefined ? { text: typeof text === 'function' ? await text() : (text ?? '') } : { blob: base64 }
      return { kind: 'ok', output: { content: { uri, mimeType, ...said } } }
    },
  }
}

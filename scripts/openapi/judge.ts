import { setShouldValidateFormat, setShouldValidateSchema } from '@hyperjump/json-schema'
import * as openapi30 from '@hyperjump/json-schema/openapi-3-0'
import * as openapi31 from '@hyperjump/json-schema/openapi-3-1'
import '@hyperjump/json-schema/formats'
import { isNode, type Node, own } from '../../src/world/apis/openapi/node.ts'
import { atPointer, pointerTo } from '../../src/world/apis/openapi/pointer.ts'

// Real specifications break their own rules here and there; answers are what is judged.
setShouldValidateSchema(false)
setShouldValidateFormat(true)

/** Does a value fit what a specification says at a place? Undefined: the validator cannot read the schema. */
export type Judge = (pointer: string, value: unknown) => Promise<boolean | undefined>

let count = 0

/** A validator that shares nothing with the one that the answers were made with. @param document 3.0 or 3.1, as it was written. */
export function judgeOf(document: Node): Judge {
  const is30 = String(document.openapi).startsWith('3.0')
  const { validate, registerSchema } = is30 ? openapi30 : openapi31
  const uri = `https://judged.test/${++count}`
  registerSchema(document as never, uri, `https://spec.openapis.org/oas/${is30 ? '3.0/schema' : '3.1/schema-base'}`)
  const known = new Map<string, Promise<(value: unknown) => boolean>>()
  return async (pointer, value) => {
    try {
      const validator =
        known.get(pointer) ??
        validate(`${uri}#${encodeURI(pointer.slice(1)).replaceAll('#', '%23')}`).then(
          (fits) => (one: unknown) => fits(one as never).valid,
        )
      known.set(pointer, validator)
      return (await validator)(value)
    } catch {
      return undefined
    }
  }
}

/** Where the schema of an answer stands; undefined where the operation says nothing of it. */
export function schemaPlace(
  document: Node,
  template: string,
  method: string,
  status: number,
  type: string,
): string | undefined {
  const path = followed(document, pointerTo('paths', template))
  const responses = `${path}/${method.toLowerCase()}/responses`
  const codes = [String(status), `${String(status)[0]}XX`, `${String(status)[0]}xx`, 'default']
  const code = codes.find((one) => isNode(atPointer(document, `${responses}/${one}`)))
  if (code === undefined) return undefined
  const content = `${followed(document, `${responses}/${code}`)}/content`
  const types = Object.keys((atPointer(document, content) as Node | undefined) ?? {})
  const found = types.find((one) => one.split(';', 1)[0] === type) ?? types.find((one) => one === '*/*')
  if (found === undefined) return undefined
  const schema = `${content}${pointerTo(found).slice(1)}/schema`
  return own(atPointer(document, schema.slice(0, -'/schema'.length)), 'schema') === undefined ? undefined : schema
}

function followed(document: Node, pointer: string): string {
  const found = atPointer(document, pointer)
  const to = own(found, '$ref')
  return typeof to === 'string' && to !== pointer ? followed(document, plain(to)) : pointer
}

function plain(pointer: string): string {
  try {
    return decodeURIComponent(pointer)
  } catch {
    return pointer
  }
}

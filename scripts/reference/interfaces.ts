import type { Node, TypeElement, TypeNode } from 'typescript/unstable/ast'
import {
  isArrayTypeNode,
  isInterfaceDeclaration,
  isIntersectionTypeNode,
  isMethodSignatureDeclaration,
  isPropertySignatureDeclaration,
  isTypeAliasDeclaration,
  isTypeLiteralNode,
  isUnionTypeNode,
} from 'typescript/unstable/ast/is'
import { commentAbove, isExported, parse } from '../syntax.ts'

/** A member of an interface, with the comment above it. */
export interface Member {
  name: string
  optional: boolean
  /** Its type as it is written, in one line. */
  type: string
  doc: string
  /** Of an object that is written out in place. */
  members: Member[]
}

/** An interface, or a type that is no interface (then it has no members, unless it ends in an object). */
export interface Declaration {
  name: string
  doc: string
  type: string
  members: Member[]
}

/** Every exported interface and type of a source text, in order. @throws {Error} a member that has no name. */
export function declarations(source: string): Declaration[] {
  return [...parse(source).statements].flatMap((statement): Declaration[] => {
    if (!isExported(statement)) return []
    if (isInterfaceDeclaration(statement)) {
      const { name, members } = statement
      const type = `{ ${[...members].map((member) => member.getText()).join(' ')} }`
      return [{ name: name.text, doc: docOf(statement), type: oneLine(type), members: [...members].map(memberOf) }]
    }
    if (isTypeAliasDeclaration(statement)) {
      const { name, type } = statement
      return [{ name: name.text, doc: docOf(statement), type: oneLine(type.getText()), members: lastObject(type) }]
    }
    return []
  })
}

function memberOf(member: TypeElement): Member {
  const [doc, text] = [docOf(member), member.getText()]
  if (isMethodSignatureDeclaration(member)) {
    const head = `${member.name.getText()}${member.postfixToken ? '?' : ''}`
    return {
      name: nameOf(member.name),
      optional: head.endsWith('?'),
      type: oneLine(text.slice(head.length)),
      doc,
      members: [],
    }
  }
  if (!isPropertySignatureDeclaration(member) || !member.type) {
    throw new Error(`Failed to read a declaration at: ${text.slice(0, 60)}`)
  }
  const { name, type, postfixToken } = member
  const optional = postfixToken !== undefined
  return { name: nameOf(name), optional, type: oneLine(type.getText()), doc, members: objectIn(type) }
}

/** A name without the quotes that it may stand in. */
function nameOf(name: Node): string {
  return name.getText().replaceAll("'", '')
}

/** The members of an object that is written out, or of a list of such objects. */
function objectIn(type: TypeNode): Member[] {
  if (isArrayTypeNode(type)) return objectIn(type.elementType)
  return isTypeLiteralNode(type) ? [...type.members].map(memberOf) : []
}

/** Of `A & { ... }` the object, where it is the only one. */
function lastObject(type: TypeNode): Member[] {
  if (!isIntersectionTypeNode(type) && !isUnionTypeNode(type)) return isTypeLiteralNode(type) ? objectIn(type) : []
  const objects = [...type.types].filter(isTypeLiteralNode)
  const last = [...type.types].at(-1)
  return objects.length === 1 && last && objects[0] === last ? objectIn(last) : []
}

/** The comment above a declaration, in one line. */
function docOf(declaration: Node): string {
  return (commentAbove(declaration) ?? '').replace(/\s+/g, ' ').trim()
}

/** A type in one line, without its comments. */
function oneLine(type: string): string {
  return type
    .replace(/\/\*\*?[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/^\s*\|\s*/, '')
    .trim()
}

// Reads the declarations of this house: formatted, without semicolons, a comment above each member that needs one.

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

const DECLARATION = /(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n)?export (?:interface|type) (\w+)/g
const HEAD = /^( extends [^{]*| =\s*)?/
const MEMBER = /^\s*(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*)?(?:readonly )?'?([\w-]+)'?(\?)?(?::\s*|(?=\())/

/** Every exported interface and type of a source text, in order. */
export function declarations(source: string): Declaration[] {
  return [...source.matchAll(DECLARATION)].map(({ 0: all, 1: doc = '', 2: name = '', index }) => {
    const start = index + all.length + parametersOf(source.slice(index + all.length))
    const [kind = ''] = HEAD.exec(source.slice(start)) ?? []
    const type = textFrom(source, start + kind.length).trim()
    const object = kind.startsWith(' =') ? /\{[\s\S]*\}$/.exec(type)?.[0] : type
    return { name, doc: plain(doc), type: oneLine(type), members: isObject(object) ? membersOf(object) : [] }
  })
}

/** How long the type parameters are that a text begins with. */
function parametersOf(text: string): number {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') open++
    else if (text[at] === '>') open--
    if (open === 0) return at === 0 ? 0 : at + 1
  }
  return 0
}

/** The members of `{ ... }`. @throws {Error} something that this does not read. */
function membersOf(object: string): Member[] {
  const members: Member[] = []
  let rest = object.trim().slice(1, -1)
  for (;;) {
    rest = rest.replace(/^(?:\s*\/\/[^\n]*\n|[\s;,])+/, '')
    if (rest === '') return members
    const [head, doc = '', name = '', optional] = MEMBER.exec(rest) ?? []
    if (head === undefined) throw new Error(`Failed to read a declaration at: ${rest.slice(0, 60)}`)
    const type = textFrom(rest, head.length)
    members.push({ name, optional: optional === '?', type: oneLine(type), doc: plain(doc), members: inPlace(type) })
    rest = rest.slice(head.length + type.length)
  }
}

function inPlace(type: string): Member[] {
  const object = type.trim().replace(/\[\]$/, '')
  return isObject(object) ? membersOf(object) : []
}

/** It is one object, and not two of a union. */
function isObject(text = ''): text is string {
  return text.startsWith('{') && endOf(text) === text.length
}

/** The text of a type from `start`, to the end of the line on which no bracket is open and no next line goes on. */
function textFrom(source: string, start: number): string {
  const end = endOf(source.slice(start))
  return source.slice(start, start + end)
}

function endOf(text: string): number {
  let open = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1
    else if ('\'"'.includes(sign)) at = text.indexOf(sign, at + 1)
    else if (text.startsWith('=>', at)) at++
    else if ('{[(<'.includes(sign)) open++
    else if ('}])>'.includes(sign)) open--
    else if (open === 0 && ';,'.includes(sign)) return at
    else if (open === 0 && sign === '\n' && !/^\s*[|&]/.test(text.slice(at + 1))) return at
    if (open < 0) return at
  }
  return text.length
}

function oneLine(type: string): string {
  return type
    .replace(/\/\*\*?[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/^\s*\|\s*/, '')
    .trim()
}

/** A comment without its stars. */
function plain(comment: string): string {
  return comment
    .replace(/^\s*\*+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

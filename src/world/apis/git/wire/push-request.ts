/** What a push asks of one ref. */
export interface Command {
  ref: string
  /** What the client believes that it is; undefined where it is to be made. */
  old: string | undefined
  /** What it is to be; undefined where it is to be deleted. */
  new: string | undefined
}

export interface PushRequest {
  commands: Command[]
  /** The objects that come with it; empty where none are needed. */
  pack: Buffer
}

const NONE = '0'.repeat(40)
const COMMAND = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)(?:\0[^\n]*)?\n?$/

/**
 * Reads the request of git's `receive-pack`: lines that say their length in four hexadecimal digits, each `old new ref`, an empty one,
 * and a pack. @throws {Error} it is anything else.
 */
export function readPush(body: Buffer): PushRequest {
  const commands: Command[] = []
  let at = 0
  for (;;) {
    const size = body.toString('latin1', at, at + 4)
    if (!/^[0-9a-f]{4}$/.test(size)) throw new Error('it is no push: the length of a line is missing')
    const length = Number.parseInt(size, 16)
    if (length === 0) return { commands, pack: body.subarray(at + 4) }
    if (length < 5 || at + length > body.length) throw new Error(`it is no push: a line of length ${length}`)
    commands.push(...readCommand(body.toString('utf8', at + 4, at + length)))
    at += length
  }
}

/** A client with part of the history says which part; that is no command. */
function readCommand(line: string): Command[] {
  if (/^shallow [0-9a-f]{40}\n?$/.test(line)) return []
  const [, old, fresh, ref] = COMMAND.exec(line) ?? []
  if (old === undefined || fresh === undefined || ref === undefined)
    throw new Error(`it is no push: ${JSON.stringify(line.slice(0, 100))}`)
  const idOr = (id: string) => (id === NONE ? undefined : id)
  return [{ ref, old: idOr(old), new: idOr(fresh) }]
}

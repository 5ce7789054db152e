import { readFileSync, type Stats } from 'node:fs'

/** Who the server runs as, where that is not the user who runs the harness. What `spawn` takes. */
export interface ServerUser {
  uid?: number
  gid?: number
}

/** Linux's number for a user who owns nothing. */
const NOBODY = 65_534

/** PostgreSQL refuses to run as root: then it runs as `nobody`, who exists everywhere already. */
export function serverUser(): ServerUser {
  return process.geteuid?.() === 0 ? nobody() : {}
}

function nobody(): Required<ServerUser> {
  const [, , uid = NOBODY, gid = NOBODY] = lineOfNobody()
  return { uid: Number(uid), gid: Number(gid) }
}

function lineOfNobody(): string[] {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('nobody:'))
    const fields = line?.split(':') ?? []
    // On macOS the number is negative, and processes take it as an unsigned one.
    return fields.map((field) => (/^-[0-9]+$/.test(field) ? `${Number(field) >>> 0}` : field))
  } catch {
    return []
  }
}

/** May this user pass through the folder? Whoever runs the harness may, as far as it is asked. */
export function mayEnter({ uid }: ServerUser, { mode, uid: owner }: Stats): boolean {
  return uid === undefined || (mode & 0o001) !== 0 || (owner === uid && (mode & 0o100) !== 0)
}

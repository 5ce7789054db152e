/** The user asked for something that cannot be done as asked. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Something that this machine lacks. Exit code 3; the message says what to install. */
export class PrerequisiteError extends Error {
  override name = 'PrerequisiteError'
}

/** The message of anything that can be thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name
  try {
    return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown))
  } catch {
    return Object.prototype.toString.call(thrown)
  }
}

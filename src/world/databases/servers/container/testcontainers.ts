import { PrerequisiteError } from '../../../../kernel/errors.ts'

type Testcontainers = typeof import('testcontainers')

/** Loads testcontainers, which brings twice as many packages as mettle and which only this backend needs. @throws {PrerequisiteError} it is not installed. */
export async function loadTestcontainers(): Promise<Testcontainers> {
  try {
    return await import('testcontainers')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException | undefined)?.code !== 'ERR_MODULE_NOT_FOUND') throw thrown
    throw new PrerequisiteError(
      'Failed to start PostgreSQL in a container: the package testcontainers is not installed, or not whole. Run `npm install --save-dev testcontainers`, or use another server: `--database embedded`, `--database postgres://...`.',
    )
  }
}

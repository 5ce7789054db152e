import type { QueueDatabase, Sql } from '../database.ts'
import { type Bundle, type BundledFile, digestOfBundle, MOST_BYTES, MOST_FILES } from './bundle.ts'

/** As many bytes of files as go in one statement. */
const BATCH_BYTES = 4_000_000

/** Puts a bundle into the queue, once for however many runs. @returns Its digest. */
export async function storeBundle(sql: Sql, bundle: Bundle): Promise<string> {
  const digest = digestOfBundle(bundle)
  const [{ is_new }] = await sql.query(
    `INSERT INTO mettle_queue.bundle (digest, config) VALUES ($1, $2)
     ON CONFLICT (digest) DO UPDATE SET stored = now() RETURNING xmax = 0 AS is_new`,
    [digest, bundle.config],
  )
  if (!is_new) return digest
  for (const batch of batches(bundle.files))
    await sql.query(
      `INSERT INTO mettle_queue.bundle_file (bundle, path, executable, bytes)
       SELECT $1, * FROM unnest($2::text[], $3::bool[], $4::bytea[])`,
      [
        ...[digest, batch.map(({ path }) => path), batch.map(({ executable }) => executable)],
        batch.map(({ bytes }) => bytes),
      ],
    )
  return digest
}

function* batches(files: readonly BundledFile[]): Generator<BundledFile[]> {
  let [batch, size]: [BundledFile[], number] = [[], 0]
  for (const file of files) {
    if (size > 0 && size + file.bytes.length > BATCH_BYTES) {
      yield batch
      ;[batch, size] = [[], 0]
    }
    batch.push(file)
    size += file.bytes.length
  }
  if (batch.length > 0) yield batch
}

/** @returns A text where it is not what its digest says, or too much: why it is not taken. */
export async function readBundle(database: QueueDatabase, digest: string): Promise<Bundle | string> {
  const [of] = await database.query(
    `SELECT b.config, count(f.*)::int AS files, coalesce(sum(octet_length(f.bytes)), 0)::float8 AS bytes
     FROM mettle_queue.bundle b LEFT JOIN mettle_queue.bundle_file f ON f.bundle = b.digest
     WHERE b.digest = $1 GROUP BY b.digest`,
    [digest],
  )
  if (!of) return 'its bundle is not in the queue'
  if (of.bytes > MOST_BYTES || of.files > MOST_FILES) return 'its bundle is larger than any that mettle makes'
  const files = await database.query('SELECT path, executable, bytes FROM mettle_queue.bundle_file WHERE bundle = $1', [
    digest,
  ])
  const bundle: Bundle = { config: of.config, files: files as BundledFile[] }
  return digestOfBundle(bundle) === digest ? bundle : 'its bundle is not what its digest says'
}

/** Removes those that no run needs. */
export async function dropUnusedBundles(sql: Sql): Promise<void> {
  const unused = 'NOT EXISTS (SELECT FROM mettle_queue.run r WHERE r.bundle = b.digest)'
  await sql.query(`DELETE FROM mettle_queue.bundle b WHERE ${unused}`).catch((thrown) => {
    // Somebody offers a run with one of them at this moment, and removes it later.
    if (Object(thrown).code !== FOREIGN_KEY) throw thrown
  })
}

const FOREIGN_KEY = '23503'

// Refunds once, by a key. The keeper writes it down before it sends it, the forgetter when it has its answer.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [who] = process.argv.slice(2)
const kept = join(process.env.TMPDIR, 'key')
const key = existsSync(kept) ? readFileSync(kept, 'utf8') : randomUUID()
if (who === 'keeper') writeFileSync(kept, key)

const headers = { 'content-type': 'application/json', 'idempotency-key': key }
const body = JSON.stringify({ charge: 'ch_5002', amount: 12_000, reason: 'duplicate' })
const response = await fetch(`${process.env.PAYMENTS_URL}/v1/refunds`, { method: 'POST', headers, body })
if (who === 'forgetter') writeFileSync(kept, key)
console.log(response.status < 300 ? 'done' : `refused: ${response.status}`)

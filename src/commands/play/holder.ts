import { readFileSync } from 'node:fs'
import { connect } from 'node:net'

// The agent of a world that is held open: it hands on what an agent is told, and waits until it is told to end.
const [path = ''] = process.argv.slice(2)
const { METTLE_TASK_FILE = '' } = process.env
const socket = connect(path)
// Whoever holds the world open may be gone.
socket.on('error', () => process.exit(0))
socket.on('close', () => process.exit(0))
socket.on('end', () => process.exit(0))
socket.resume()
socket.write(`${JSON.stringify({ task: readFileSync(METTLE_TASK_FILE, 'utf8'), env: process.env })}\n`)

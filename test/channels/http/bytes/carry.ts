// What four clients carry to a world and back, in a process of its own. `inside`: through the doors of this process;
// else the argument is the address of a server.
import { BYTES, openBytes } from './world.ts'

const [where = '', how] = process.argv.slice(2)
if (where === 'inside') {
  const { installDoors } = await import('../../../../src/hosts/function/doors/doors.ts')
  const { createServing } = await import('../../../../src/channels/http/serving.ts')
  const serving = createServing()
  installDoors(serving)
  serving.open({ ...openBytes(how === 'lossy'), belongs: () => true })
}
// As an agent's clients, these load once the doors are closed.
const { clients } = await import('./clients.ts')
const base = where === 'inside' ? 'http://bytes.test' : where
const binary = { 'content-type': 'application/octet-stream' }
const told: Record<string, unknown> = {}
for (const [name, send] of Object.entries(clients)) {
  const form = new FormData()
  form.set('name', 'Ada é')
  form.set('file', new Blob([BYTES]), 'all.bin')
  told[name] = {
    uploaded: JSON.parse((await send(`${base}/upload`, { method: 'POST', headers: binary, body: BYTES })).text),
    form: JSON.parse((await send(`${base}/form`, { method: 'POST', body: form })).text),
    downloaded: await send(`${base}/download`, { method: 'GET' }),
    unzipped: await send(`${base}/zip`, { method: 'GET' }).then(
      ({ digest }) => digest,
      () => 'it is not what its encoding says',
    ),
  }
}
process.stdout.write(JSON.stringify(told), () => process.exit())

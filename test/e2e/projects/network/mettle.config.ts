import { defineConfig } from 'mettle'

/** A program that knows a host by its own name, and nothing of mettle. */
const asks = (url: string, env: Record<string, string> = {}) => {
  const code = `fetch('${url}').then((reply) => reply.json(), () => {}).then(() => console.log('done'))`
  return { command: [process.execPath, '--eval', code], env }
}

export default defineConfig({
  agents: {
    'by-name': asks('https://desk.test/refund'),
    pinned: asks('https://desk.test/refund', { NODE_EXTRA_CA_CERTS: '' }),
    elsewhere: asks('https://elsewhere.test/refund'),
  },
})

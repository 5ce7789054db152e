// A client on one connection that it keeps. A message says what to ask, and how often; its answer is its CPU time, us per call.
import { Agent, request as plain } from 'node:http'
import { Agent as SecureAgent, request as secure } from 'node:https'

export interface Asking {
  url: string
  calls: number
}

const [agent, secureAgent] = [Agent, SecureAgent].map((Kind) => {
  const options = { keepAlive: true, maxSockets: 1, proxyEnv: process.env }
  return new Kind(options as object)
})

process.on('message', async ({ url, calls }: Asking) => {
  const start = process.cpuUsage()
  for (let call = 0; call < calls; call++) await ask(url)
  const { user, system } = process.cpuUsage(start)
  process.send?.((user + system) / calls)
})

function ask(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const [request, by] = url.startsWith('https:') ? [secure, secureAgent] : [plain, agent]
    request(url, { agent: by as Agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`Failed to measure: ${url} answered ${response.statusCode}.`))
      response.on('end', resolve).on('error', reject).resume()
    })
      .on('error', reject)
      .end()
  })
}

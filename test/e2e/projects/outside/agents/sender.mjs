// Asks for leave to use tools over MCP, and uses as many of them as it is told.
const [uses, ...asked] = process.argv.slice(2)
const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const post = (url, body) => fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })

for (const [place, tool_name] of asked.entries()) {
  const question = {
    hook_event_name: 'PreToolUse',
    tool_name,
    tool_input: { to: 'ada' },
    tool_use_id: `toolu_${place}`,
  }
  // A second hook is asked about the same use.
  for (let hook = 0; hook < 2; hook++) await (await post(process.env.METTLE_HOOK_URL, question)).text()
}
for (let id = 1; id <= Number(uses); id++) {
  const call = { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'send', arguments: { to: 'ada' } } }
  await (await post(process.env.METTLE_MCP_URL, call)).text()
}
console.log('done')
